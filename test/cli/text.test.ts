import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { consentFinding, FILES, FOUND, placeOf, run } from './fakes.ts';
import type { World } from './fakes.ts';

/** Compares with a stored text; `UPDATE_SNAPSHOTS=1` stores it anew. */
async function matches(name: string, text: string): Promise<void> {
  const file = new URL(`./snapshots/${name}.txt`, import.meta.url);
  if (process.env.UPDATE_SNAPSHOTS === '1') {
    await mkdir(new URL('./snapshots/', import.meta.url), { recursive: true });
    await writeFile(file, text);
  }
  assert.equal(text, await readFile(file, 'utf8'));
}

const bare = { path: [], nearMisses: [], fixes: [] };
/** What would change the colours, the place of the cursor or the order of letters. */
// eslint-disable-next-line no-control-regex -- this is what must not get through
const HOSTILE = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/;

const LONG = `const result = ${'a.b('.repeat(40)}ask(user.email)${')'.repeat(40)};`;

const MANY: World = {
  files: {
    ...FILES,
    'src/long.ts': `${LONG}\n`,
    'src/wide.ts': '// 氏名\nconst 名前 = "漢字"; ask(名前, {\n  a: 1,\n  b: 2,\n  c: 3,\n});\n',
    'src/hidden.ts':
      '// probity-ignore-next-line personal-data-without-consent -- agreed in the contract\nask(user.tel);\n',
  },
  findings: (texts) => [
    consentFinding(texts, { ...bare, place: placeOf(texts, 'src/long.ts', 'ask(user.email)'), atMost: 'warning' }),
    consentFinding(texts, {
      ...bare,
      place: placeOf(texts, 'src/wide.ts', 'ask(名前, {\n  a: 1,\n  b: 2,\n  c: 3,\n})'),
      atMost: 'info',
      confidence: 'low',
    }),
    consentFinding(texts, { ...bare, place: placeOf(texts, 'src/hidden.ts', 'ask(user.tel)') }),
  ],
  result: {
    aiCalls: [
      {
        sdk: 'openai',
        api: 'chat.completions.create',
        kind: 'chat',
        recipient: 'OpenAI',
        country: 'US',
        place: { path: 'src/ai.ts', start: 112, end: 190 },
        data: ['user.contact.email', 'user.health_and_medical'],
        consent: { status: 'partial', at: null },
        disclosure: { status: 'unknown', at: null },
      },
    ],
    unknowns: [
      { place: { path: 'src/ai.ts', start: 0, end: 3 }, reason: '`next`: the function called here could not be told' },
    ],
    problems: [{ path: 'src/long.ts', start: 5, end: 6, message: 'unexpected token' }],
  },
};

describe('text report', () => {
  it('shows a finding with the way of the data', async () => {
    await matches('finding', (await run(['check'], FOUND)).out);
  });

  it('falls back to ASCII where the terminal knows no more', async () => {
    const { out } = await run(['check'], { ...FOUND, ports: { env: { LC_ALL: 'C' } } });
    await matches('finding-ascii', out);
    assert.match(out, /^[\x20-\x7e\n]*$/);
  });

  it('cuts long lines, measures wide letters, groups by file', async () => {
    await matches('many', (await run(['check'], MANY)).out);
  });

  it('shows what is left out with --verbose', async () => {
    await matches('verbose', (await run(['check', '--verbose'], MANY)).out);
  });

  it('fits every line into the width', async () => {
    const stdout = (columns: number): NonNullable<World['ports']> => {
      let out = '';
      const write = (text: string): Promise<void> => {
        out += text;
        return Promise.resolve();
      };
      return {
        stdout: {
          isTTY: true,
          columns,
          write,
          get text() {
            return out;
          },
        } as never,
      };
    };
    for (const columns of [40, 60, 100]) {
      const ports = stdout(columns);
      await run(['check', '--no-color'], { ...FOUND, ports });
      const text = (ports.stdout as unknown as { text: string }).text;
      assert.ok(text.includes('chat.completions.create'));
      for (const line of text.split('\n')) assert.ok(line.length <= columns, `${String(columns)}: ${line}`);
    }
  });

  it('leaves out the middle of a long way, and never breaks a place', async () => {
    const folder = `src/${'a-rather-long-name/'.repeat(5)}`;
    const world: World = {
      files: { ...FILES, [`${folder}x.ts`]: 'user.email\n' },
      findings: (texts) => {
        const place = placeOf(texts, `${folder}x.ts`, 'user.email');
        const step = (n: number) => ({ kind: 'assign' as const, place, name: `step${String(n)}`, detail: '' });
        return [consentFinding(texts, { path: Array.from({ length: 20 }, (_, n) => step(n)), nearMisses: [] })];
      },
    };
    const { out } = await run(['check'], world);
    const shown = [...out.matchAll(/kept in `step(\d+)`/g)].map(([, n]) => Number(n));
    assert.deepEqual(shown, [0, 1, 2, 3, 13, 14, 15, 16, 17, 18, 19]);
    const [, left, fingerprint = ''] = /… (\d+) more steps; probity explain ([0-9a-f]{16}) shows them/.exec(out) ?? [];
    assert.equal(left, '9');
    assert.equal(out.split('\n').filter((line) => line.trim() === `${folder}x.ts:1:1`).length, 11);
    const whole = (await run(['explain', fingerprint], world)).out;
    assert.equal([...whole.matchAll(/kept in `step\d+`/g)].length, 20);
    assert.doesNotMatch(whole, /more steps/);
  });

  it('says in one line that nothing was found', async () => {
    assert.equal((await run(['check'])).out, '✔ No findings · 0 AI calls · 2 files (2 analysed) · 12 ms\n');
  });

  it('shows findings only with --quiet', async () => {
    assert.equal((await run(['check', '--quiet'])).out, '');
    const { out } = await run(['check', '--quiet'], FOUND);
    assert.match(out, /personal-data-without-consent/);
    assert.doesNotMatch(out, /AI calls/);
  });

  it('lets no text of the workspace reach the terminal as it is', async () => {
    const evil = '\u001B[2J\u001B]0;owned\u0007\u202Egnp\u200B\u009B31m';
    const path = `src/${evil}.ts`;
    const world: World = {
      files: { [path]: `ask("${evil}");\n` },
      findings: (texts) => {
        const place = placeOf(texts, path, `ask("${evil}")`);
        return [
          consentFinding(withFiles(texts), {
            place,
            sink: { sdk: 'x', api: evil, kind: 'chat', recipient: evil, country: 'US', place },
            data: [{ category: 'user.contact.email', label: evil, expression: evil, place, special: false }],
            path: [{ kind: 'source', place, name: evil, detail: 'user.contact.email' }],
            nearMisses: [{ reason: 'auth', place, snippet: evil, detail: evil }],
            fixes: [{ kind: 'redact', name: evil, safety: 'review', edits: [] }],
          }),
        ];
      },
      result: {
        unknowns: [{ place: { path, start: 0, end: 1 }, reason: evil }],
        problems: [{ path, start: 0, end: 1, message: evil }],
      },
    };
    const runs = [
      await run(['check', '--verbose'], world),
      await run(['check', '--format', 'json'], world),
      await run(['check', '--format', 'sarif'], world),
      await run(['check', evil], world),
      await run(['explain', evil], world),
      await run(['check'], { problems: [{ file: `/${evil}`, line: 1, column: 1, message: evil }] }),
      await run(['check'], { ports: { readCatalogue: () => Promise.reject(new Error(evil)) } }),
      await run([evil]),
      await run(['check', `--${evil}`]),
      await run(['check', '--format', evil]),
    ];
    for (const [i, { out, err }] of runs.entries()) {
      assert.ok(out !== '' || err !== '', `run ${String(i)} says something`);
      assert.doesNotMatch(out, HOSTILE, `output of run ${String(i)}`);
      assert.doesNotMatch(err, HOSTILE, `errors of run ${String(i)}`);
    }
    const id = /"fingerprint": "(\w+)"/.exec(runs[1]?.out ?? '')?.[1] ?? '';
    const full = await run(['explain', id], world);
    assert.equal(full.code, 0);
    assert.doesNotMatch(full.out, HOSTILE);
  });

  it('uses colour when asked, and only then', async () => {
    const colored = async (argv: readonly string[], env: Record<string, string>, isTTY = false): Promise<boolean> => {
      let out = '';
      const write = (text: string): Promise<void> => {
        out += text;
        return Promise.resolve();
      };
      await run(['check', ...argv], { ...FOUND, ports: { env, stdout: { isTTY, columns: 80, write } } });
      return out.includes('\u001B[');
    };
    assert.equal(await colored([], {}), false);
    assert.equal(await colored([], {}, true), true);
    assert.equal(await colored([], { NO_COLOR: '1' }, true), false);
    assert.equal(await colored([], { NO_COLOR: '' }, true), true);
    assert.equal(await colored([], { FORCE_COLOR: '1' }), true);
    assert.equal(await colored([], { FORCE_COLOR: '0' }, true), false);
    assert.equal(await colored([], { TERM: 'dumb' }, true), false);
    assert.equal(await colored(['--color'], { NO_COLOR: '1' }), true);
    assert.equal(await colored(['--no-color'], { FORCE_COLOR: '1' }, true), false);
  });
});

/** The files a finding of FILES points into, beside those of a world. */
function withFiles(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...Object.entries(FILES), ...texts]);
}
