import assert from 'node:assert/strict';
import { explainContext, explainFindings } from '../../server/engine/explain/index.ts';
import type { Diagnostic, Directive, ExplainSettings } from '../../server/engine/explain/index.ts';
import { emptyCatalogue } from '../cli/fakes.ts';
import { finding } from './finding.ts';

const RULE = 'personal-data-without-consent';

/** Findings stand where `ask` stands; directives are `// probity-…` comments. */
function check(
  text: string,
  settings: Partial<ExplainSettings> = {},
  rules: readonly string[] = [RULE],
): readonly Diagnostic[] {
  return explained(text, settings, rules).diagnostics;
}

function explained(
  text: string,
  settings: Partial<ExplainSettings> = {},
  rules: readonly string[] = [RULE],
): ReturnType<typeof explainFindings> {
  const directives = [...text.matchAll(/\/\/ probity-(\S+) ?(.*)/g)].map((match): Directive => {
    const end = match.index + match[0].length;
    const next = text.slice(end).search(/\S/);
    return {
      kind: match[1] ?? '',
      text: match[2] ?? '',
      start: match.index,
      end,
      target: next < 0 ? text.length : end + next,
    };
  });
  const findings = [...text.matchAll(/ask/g)].flatMap(({ index }) =>
    rules.map((rule) => finding({ rule, place: { path: 'a.ts', start: index, end: index + 3 } })),
  );
  const context = explainContext(emptyCatalogue(), { severities: {}, freeText: 'off', ...settings });
  return explainFindings(findings, [{ path: 'a.ts', text, directives }], context);
}

const reasons = (text: string): (string | null)[] =>
  check(text)
    .filter((diagnostic) => diagnostic.rule === RULE)
    .map((diagnostic) => diagnostic.suppressed);

const complaints = (text: string, settings: Partial<ExplainSettings> = {}): string[] =>
  check(text, settings)
    .filter((diagnostic) => diagnostic.rule === 'suppression')
    .map((diagnostic) => `${diagnostic.severity}: ${diagnostic.message}`);

describe('explain: suppressions', () => {
  it('cover the next line, the line, or the file, with their reason', () => {
    assert.deepEqual(reasons(`// probity-ignore-next-line ${RULE} -- by contract\nask\nask\n`), ['by contract', null]);
    assert.deepEqual(reasons(`ask // probity-ignore-line ${RULE} -- by contract\nask\n`), ['by contract', null]);
    assert.deepEqual(reasons(`// probity-ignore-file ${RULE} -- a test\nask\n\nask\n`), ['a test', 'a test']);
    assert.deepEqual(reasons(`ask\n`), [null]);
  });

  it('reach over blank lines and other comments to the next code', () => {
    assert.deepEqual(reasons(`// probity-ignore-next-line ${RULE} -- why\r\n\r\nask\r\nask\r\n`), ['why', null]);
  });

  it('name several rules, and cover no other', () => {
    const text = `// probity-ignore-next-line unpinned-model, ${RULE} -- why\nask\n`;
    const both = check(text, {}, [RULE, 'unpinned-model']);
    assert.deepEqual(
      both.map((diagnostic) => diagnostic.suppressed),
      ['why', 'why'],
    );
    const other = check(`// probity-ignore-next-line unpinned-model -- why\nask\n`, {}, [RULE, 'unpinned-model']);
    assert.deepEqual(
      other.map((diagnostic) => [diagnostic.rule, diagnostic.suppressed]),
      [
        [RULE, null],
        ['unpinned-model', 'why'],
      ],
    );
  });

  it('need a reason', () => {
    for (const text of [RULE, `${RULE} --`, `${RULE} --   `, `${RULE} because`]) {
      const found = check(`// probity-ignore-next-line ${text}\nask\n`);
      assert.equal(found.find((diagnostic) => diagnostic.rule === RULE)?.suppressed, null, text);
      assert.ok(
        found.some((diagnostic) => diagnostic.message.includes('gives no reason')),
        text,
      );
    }
    assert.deepEqual(complaints(`// probity-ignore-next-line ${RULE} -- a -- b\nask\n`), []);
  });

  it('must name a known rule', () => {
    assert.deepEqual(complaints(`// probity-ignore-next-line personal-data-without-concent -- why\nask\n`), [
      `warning: This suppression names \`personal-data-without-concent\`, which is not a rule; did you mean \`${RULE}\`?`,
    ]);
    assert.deepEqual(complaints(`// probity-ignore-file -- why\nask\n`), [
      'warning: This suppression names no rule; it suppresses nothing',
    ]);
  });

  it('are told when they cover nothing', () => {
    assert.deepEqual(complaints(`// probity-ignore-next-line ${RULE} -- why\nx\nask\n`), [
      `info: This suppression of \`${RULE}\` covers no finding; it can go`,
    ]);
    assert.deepEqual(complaints(`// probity-ignore-next-line ${RULE}, unpinned-model -- why\nask\n`), [
      'info: This suppression of `unpinned-model` covers no finding; it can go',
    ]);
    assert.deepEqual(
      complaints(`// probity-ignore-next-line ${RULE} -- why\nx\n`, { severities: { [RULE]: 'off' } }),
      [],
    );
  });

  it('can be left unjudged', () => {
    const text = `// probity-ignore-next-line nope\nask\n`;
    assert.equal(complaints(text).length, 2);
    assert.deepEqual(complaints(text, { severities: { suppression: 'off' } }), []);
    assert.deepEqual(
      check(text, { severities: { suppression: 'error' } }).map((diagnostic) => diagnostic.severity),
      ['error', 'error', 'error'],
    );
  });

  it('leave other comments to the linter alone', () => {
    assert.deepEqual(complaints('// probity-lawful-basis contract -- x\nask\n'), []);
  });

  it('have fingerprints of their own that do not move', () => {
    const text = `// probity-ignore-line nope -- a\n// probity-ignore-line nope -- a\nask\n`;
    const prints = check(text).map((diagnostic) => diagnostic.fingerprint);
    assert.equal(new Set(prints).size, prints.length);
    assert.deepEqual(
      check(`\n\n${text}`).map((diagnostic) => diagnostic.fingerprint),
      prints,
    );
  });

  it('keep the order of the file', () => {
    const starts = check(`ask\n// probity-ignore-line nope -- a\nask\n`).map((diagnostic) => diagnostic.place.start);
    assert.deepEqual(starts, [0, 4, 37]);
  });

  describe('with an owner and a last day', () => {
    const on = (asOf: string, comment: string): readonly string[] => [
      ...check(`// probity-ignore-next-line ${comment}\nask\n`, { asOf })
        .filter(({ rule, suppressed }) => rule === 'suppression' || suppressed === null)
        .map(({ rule, message }) => (rule === RULE ? 'told' : message)),
    ];

    it('hold to the end of that day', () => {
      const comment = `${RULE} owner=@billing until=2026-06-30 -- staff only`;
      assert.deepEqual(on('2026-06-29', comment), []);
      assert.deepEqual(on('2026-06-30', comment), []);
      assert.deepEqual(on('2026-07-01', comment), [
        'This suppression ended on 2026-06-30; what it covered is told again',
        'told',
      ]);
    });

    it('may say so in the reason, which is kept without it', () => {
      const text = `// probity-ignore-next-line ${RULE} -- staff only, a=b until=2026-06-30 owner=@billing\nask\n`;
      const { suppressions } = explained(text, { asOf: '2026-01-01' });
      assert.deepEqual(
        suppressions.map(({ place, ...said }) => ({ ...said, path: place.path })),
        [
          {
            path: 'a.ts',
            scope: 'next-line',
            rules: [RULE],
            reason: 'staff only, a=b',
            owner: '@billing',
            until: '2026-06-30',
            state: 'used',
            covers: 1,
          },
        ],
      );
    });

    it('hide nothing where that cannot be understood', () => {
      const wrong = (what: string, comment: string): void => {
        assert.deepEqual(
          on('2026-01-01', comment),
          [`This suppression ${what}; it suppresses nothing`, 'told'],
          comment,
        );
      };
      wrong('ends on `2026-02-30`, which is no day (as `2026-12-31`)', `${RULE} until=2026-02-30 -- why`);
      wrong('ends on `soon`, which is no day (as `2026-12-31`)', `${RULE} -- why until=soon`);
      wrong('says `untl=2026-12-31`, which means nothing; did you mean `until=`?', `${RULE} untl=2026-12-31 -- why`);
      wrong('says `x=1`, which means nothing', `${RULE} x=1 -- why`);
      wrong('names no owner after `owner=`', `${RULE} owner= -- why`);
      wrong('gives `until` twice', `${RULE} until=2026-12-31 -- why until=2027-12-31`);
    });

    it('are listed with what they hide', () => {
      const states = (text: string): readonly string[] =>
        explained(text, { asOf: '2026-07-01' }).suppressions.map(({ state, covers }) => `${state} ${String(covers)}`);
      assert.deepEqual(states(`// probity-ignore-file ${RULE} -- why\nask\nask\n`), ['used 2']);
      assert.deepEqual(states(`// probity-ignore-next-line ${RULE} -- why\nhe\n`), ['unused 0']);
      assert.deepEqual(states(`// probity-ignore-next-line ${RULE} until=2026-06-30 -- why\nask\n`), ['ended 1']);
      assert.deepEqual(states(`// probity-ignore-next-line ${RULE}\nask\n`), ['wrong 0']);
    });
  });
});
