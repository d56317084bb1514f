import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().default(4000),
  OPENAI_API_KEY: z.string(),
  SUMMARY_MODEL: z.string().default('gpt-4.1-2025-04-14'),
});

const env = schema.parse(process.env);

export const config = {
  port: env.PORT,
  openAiKey: env.OPENAI_API_KEY,
  summaryModel: env.SUMMARY_MODEL,
};
