import { buildSummaryPrompt } from '@clinic/shared';
import type { VisitWithPatient } from '@clinic/shared';
import type { AiGateway } from '@/ai/ai-gateway';

export class VisitSummaryService {
  constructor(private readonly ai: AiGateway) {}

  /** Callers see to consent. */
  async summarise(visit: VisitWithPatient): Promise<string> {
    return this.ai.complete({ prompt: buildSummaryPrompt(visit) });
  }
}
