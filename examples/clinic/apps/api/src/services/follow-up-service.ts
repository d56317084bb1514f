import { redactText, requireAiConsent } from '@clinic/shared';
import type { AiGateway } from '@/ai/ai-gateway';
import { mailGeneratedLetter } from '@/messaging/mail';
import type { PatientRepository } from '@/repositories/patient-repository';

export class FollowUpService {
  constructor(
    private readonly patients: PatientRepository,
    private readonly ai: AiGateway,
  ) {}

  /** Consent is asked for, the notes are masked, and the letter says who wrote it. */
  async send(patientId: string, notes: string): Promise<void> {
    const patient = await this.patients.findById(patientId);
    requireAiConsent(patient);
    const letter = await this.ai.complete({
      instructions: 'Turn these notes into a letter to the patient, without a salutation.',
      prompt: redactText(notes),
    });
    await mailGeneratedLetter(patient.email, 'After your visit', `Dear ${patient.fullName},\n\n${letter}`);
  }
}
