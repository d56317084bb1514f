import assert from 'node:assert/strict';
import { consentFinding, FILES, run } from './fakes.ts';
import type { World } from './fakes.ts';

const RULE = 'personal-data-without-consent';

/** The files with a comment above the first line. */
function world(comment: string): World {
  const files = { ...FILES, 'src/summary.ts': `// probity-ignore-file ${comment}\n${FILES['src/summary.ts'] ?? ''}` };
  return { files, findings: (texts) => [consentFinding(texts)] };
}

describe('probity suppressions', () => {
  it('lists what hides findings, why, by whom and until when', async () => {
    const of = world(`${RULE} owner=@billing until=2026-12-31 -- staff accounts only`);
    const { code, out } = await run(['suppressions'], of);
    assert.equal(code, 0);
    assert.equal(
      out,
      `src/summary.ts
     1  ${RULE}  staff accounts only
        covers the file · owner @billing · until 2026-12-31 · hides 1 finding

1 suppression: 1 used
`,
    );
  });

  it('says which have ended, cover nothing, or cannot be understood', async () => {
    const line = async (comment: string, ...argv: readonly string[]): Promise<string> =>
      (await run(['suppressions', ...argv], world(comment))).out.split('\n')[2]?.trim() ?? '';
    const until = `${RULE} until=2026-06-30 -- why`;
    assert.match(await line(until), /ended; 1 finding told again$/);
    assert.match(await line(until, '--as-of', '2026-06-30'), /hides 1 finding$/);
    assert.match(await line('unpinned-model -- why'), /hides nothing; it can go$/);
    assert.match(await line(RULE), /cannot be understood; hides nothing$/);
  });

  it('says so where there are none', async () => {
    assert.equal((await run(['suppressions'])).out, 'No suppressions.\n');
  });

  it('lists the same as JSON', async () => {
    const { out } = await run(['suppressions', '--format', 'json'], world(`${RULE} -- why`));
    assert.deepEqual(JSON.parse(out), {
      version: 1,
      suppressions: [
        {
          file: 'src/summary.ts',
          line: 1,
          column: 1,
          scope: 'file',
          rules: [RULE],
          reason: 'why',
          owner: null,
          until: null,
          state: 'used',
          covers: 1,
        },
      ],
    });
  });
});

describe('suppressions in a check', () => {
  it('hide findings until they end', async () => {
    const of = world(`${RULE} until=2026-11-25 -- why`);
    assert.equal((await run(['check'], of)).code, 1);
    assert.equal((await run(['check', '--as-of', '2026-11-25'], of)).code, 0);
  });
});
