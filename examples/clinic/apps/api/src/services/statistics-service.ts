import type { AiGateway } from '@/ai/ai-gateway';
import type { AppointmentRepository } from '@/repositories/appointment-repository';

export class StatisticsService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly ai: AiGateway,
  ) {}

  /** Counts only: nothing here is about a person. */
  async commentOnWeek(since: Date): Promise<string> {
    const missed = new Map<string, number>();
    for (const { department, attended } of await this.appointments.findSince(since)) {
      if (!attended) missed.set(department, (missed.get(department) ?? 0) + 1);
    }
    const lines = [...missed].map(([department, count]) => `${department}: ${count} missed`);
    return this.ai.complete({ prompt: `Comment on these numbers in two sentences.\n${lines.join('\n')}` });
  }
}
