import OpenAI from 'openai';
import type { AiGateway, CompletionRequest } from '@/ai/ai-gateway';
import { config } from '@/config';

export class OpenAiGateway implements AiGateway {
  private readonly client = new OpenAI({ apiKey: config.openAiKey });

  async complete({ instructions = '', prompt }: CompletionRequest): Promise<string> {
    const completion = await this.client.chat.completions.create({
      model: config.summaryModel,
      store: false,
      messages: [
        { role: 'system', content: instructions },
        { role: 'user', content: prompt },
      ],
    });
    return completion.choices[0]?.message.content ?? '';
  }
}
