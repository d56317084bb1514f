import twilio from 'twilio';
import { config } from '@/config';

const client = twilio(config.twilioAccount, config.twilioToken);

export async function sendTextMessage(to: string, body: string): Promise<void> {
  await client.messages.create({ to, from: config.textMessageSender, body });
}
