import { buildReferralPrompt } from '@clinic/shared';
import type { AiGateway } from '@/ai/ai-gateway';
import type { PatientRepository } from '@/repositories/patient-repository';
import type { VisitRepository } from '@/repositories/visit-repository';

export class ReferralService {
  constructor(
    private readonly patients: PatientRepository,
    private readonly visits: VisitRepository,
    private readonly ai: AiGateway,
  ) {}

  async draft(patientId: string, specialty: string): Promise<string> {
    const [patient, visits] = await Promise.all([
      this.patients.findById(patientId),
      this.visits.findByPatient(patientId),
    ]);
    const prompt = buildReferralPrompt(patient, visits, specialty);
    return this.ai.complete({ prompt });
  }
}
