import { requireAiConsent } from '@clinic/shared';
import type { AiGateway } from '@/ai/ai-gateway';
import type { PatientRepository } from '@/repositories/patient-repository';

export class InsuranceService {
  constructor(
    private readonly patients: PatientRepository,
    private readonly ai: AiGateway,
  ) {}

  /** Consent is asked for, but an identification number has no business in a prompt. */
  async draftClaim(patientId: string, treatment: string): Promise<string> {
    const patient = await this.patients.findById(patientId);
    requireAiConsent(patient);
    return this.ai.complete({
      instructions: 'Draft an insurance claim in plain language.',
      prompt: `Insured person: ${patient.iin}\nTreatment: ${treatment}`,
    });
  }
}
