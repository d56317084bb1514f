'use server';

import { openai } from '@ai-sdk/openai';
import { redactText } from '@clinic/shared';
import { generateText } from 'ai';
import { withAiConsent } from '~/lib/with-ai-consent';

export interface LetterState {
  text: string;
  generatedByAi: boolean;
}

/** Polishes a patient's letter: behind the consent wrapper, and masked. */
export const polishLetter = withAiConsent(async (_patient, form: FormData): Promise<LetterState> => {
  const { text } = await generateText({
    model: openai('gpt-4.1-2025-04-14'),
    prompt: `Make this letter clear and polite:\n${redactText(String(form.get('letter')))}`,
  });
  return { text, generatedByAi: true };
});
