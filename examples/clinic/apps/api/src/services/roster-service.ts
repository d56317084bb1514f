import type { AiGateway } from '@/ai/ai-gateway';
import { config } from '@/config';

export interface Doctor {
  fullName: string;
  shifts: string[];
}

export class RosterService {
  constructor(private readonly ai: AiGateway) {}

  async explain(doctor: Doctor): Promise<string> {
    const prompt = `Explain the shifts ${doctor.shifts.join(', ')} to ${doctor.fullName} at ${config.clinicName}.`;
    return this.ai.complete({ prompt });
  }
}
