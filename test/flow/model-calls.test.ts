import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineIndex } from '../../server/engine/source/index.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

/**
 * A fixture is one text of several files, each opened by a line `//- path`. A comment `//^ sdk api` under a line says
 * that a model call begins on that line; lines without one have none.
 */
interface CallFixture {
  readonly files: ReadonlyMap<string, string>;
  readonly expected: readonly string[];
}

function parseCallFixture(text: string): CallFixture {
  const files = new Map<string, string>();
  const expected: string[] = [];
  let name = '';
  let lines: string[] = [];
  const close = (): void => {
    if (name !== '') files.set(name, lines.join('\n'));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const opened = /^\/\/- (\S+)$/.exec(line);
    const mark = /^\s*(?:\/\/|\{\/\*)\s*\^ (.*?)(?: \*\/\})?$/.exec(line);
    if (opened?.[1] !== undefined) {
      close();
      name = opened[1];
    } else if (mark?.[1] !== undefined) expected.push(`${name}:${String(lines.length)} ${mark[1]}`);
    else lines.push(line);
  }
  close();
  return { files, expected };
}

async function callsOf(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const workspace = createWorkspace(await testExtractor());
  const packages = [...files]
    .filter(([file]) => file === 'package.json' || file.endsWith('/package.json'))
    .map(([file, text]) => ({ directory: path.posix.dirname(file), manifest: JSON.parse(text) as unknown }))
    .map((input) => ({ ...input, directory: input.directory === '.' ? '' : input.directory }));
  workspace.apply({
    texts: files,
    catalogue: await testCatalogue(),
    packages,
    settings: { severities: {}, freeText: 'off' },
  });
  return workspace.check().aiCalls.map((call) => {
    const { line } = new LineIndex(files.get(call.place.path) ?? '').position(call.place.start);
    return `${call.place.path}:${String(line + 1)} ${call.sdk} ${call.api}`;
  });
}

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'model-calls');

describe('model calls', () => {
  for (const file of fs.readdirSync(folder).sort()) {
    it(file, async () => {
      const { files, expected } = parseCallFixture(fs.readFileSync(path.join(folder, file), 'utf8'));
      assert.ok(files.size > 0, 'a fixture has at least one `//- path` line');
      assert.deepEqual([...(await callsOf(files))].sort(), [...expected].sort());
    });
  }
});
