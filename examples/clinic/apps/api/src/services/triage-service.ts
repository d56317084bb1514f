import { TRIAGE_INSTRUCTIONS, buildTriagePrompt, redactText, requireAiConsent, withoutIdentity } from '@clinic/shared';
import type { AiGateway } from '@/ai/ai-gateway';
import type { PatientRepository } from '@/repositories/patient-repository';

export type Urgency = 'urgent' | 'soon' | 'routine';

const LEVELS: Readonly<Record<string, Urgency>> = { urgent: 'urgent', soon: 'soon', routine: 'routine' };

export class TriageService {
  constructor(
    private readonly patients: PatientRepository,
    private readonly ai: AiGateway,
  ) {}

  /** Consent is asked for, and the text is masked on top of it. */
  async sort(patientId: string, symptoms: string): Promise<Urgency> {
    const patient = await this.patients.findById(patientId);
    requireAiConsent(patient);
    const { ageGroup } = withoutIdentity(patient);
    const answer = await this.ai.complete({
      instructions: TRIAGE_INSTRUCTIONS,
      prompt: buildTriagePrompt(redactText(symptoms), ageGroup),
    });
    return LEVELS[answer.trim().toLowerCase()] ?? 'routine';
  }
}
