import { requireAiConsent } from '@clinic/shared';
import type { AiGateway } from '@/ai/ai-gateway';
import { sendTextMessage } from '@/messaging/text-messages';
import type { PatientRepository } from '@/repositories/patient-repository';

export class RecallService {
  constructor(
    private readonly patients: PatientRepository,
    private readonly ai: AiGateway,
  ) {}

  /** The patient agreed to AI, but the message does not say that AI wrote it. */
  async remind(patientId: string, reason: string): Promise<void> {
    const patient = await this.patients.findById(patientId);
    requireAiConsent(patient);
    const text = await this.ai.complete({
      instructions: 'Write a text message of at most 300 characters that invites to a check-up.',
      prompt: `Reason: ${reason}`,
    });
    await sendTextMessage(patient.phone, text);
  }
}
