import type { AiGateway } from '@/ai/ai-gateway';
import type { PatientRepository } from '@/repositories/patient-repository';

export class InvoiceService {
  constructor(
    private readonly patients: PatientRepository,
    private readonly ai: AiGateway,
  ) {}

  // @lawful-basis contract -- the invoice is part of what the patient ordered; agreed with the data protection officer
  async addressBlock(patientId: string): Promise<string> {
    const { fullName, address } = await this.patients.findById(patientId);
    return this.ai.complete({
      instructions: 'Format this as a postal address block of the country it lies in.',
      prompt: `${fullName}\n${address}`,
    });
  }
}
