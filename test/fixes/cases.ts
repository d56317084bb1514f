/** A product with one finding that a kind of fix settles, written plainly: single quotes, semicolons, two spaces. */
export interface FixCase {
  readonly kind: string;
  readonly rule: string;
  /** Path of the file that is fixed. */
  readonly path: string;
  readonly text: string;
  /** What the fix has to make known in the file. */
  readonly needs?: string;
}

const CONSENT = 'personal-data-without-consent';
const DISCLOSURE = 'undisclosed-generated-content';

const ASK = `import OpenAI from 'openai';

const openai = new OpenAI();

export async function ask(user) {
  const name = 'app';
  return openai.responses.create({ model: name, store: false, input: user.email });
}
`;

const HANDLER = `import express from 'express';
import OpenAI from 'openai';

const app = express();
const openai = new OpenAI();

app.post('/ask', async (req, res) => {
  const answer = await openai.responses.create({ model: 'm', store: false, input: req.body.email });
  res.json({ ok: answer.id });
});
`;

const ROUTE = `import { openai } from '@ai-sdk/openai';
import { generateText } from 'ai';

export async function POST() {
  const { text } = await generateText({ model: openai('gpt-5'), prompt: 'A tip for today' });
  return Response.json({ text });
}
`;

const PAGE = `import { openai } from '@ai-sdk/openai';
import { generateText } from 'ai';

export default async function Page() {
  const { text } = await generateText({ model: openai('gpt-5'), prompt: 'A tip for today' });
  return (
    <main>
      <p>{text}</p>
    </main>
  );
}
`;

const MAIL = `import { openai } from '@ai-sdk/openai';
import { generateText } from 'ai';
import nodemailer from 'nodemailer';

const transport = nodemailer.createTransport({});

export async function remind(to) {
  const { text } = await generateText({ model: openai('gpt-5'), prompt: 'A reminder' });
  await transport.sendMail({ to, subject: 'Your visit', text });
}
`;

const OBJECT = ASK.replace('input: user.email', 'input: JSON.stringify({ id: user.id, email: user.email })');

const RECORD = ASK.replace('ask(user)', 'ask(user: { id: number; email: string })').replace(
  'input: user.email',
  'input: JSON.stringify(user)',
);

/** One for each kind of fix. */
export const CASES: readonly FixCase[] = [
  { kind: 'insert-guard', rule: CONSENT, path: 'src/ask.ts', text: ASK, needs: 'requireConsent' },
  { kind: 'insert-return', rule: CONSENT, path: 'src/app.ts', text: HANDLER, needs: 'hasConsent' },
  { kind: 'redact', rule: CONSENT, path: 'src/ask.ts', text: ASK, needs: 'redactPersonalData' },
  { kind: 'drop-field', rule: CONSENT, path: 'src/ask.ts', text: OBJECT },
  { kind: 'pick-fields', rule: 'whole-record-to-model', path: 'src/ask.ts', text: RECORD },
  { kind: 'declare-lawful-basis', rule: CONSENT, path: 'src/ask.ts', text: ASK },
  { kind: 'suppress', rule: CONSENT, path: 'src/ask.ts', text: ASK },
  { kind: 'add-field', rule: DISCLOSURE, path: 'app/tip/route.ts', text: ROUTE },
  { kind: 'add-header', rule: DISCLOSURE, path: 'app/tip/route.ts', text: ROUTE },
  { kind: 'insert-notice', rule: DISCLOSURE, path: 'app/page.tsx', text: PAGE, needs: 'AiNotice' },
  { kind: 'insert-sentence', rule: DISCLOSURE, path: 'app/page.tsx', text: PAGE },
  { kind: 'append-statement', rule: 'undisclosed-ai-message', path: 'src/mail.ts', text: MAIL },
];
