export interface Patient {
  id: string;
  email: string;
  plan: string;
}

export const greeting = (patient: Patient) => `Write a kind reminder to ${patient.email}.`;
