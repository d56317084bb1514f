import assert from 'node:assert/strict';
import type { Sdk } from '../../rules/schema/types.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

/** The text of an example as a module, and the expressions that are marked as sent. */
interface Example {
  readonly text: string;
  readonly sent: readonly { readonly start: number; readonly expression: string }[];
}

const MARK = /^\/\/( *)(\^+) sends$/;

/** Imports stay at the top; the rest is the body of a function whose parameters are the owners of what is marked. */
function exampleModule(example: string): Example {
  const lines = example.trimEnd().split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const body: string[] = [];
  const marks: { line: number; column: number; expression: string }[] = [];
  for (const line of lines.slice(imports.length)) {
    const mark = MARK.exec(line);
    if (mark === null) body.push(line);
    else {
      const column = 2 + (mark[1]?.length ?? 0);
      const expression = (body.at(-1) ?? '').slice(column, column + (mark[2]?.length ?? 0));
      marks.push({ line: body.length - 1, column, expression });
    }
  }
  const owners = new Set(marks.map(({ expression }) => /^[\w$]+/.exec(expression)?.[0] ?? ''));
  const head = `${imports.join('\n')}\nexport async function example(${[...owners].join(', ')}) {\n`;
  const startOf = (line: number): number =>
    body.slice(0, line).reduce((sum, text) => sum + text.length + 1, head.length);
  return {
    text: `${head}${body.join('\n')}\n}\n`,
    sent: marks.map(({ line, column, expression }) => ({ start: startOf(line) + column, expression })),
  };
}

describe('examples of the SDKs', () => {
  let sdks: readonly Sdk[] = [];

  before(async () => {
    sdks = (await testCatalogue()).sdks;
  });

  it('has one for every SDK that makes calls', () => {
    const without = sdks.filter((sdk) => sdk.calls.length > 0 && sdk.example === undefined);
    assert.deepEqual(
      without.map((sdk) => sdk.id),
      [],
    );
  });

  it('finds the call of each, and that it sends what is marked', async () => {
    const examples = new Map(
      sdks.flatMap(({ id, example }) => (example === undefined ? [] : [[id, exampleModule(example)] as const])),
    );
    const workspace = createWorkspace(await testExtractor());
    workspace.apply({
      texts: new Map([...examples].map(([id, { text }]) => [`${id}.ts`, text])),
      catalogue: await testCatalogue(),
      settings: { severities: {}, freeText: 'off' },
    });
    const { aiCalls, diagnostics } = workspace.check();
    const faults: string[] = [];
    for (const [id, { text, sent }] of examples) {
      const calls = aiCalls.filter((call) => call.place.path === `${id}.ts`);
      if (!calls.some((call) => call.sdk === id)) {
        faults.push(`${id}: calls found: ${calls.map((call) => `${call.sdk} ${call.api}`).join(', ')}\n${text}`);
      }
      const found = diagnostics
        .filter((d) => d.rule === 'personal-data-without-consent' && d.place.path === `${id}.ts`)
        .flatMap((d) => d.data.map((item) => `${item.expression} at ${String(item.place.start)}`));
      const marked = sent.map(({ start, expression }) => `${expression} at ${String(start)}`);
      if (marked.length === 0 || marked.join() !== found.join()) {
        faults.push(`${id}: marked ${marked.join(', ')}; found ${found.join(', ')}\n${text}`);
      }
    }
    assert.deepEqual(faults, []);
  });
});
