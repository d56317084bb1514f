export interface Patient {
  id: string;
  fullName: string;
  dateOfBirth: Date;
  /** Individual identification number. */
  iin: string;
  email: string;
  phone: string;
  address: string | null;
  allergies: string[];
  diagnoses: string[];
  /** Given on the intake form: symptoms and records may be processed by an AI provider. */
  aiProcessingConsent: boolean;
  marketingConsent: boolean;
}

export interface Visit {
  id: string;
  patientId: string;
  startedAt: Date;
  complaint: string;
  clinicalNotes: string;
  department: string;
}

export interface VisitWithPatient extends Visit {
  patient: Patient;
}

export interface Appointment {
  id: string;
  department: string;
  startsAt: Date;
  attended: boolean;
}
