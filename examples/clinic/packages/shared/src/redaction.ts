import type { Patient } from './types';

const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]+/g;
const PHONE = /\+?\d[\d\s()-]{8,}\d/g;
const IIN = /\b\d{12}\b/g;

/** Masks what identifies a person in running text. */
export function redactText(text: string): string {
  return text.replace(EMAIL, '[email]').replace(IIN, '[id]').replace(PHONE, '[phone]');
}

/** What may leave the house about a patient: nothing that says who it is. */
export function withoutIdentity(patient: Patient): { ageGroup: string } {
  const age = new Date().getFullYear() - patient.dateOfBirth.getFullYear();
  return { ageGroup: age < 18 ? 'child' : age < 65 ? 'adult' : 'senior' };
}
