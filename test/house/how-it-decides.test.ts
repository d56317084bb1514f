import assert from 'node:assert/strict';
import { createWorkspace, type Workspace } from '../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';
import { read } from './files.ts';

const RULE = 'personal-data-without-consent';

/** Types and the call that stand before every example. */
const BEFORE = `import OpenAI from 'openai';
interface Person { id: string; email: string; aiConsent: boolean; marketingConsent: boolean }
const openai = new OpenAI();
function ask(person: Person) { return openai.responses.create({ model: 'm', store: false, input: person.email }); }
`;

/** What counts: how the row of the page begins, and code in which the call is guarded so. */
const COUNTS: Readonly<Record<string, string>> = {
  '`if (!user.aiConsent) return`': 'export function f(user: Person) { if (!user.aiConsent) return; return ask(user); }',
  '`requireConsent(user)` that throws': `function requireConsent(user: Person) { if (!user.aiConsent) throw new Error('no'); }
export function f(user: Person) { requireConsent(user); return ask(user); }`,
  '`const ok = hasConsent(user)': `const hasConsent = (user: Person) => user.aiConsent;
export function f(user: Person) { const ok = hasConsent(user); if (ok) return ask(user); }`,
  '`users.filter(':
    'export const f = (users: Person[]) => users.filter((user) => user.aiConsent).map((user) => ask(user));',
  '`where: { aiConsent: true }`': `import { PrismaClient } from '@prisma/client';
const db = new PrismaClient();
export async function f() { for (const user of await db.user.findMany({ where: { aiConsent: true } })) await ask(user); }`,
  'middleware, decorators, wrappers': `import express from 'express';
const app = express();
const requireConsent = (req, res, next) => { if (!req.user.aiConsent) return res.sendStatus(403); next(); };
app.post('/ask', requireConsent, (req, res) => ask(req.user));`,
  'the same in every caller': `export const f = (user: Person) => user.aiConsent && ask(user);
export const g = (user: Person) => (user.aiConsent ? ask(user) : null);`,
};

/** What looks like it, and how the finding says that it was seen. */
const DOES_NOT: Readonly<Record<string, readonly [code: string, told: RegExp]>> = {
  'the wrong branch': [
    'export function f(users: Person[]) { for (const user of users) { if (user.aiConsent) continue; ask(user); } }',
    /on the branch where consent was not given/,
  ],
  'a check after the call': [
    "export function f(user: Person) { ask(user); if (!user.aiConsent) throw new Error('no'); }",
    /stands after the call/,
  ],
  'where that is a promise': [
    `async function hasConsent(user: Person) { return user.aiConsent; }
export function f(user: Person) { if (hasConsent(user)) return ask(user); }`,
    /the promise is not awaited/,
  ],
  '`|| true`': ['export function f(user: Person) { if (user.aiConsent || true) return ask(user); }', /is a constant/],
  'consent to cookies': [
    'export function f(user: Person) { if (user.marketingConsent) return ask(user); }',
    /this consent is for `marketing`/,
  ],
  'a feature flag': [
    "export function f(user: Person) { if (process.env['AI_ENABLED']) return ask(user); }",
    /a feature flag or setting of the product/,
  ],
  'a check in the page': [
    `import express from 'express';
const app = express();
app.post('/ask', (req, res) => ask(req.body.user));`,
    /^$/,
  ],
  'consent of another person': [
    `export function f(patient: Person, doctor: Person) {
  if (!doctor.aiConsent) return;
  return openai.responses.create({ model: 'm', store: false, input: patient.email });
}
export const g = (user: Person) => user.aiConsent && ask(user);`,
    /consent of `doctor`, data of `patient`/,
  ],
};

/** Rows of the table under a head. */
function rowsUnder(head: string): readonly string[] {
  const lines = read('docs/how-it-decides.md').split('\n');
  const at = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const end = lines.findIndex((line, i) => i > at && line === '');
  return lines.slice(at + 2, end).map((line) => line.slice(2).replaceAll('\\|', '|'));
}

describe('the page on how it decides', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = createWorkspace(await testExtractor());
    workspace.apply({ catalogue: await testCatalogue() });
  });

  const found = (code: string) => {
    workspace.apply({ texts: new Map([['a.ts', BEFORE + code]]) });
    return workspace.check().diagnostics.filter(({ rule }) => rule === RULE);
  };

  it('says what counts, and it does', () => {
    const rows = rowsUnder('Counts');
    assert.equal(rows.length, Object.keys(COUNTS).length);
    for (const [row, code] of Object.entries(COUNTS)) {
      assert.ok(
        rows.some((line) => line.startsWith(row)),
        row,
      );
      assert.deepEqual(
        found(code).map(({ message }) => message),
        [],
        row,
      );
    }
  });

  it('says what does not, and the finding tells why', () => {
    const rows = rowsUnder('Does not count');
    assert.equal(rows.length, Object.keys(DOES_NOT).length);
    for (const [row, [code, told]] of Object.entries(DOES_NOT)) {
      assert.ok(
        rows.some((line) => line.includes(row)),
        row,
      );
      const notes = found(code).map(({ related }) => related.map(({ note }) => note).join(' '));
      assert.equal(notes.length, 1, `${row}: ${JSON.stringify(notes)}`);
      assert.match(notes[0] ?? '', told, row);
    }
  });
});
