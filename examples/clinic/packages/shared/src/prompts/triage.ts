export const TRIAGE_INSTRUCTIONS =
  'You help a nurse to sort incoming requests. Answer with one of: urgent, soon, routine.';

export function buildTriagePrompt(symptoms: string, ageGroup: string): string {
  return `Age group: ${ageGroup}\nSymptoms: ${symptoms}`;
}
