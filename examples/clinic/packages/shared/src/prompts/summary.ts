import type { VisitWithPatient } from '../types';

export function buildSummaryPrompt({ patient, complaint, clinicalNotes }: VisitWithPatient): string {
  return `Summarise this visit for the treating doctor.
Allergies: ${patient.allergies.join(', ') || 'none known'}
Complaint: ${complaint}
Notes: ${clinicalNotes}`;
}
