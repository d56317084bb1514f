import { openai } from '@ai-sdk/openai';
import { generateText } from 'ai';
import { currentPatient } from '~/lib/session';

export async function POST(): Promise<Response> {
  const patient = await currentPatient();
  // Agreed to newsletters; nobody asked about AI.
  if (!patient?.marketingConsent) return Response.json({ sent: false });

  const { text } = await generateText({
    model: openai('gpt-4.1-2025-04-14'),
    prompt: `Write a friendly check-up reminder for ${patient.fullName}, who has ${patient.diagnoses.join(' and ')}.`,
  });
  return Response.json({ sent: true, text });
}
