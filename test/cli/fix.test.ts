import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyFixes } from '../../server/cli/fix/apply-fixes.ts';
import type { Diagnostic, Fix, Problem } from '../../server/engine/explain/index.ts';
import { withFolder } from '../host/folder.ts';
import { run } from './fakes.ts';
import { program } from './program.ts';

interface Found {
  readonly findings: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** A check that finds each `x`, with a fix that makes it the given text; `!` is a fault of the code. */
function checking(
  texts: Readonly<Record<string, string>>,
  put: string,
  change: Partial<Fix> = {},
): { check: (overlay: ReadonlyMap<string, string>) => Promise<Found>; checksMade: () => number } {
  let checks = 0;
  const check = (overlay: ReadonlyMap<string, string>): Promise<Found> => {
    checks++;
    const now = new Map([...Object.entries(texts), ...overlay]);
    const places = (letter: RegExp): readonly { path: string; start: number; end: number }[] =>
      [...now].flatMap(([path, text]) =>
        [...text.matchAll(letter)].map(({ index }) => ({ path, start: index, end: index + 1 })),
      );
    const findings = places(/x/g).map((place) => {
      const edits = [{ ...place, text: put }];
      const fix: Fix = { kind: 'k', title: 't', safety: 'safe', edits, creates: [], ...change };
      return { place, fixes: [fix], suppressed: null } as unknown as Diagnostic;
    });
    return Promise.resolve({ findings, texts: now, problems: places(/!/g).map((p) => ({ ...p, message: 'fault' })) });
  };
  const checksMade = (): number => checks;
  return { check, checksMade };
}

const same = (found: Found): Found => found;

describe('fixes of a check', () => {
  it('are applied until nothing is left, those that touch each other one after the other', async () => {
    const { check, checksMade } = checking({ 'a.ts': 'x.xx', 'b.ts': 'none' }, 'o');
    const { changes, count, last } = await applyFixes(check, same);
    assert.deepEqual([...changes], [['a.ts', { before: 'x.xx', after: 'o.oo' }]]);
    assert.deepEqual([count, last.findings.length, checksMade()], [3, 0, 3]);
  });

  it('end where a fix calls for itself', async () => {
    const { check } = checking({ 'a.ts': 'x' }, 'ox');
    const { changes, last } = await applyFixes(check, same);
    assert.deepEqual([changes.get('a.ts')?.after, last.findings.length], [`${'o'.repeat(10)}x`, 1]);
  });

  it('leave a file alone that they would break, and fix the others', async () => {
    const { check } = checking({ 'a.ts': 'x' }, '!');
    const broken = await applyFixes(check, same);
    assert.deepEqual([broken.changes.size, broken.count, broken.last.findings.length], [0, 0, 1]);
    assert.deepEqual(broken.last.problems, []);
  });

  it('are not those that need a look, make files, or are suppressed', async () => {
    const holds = { key: 'consent', symbol: {} } as const;
    const created = { path: 'c.ts', text: '', holds, importers: [] };
    for (const change of [{ safety: 'review' }, { creates: [created] }] as const) {
      const { check } = checking({ 'a.ts': 'x' }, 'o', change);
      assert.equal((await applyFixes(check, same)).count, 0);
    }
    const { check } = checking({ 'a.ts': 'x' }, 'o');
    const suppressed = (found: Found): Found => ({
      ...found,
      findings: found.findings.map((finding) => ({ ...finding, suppressed: 'why' })),
    });
    assert.equal((await applyFixes(check, suppressed)).count, 0);
  });
});

const ROUTE = `import express from 'express';
import OpenAI from 'openai';
const app = express();
const openai = new OpenAI();
app.post('/joke', async (req, res) => {
  const answer = await openai.responses.create({ model: 'gpt-4o', input: 'Tell a joke' });
  res.json({ text: answer.output_text });
});
`;

describe('probity check --fix', () => {
  const files = { 'package.json': '{}', 'src/a.ts': ROUTE, 'src/b.ts': 'export {};\n' };

  it('writes what is fixed and reports what is left', async () => {
    await withFolder(files, async (cwd) => {
      const before = await program(['check', '--fail-on', 'warning'], { cwd });
      assert.equal(before.code, 1);
      assert.match(before.out, /1 finding can be fixed with --fix/);
      const { code, out, err } = await program(['check', '--fail-on', 'warning', '--fix'], { cwd });
      assert.deepEqual([code, err], [0, 'Fixed 1 finding in 1 file.\n']);
      assert.match(out, /^✔ No findings/);
      const fixed = readFileSync(join(cwd, 'src/a.ts'), 'utf8');
      assert.equal(fixed, ROUTE.replace('answer.output_text }', 'answer.output_text, aiGenerated: true }'));
      const again = await program(['check', '--fix'], { cwd });
      assert.equal(again.err, 'Fixed nothing.\n');
    });
  });

  it('prints a dry run as a diff that git takes, and changes nothing', async () => {
    await withFolder(files, async (cwd) => {
      const { code, out, err } = await program(['check', '--fix-dry-run'], { cwd });
      assert.equal(code, 0);
      assert.match(err, /^Would fix 1 finding in 1 file\.\n✔ No findings/);
      assert.equal(readFileSync(join(cwd, 'src/a.ts'), 'utf8'), ROUTE);
      writeFileSync(join(cwd, 'fix.patch'), out);
      execFileSync('git', ['init', '--quiet'], { cwd });
      execFileSync('git', ['apply', 'fix.patch'], { cwd });
      assert.match(readFileSync(join(cwd, 'src/a.ts'), 'utf8'), /aiGenerated: true/);
    });
  });

  it('leaves alone what the baseline knows', async () => {
    await withFolder(files, async (cwd) => {
      await program(['check', '--baseline', 'known.json', '--update-baseline'], { cwd });
      const { err } = await program(['check', '--baseline', 'known.json', '--fix'], { cwd });
      assert.equal(err, 'Fixed nothing.\n');
      assert.equal(readFileSync(join(cwd, 'src/a.ts'), 'utf8'), ROUTE);
    });
  });

  it('does not go with what it cannot do', async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['--fix', '--stdin', '--stdin-filename', 'a.ts'], /standard input cannot be fixed/],
      [['--fix-dry-run', '--format', 'json'], /give the report a file: --format json=FILE/],
      [['--fix-dry-run', '--baseline', 'b.json', '--update-baseline'], /--fix-dry-run writes nothing/],
    ];
    for (const [argv, message] of wrong) {
      const { code, err } = await run(['check', ...argv]);
      assert.equal(code, 2);
      assert.match(err, message);
    }
  });
});
