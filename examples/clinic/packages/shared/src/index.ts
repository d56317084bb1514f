export * from './consent';
export * from './prompts';
export { redactText, withoutIdentity } from './redaction';
export type { Appointment, Patient, Visit, VisitWithPatient } from './types';
