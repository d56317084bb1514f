/**
 * One feature of a generated product: ten files that hand personal data to each other and, in the end, to a model. One
 * path in each feature has no consent check; the others are guarded in different ways. Features use each other's
 * types, helpers and gateways, so that none can be looked at alone.
 */
export interface FeatureNames {
  /** Number of the feature. */
  readonly n: number;
  /** Person the feature is about: `Patient`. */
  readonly person: string;
  /** Numbers of two earlier features it imports from (itself for the first ones). */
  readonly near: number;
  readonly far: number;
}

/** Files by name, without the filler. */
export function featureFiles({ n, person, near, far }: FeatureNames): Readonly<Record<string, string>> {
  const id = `${person}${String(n)}`;
  const low = id.charAt(0).toLowerCase() + id.slice(1);
  const at = (k: number, file: string): string => (k === n ? `./${file}` : `../feature-${String(k)}/${file}`);
  return {
    'types.ts': `export interface ${id} {
  id: string;
  fullName: string;
  email: string;
  phone: string;
  notes: string;
  aiConsent: boolean;
}

export interface ${id}Request {
  ${low}: ${id};
  question: string;
  createdAt: Date;
}
`,
    'repository.ts': `import type { ${id} } from './types';

const rows = new Map<string, ${id}>();

export async function find${id}(id: string): Promise<${id}> {
  const row = rows.get(id);
  if (!row) throw new Error('not found');
  return row;
}

export async function list${id}(): Promise<${id}[]> {
  return [...rows.values()];
}
`,
    'consent.ts': `import type { ${id} } from './types';

export const allowsAi${id} = (person: ${id}): boolean => person.aiConsent === true;

export function requireAiConsent${id}(person: ${id}): void {
  if (!allowsAi${id}(person)) throw new Error('AI consent required');
}
`,
    'redact.ts': `export function redact${id}(text: string): string {
  return text.replace(/[\\w.+-]+@[\\w-]+\\.[\\w.]+/g, '[email]').replace(/\\+?\\d[\\d ()-]{8,}/g, '[phone]');
}
`,
    'prompt.ts': `import { headline${String(far)} } from '${at(far, 'format')}';
import type { ${id}, ${id}Request } from './types';

export function describe${id}({ fullName, email, notes }: ${id}): string {
  return [headline${String(far)}(fullName), \`Contact: \${email}\`, notes].join('\\n');
}

export function prompt${id}(request: ${id}Request): string {
  return \`\${request.question}\\n\${describe${id}(request.${low})}\`;
}
`,
    'format.ts': `export function headline${String(n)}(text: string): string {
  return \`# \${text.trim()}\`;
}

export function shorten${String(n)}(text: string, length = 400): string {
  return text.length > length ? \`\${text.slice(0, length)}…\` : text;
}
`,
    'gateway.ts': `import OpenAI from 'openai';
import { shorten${String(near)} } from '${at(near, 'format')}';

const client = new OpenAI();

export interface Gateway${String(n)} {
  ask(prompt: string): Promise<string>;
}

export class OpenAiGateway${String(n)} implements Gateway${String(n)} {
  async ask(prompt: string): Promise<string> {
    const answer = await client.responses.create({
      model: 'gpt-4.1-2025-04-14',
      store: false,
      input: shorten${String(near)}(prompt, 4000),
    });
    return answer.output_text;
  }
}
`,
    'guarded.ts': `import type { Gateway${String(n)} } from './gateway';
import { allowsAi${id}, requireAiConsent${id} } from './consent';
import { describe${id}, prompt${id} } from './prompt';
import { redact${id} } from './redact';
import { find${id}, list${id} } from './repository';

export class Guarded${id}Service {
  constructor(private readonly gateway: Gateway${String(n)}) {}

  async answer(id: string, question: string): Promise<string> {
    const ${low} = await find${id}(id);
    requireAiConsent${id}(${low});
    return this.gateway.ask(prompt${id}({ ${low}, question, createdAt: new Date() }));
  }

  async digest(): Promise<string[]> {
    const people = (await list${id}()).filter(allowsAi${id});
    return Promise.all(people.map((person) => this.gateway.ask(describe${id}(person))));
  }

  async polish(text: string): Promise<string> {
    return this.gateway.ask(redact${id}(text));
  }
}
`,
    'open.ts': `import { OpenAiGateway${String(near)} } from '${at(near, 'gateway')}';
import type { ${id} } from './types';
import { prompt${id} } from './prompt';
import { find${id} } from './repository';

const gateway = new OpenAiGateway${String(near)}();

export async function handOver${id}(id: string, question: string): Promise<string> {
  const ${low}: ${id} = await find${id}(id);
  const prompt = prompt${id}({ ${low}, question, createdAt: new Date() });
  return gateway.ask(prompt);
}
`,
    'index.ts': `export { OpenAiGateway${String(n)} } from './gateway';
export { Guarded${id}Service } from './guarded';
export { handOver${id} } from './open';
export type { ${id}, ${id}Request } from './types';
`,
  };
}
