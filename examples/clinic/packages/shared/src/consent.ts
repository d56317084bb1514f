import type { Patient } from './types';

export class ConsentRequiredError extends Error {
  readonly status = 403;

  constructor(patientId: string) {
    super(`Patient ${patientId} has not agreed to AI processing`);
  }
}

export function hasAiConsent(patient: Pick<Patient, 'aiProcessingConsent'>): boolean {
  return patient.aiProcessingConsent === true;
}

/** Throws unless the patient agreed to AI processing. */
export function requireAiConsent(patient: Pick<Patient, 'id' | 'aiProcessingConsent'>): void {
  if (!hasAiConsent(patient)) throw new ConsentRequiredError(patient.id);
}
