import { hasAiConsent } from '@clinic/shared';
import type { Patient } from '@clinic/shared';
import type { AiGateway } from '@/ai/ai-gateway';
import type { PatientRepository } from '@/repositories/patient-repository';

export class IntakeService {
  constructor(
    private readonly patients: PatientRepository,
    private readonly ai: AiGateway,
  ) {}

  async register(data: Omit<Patient, 'id'>): Promise<{ patient: Patient; questions: string }> {
    const patient = await this.patients.create(data);
    const questions = hasAiConsent(patient) ? await this.followUpQuestions(patient) : '';
    return { patient, questions };
  }

  /** The model needs allergies and diagnoses; it is handed everything the clinic knows. */
  private followUpQuestions(patient: Patient): Promise<string> {
    return this.ai.complete({
      instructions: 'Propose three questions the nurse should ask before the first visit.',
      prompt: JSON.stringify(patient),
    });
  }
}
