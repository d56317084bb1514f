import type { Patient, Visit } from '../types';

function header(patient: Patient): string {
  return `Patient: ${patient.fullName}, born ${patient.dateOfBirth.toISOString().slice(0, 10)}`;
}

export function buildReferralPrompt(patient: Patient, visits: Visit[], specialty: string): string {
  const history = visits.map((visit) => `- ${visit.startedAt.toDateString()}: ${visit.clinicalNotes}`);
  return [
    `Write a referral letter to a specialist in ${specialty}.`,
    header(patient),
    `Known diagnoses: ${patient.diagnoses.join(', ')}`,
    'History:',
    ...history,
  ].join('\n');
}
