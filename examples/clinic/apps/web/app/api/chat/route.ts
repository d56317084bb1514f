import { openai } from '@ai-sdk/openai';
import { convertToModelMessages, streamText } from 'ai';
import { currentPatient } from '~/lib/session';

export async function POST(request: Request): Promise<Response> {
  const { messages } = await request.json();
  const patient = await currentPatient();
  if (!patient?.aiProcessingConsent) return Response.json({ error: 'AI consent required' }, { status: 403 });

  const result = streamText({
    model: openai('gpt-4.1-2025-04-14'),
    system: `You answer questions about opening hours and preparation for visits. Allergies: ${patient.allergies.join(', ')}`,
    messages: await convertToModelMessages(messages),
  });
  return result.toUIMessageStreamResponse({ headers: { 'X-Generated-By': 'AI' } });
}
