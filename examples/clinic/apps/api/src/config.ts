import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().default(4000),
  CLINIC_NAME: z.string().default('City clinic'),
  OPENAI_API_KEY: z.string(),
  SUMMARY_MODEL: z.string().default('gpt-4.1-2025-04-14'),
  TWILIO_ACCOUNT: z.string(),
  TWILIO_TOKEN: z.string(),
  TEXT_MESSAGE_SENDER: z.string(),
  MAIL_SERVER: z.string(),
  MAIL_SENDER: z.email(),
});

const env = schema.parse(process.env);

export const config = {
  port: env.PORT,
  clinicName: env.CLINIC_NAME,
  openAiKey: env.OPENAI_API_KEY,
  summaryModel: env.SUMMARY_MODEL,
  twilioAccount: env.TWILIO_ACCOUNT,
  twilioToken: env.TWILIO_TOKEN,
  textMessageSender: env.TEXT_MESSAGE_SENDER,
  mailServer: env.MAIL_SERVER,
  mailSender: env.MAIL_SENDER,
};
