import assert from 'node:assert/strict';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { markOf, matched } from '../../server/cli/baseline/index.ts';
import type { FindingMark } from '../../server/cli/baseline/mark.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

type Texts = Readonly<Record<string, string>>;

const CLIENT = `import OpenAI from 'openai';

export const client = new OpenAI();
`;

const SUMMARY = `import { client } from './client';
import type { Patient } from './types';

const MODEL = 'gpt-4o-2024-08-06';

export async function summarise(patient: Patient): Promise<string> {
  const answer = await client.responses.create({ model: MODEL, input: patient.diagnosis });
  return answer.output_text;
}

export async function remind(patient: Patient): Promise<string> {
  const letter = await client.responses.create({ model: MODEL, input: patient.email });
  const text = await client.responses.create({ model: MODEL, input: patient.email });
  return letter.output_text + text.output_text;
}

export class Notes {
  async write(patient: Patient): Promise<void> {
    await client.responses.create({ model: MODEL, input: JSON.stringify({ name: patient.fullName }) });
  }
}
`;

const TYPES = `export interface Patient {
  id: string;
  fullName: string;
  email: string;
  diagnosis: string;
  hasConsent: boolean;
}
`;

const BASE: Texts = { 'src/client.ts': CLIENT, 'src/summary.ts': SUMMARY, 'src/types.ts': TYPES };

async function marksOf(texts: Texts): Promise<readonly FindingMark[]> {
  const workspace = createWorkspace(await testExtractor());
  workspace.apply({
    texts: new Map(Object.entries(texts)),
    catalogue: await testCatalogue(),
    settings: { severities: {}, freeText: 'off' },
  });
  const { diagnostics, problems } = workspace.check();
  assert.deepEqual(problems, []);
  return diagnostics
    .filter(({ rule }) => rule === 'personal-data-without-consent')
    .map((diagnostic) => markOf(diagnostic, (path) => texts[path]));
}

/** How many findings are gone and added after an edit, and on which lines the added ones stand. */
async function after(texts: Texts): Promise<{ gone: number; added: readonly FindingMark[]; found: number }> {
  const old = await marksOf(BASE);
  const now = await marksOf(texts);
  const { gone, added } = matched(old, new Map(now.map((mark) => [mark, mark])));
  return { gone: gone.length, added, found: now.length };
}

/** The base with a change in the summary. */
const edited = (from: string | RegExp, to: string): Texts => {
  const text = SUMMARY.replace(from, to);
  assert.notEqual(text, SUMMARY);
  return { ...BASE, 'src/summary.ts': text };
};

const everywhere = (change: (text: string) => string): Texts =>
  Object.fromEntries(Object.entries(BASE).map(([path, text]) => [path, change(text)]));

const [, SUMMARISE = '', REMIND = '', NOTES = ''] = SUMMARY.split(/\n\n(?=export)/);
const [HEAD = ''] = SUMMARY.split(/\n\n(?=export)/);

const UNRELATED: readonly (readonly [string, Texts])[] = [
  ['lines above', edited(/^/, '\n\n\n')],
  ['a comment at the top', edited(/^/, '/* Letters and summaries. */\n')],
  ['a comment on the line before', edited('  const letter', '  // by post\n  const letter')],
  ['another import', edited(/^/, "import fs from 'node:fs';\n")],
  [
    'another function above',
    edited('export async function summarise', 'const twice = (n: number) => n * 2;\n\nexport async function summarise'),
  ],
  ['another function at the end', edited(/$/, '\nexport const twice = (n: number): number => n * 2;\n')],
  [
    'functions in another order',
    { ...BASE, 'src/summary.ts': [HEAD, NOTES.trimEnd(), REMIND, SUMMARISE, ''].join('\n\n') },
  ],
  ['a renamed file', { 'src/client.ts': CLIENT, 'src/types.ts': TYPES, 'src/letters.ts': SUMMARY }],
  [
    'a moved folder',
    Object.fromEntries(Object.entries(BASE).map(([path, text]) => [path.replace('src', 'lib/ai'), text])),
  ],
  [
    'calls over several lines',
    edited(/create\(\{ model: MODEL, input: (.*) \}\);/g, 'create({\n    model: MODEL,\n    input: $1,\n  });'),
  ],
  ['tabs', everywhere((text) => text.replace(/^(?: {2})+/gm, (lead) => '\t'.repeat(lead.length / 2)))],
  ['CRLF', everywhere((text) => text.replace(/\n/g, '\r\n'))],
  ['a byte order mark', everywhere((text) => `\uFEFF${text}`)],
  ['double quotes', everywhere((text) => text.replace(/'/g, '"'))],
  ['no semicolons', everywhere((text) => text.replace(/;$/gm, ''))],
  ['another field', { ...BASE, 'src/types.ts': TYPES.replace('id: string;', 'id: string;\n  room: number;') }],
  ['another model', edited('gpt-4o-2024-08-06', 'gpt-4.1-2025-04-14')],
  ['a log before', edited('  const answer', "  console.log('asking');\n  const answer")],
  ['a try around', edited(/( {2}const answer[^]*?output_text;)/, '  try {\n  $1\n  } catch {\n    return "";\n  }')],
  ['a renamed local', edited(/\banswer\b/g, 'reply')],
  ['another option', edited('input: patient.diagnosis }', 'input: patient.diagnosis, temperature: 0 }')],
  ['a renamed function', edited('function summarise(', 'function shorten(')],
  ['another file', { ...BASE, 'src/other.ts': 'export const other = 1;\n' }],
  [
    'a guarded call',
    edited(
      /$/,
      '\nexport const ask = async (p: Patient) => {\n  if (!p.hasConsent) return;\n  await client.responses.create({ model: MODEL, input: p.email });\n};\n',
    ),
  ],
];

describe('a baseline', () => {
  it('holds four findings, two of which are equal', async () => {
    const marks = await marksOf(BASE);
    assert.equal(marks.length, 4);
    assert.equal(new Set(marks.map(({ identity }) => identity)).size, 3);
  });

  for (const [name, texts] of UNRELATED) {
    it(`survives ${name}`, async () => {
      assert.deepEqual(await after(texts), { gone: 0, added: [], found: 4 });
    });
  }

  it('tells a new finding that is equal to old ones and stands above them', async () => {
    const line = '  await client.responses.create({ model: MODEL, input: patient.email });\n';
    const texts = edited('  const letter', `${line}  const letter`);
    const { gone, added, found } = await after(texts);
    assert.deepEqual([gone, added.length, found], [0, 1, 5]);
    const marks = await marksOf(texts);
    assert.deepEqual(added[0], marks.filter(({ identity }) => identity === added[0]?.identity)[0], 'it is the first');
  });

  it('tells a new finding between equal ones, in another function, and in another file', async () => {
    const line = '  await client.responses.create({ model: MODEL, input: patient.email });\n';
    const between = await after(edited('  const text', `${line}  const text`));
    assert.deepEqual([between.gone, between.added.length, between.found], [0, 1, 5]);
    const other = await after(edited('  return answer', `${line}  return answer`));
    assert.deepEqual([other.gone, other.added.length, other.found], [0, 1, 5]);
    const copy = await after({ ...BASE, 'src/copy.ts': SUMMARY });
    assert.deepEqual([copy.gone, copy.added.length, copy.found], [0, 4, 8]);
    assert.deepEqual(new Set(copy.added.map(({ file }) => file)), new Set(['src/copy.ts']));
  });

  it('tells what is gone, and does not take what comes elsewhere for it', async () => {
    const guard = "  if (!patient.hasConsent) throw new Error('no consent');\n";
    const settled = await after(edited('  const answer', `${guard}  const answer`));
    assert.deepEqual([settled.gone, settled.added.length, settled.found], [1, 0, 3]);
    const swapped = edited('  const answer', `${guard}  const answer`)['src/summary.ts'] ?? '';
    const elsewhere = await after({
      ...BASE,
      'src/summary.ts': `${swapped}\nexport const send = (p: Patient) => client.responses.create({ model: MODEL, input: p.fullName });\n`,
    });
    assert.deepEqual([elsewhere.gone, elsewhere.added.length, elsewhere.found], [1, 1, 4]);
  });
});
