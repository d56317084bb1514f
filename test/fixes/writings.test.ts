import assert from 'node:assert/strict';
import { testCatalogue } from '../workspace.ts';
import { applied } from './apply.ts';
import { CASES } from './cases.ts';
import type { FixCase } from './cases.ts';
import { FixCheck, shown } from './check.ts';

type Check = (after: string, added: readonly string[]) => void;

/** A way to write a file, and what must still hold of it after a fix. */
interface Writing {
  readonly write: (text: string, of: FixCase) => string;
  readonly holds?: Check;
}

const LICENCE = '/*\n * Copyright 2026 The Clinic\n * SPDX-License-Identifier: MIT\n */\n';

const startsWith =
  (start: string): Check =>
  (after) => {
    assert.ok(after.startsWith(start), after);
  };

const noImports = (text: string): string =>
  text
    .replace(/^import (\w+) from ('[^']+');$/gm, 'const $1 = require($2);')
    .replace(/^import (\{[^}]*\}) from ('[^']+');$/gm, 'const $1 = require($2);')
    .replace(/^export (?:default )?async function (\w+)/m, 'exports.$1 = async function $1')
    .replace(/^\}\n$/m, '};\n');

const WRITINGS: Readonly<Record<string, Writing>> = {
  'as it is': { write: (text) => text },
  'with double quotes': {
    write: (text) => text.replaceAll("'", '"'),
    holds: (_, added) => {
      for (const line of added) assert.doesNotMatch(line, /'/);
    },
  },
  'without semicolons': {
    write: (text) => text.replace(/;$/gm, ''),
    holds: (_, added) => {
      for (const line of added) assert.doesNotMatch(line, /;$/);
    },
  },
  'with tabs': {
    write: (text) => text.replace(/^(?: {2})+/gm, (indent) => '\t'.repeat(indent.length / 2)),
    holds: (_, added) => {
      for (const line of added) assert.doesNotMatch(line, /^\t* /);
    },
  },
  'with four spaces': {
    write: (text) => text.replace(/^(?: {2})+/gm, (indent) => indent.repeat(2)),
    holds: (_, added) => {
      for (const line of added) assert.equal((/^ */.exec(line)?.[0].length ?? 0) % 4, 0, line);
    },
  },
  'with CRLF': {
    write: (text) => text.replaceAll('\n', '\r\n'),
    holds: (after) => {
      assert.doesNotMatch(after, /[^\r]\n/);
    },
  },
  'in a module of the client': {
    write: (text) => `'use client';\n\n${text}`,
    holds: startsWith("'use client';\n"),
  },
  'below a line for the shell': {
    write: (text) => `#!/usr/bin/env node\n${text}`,
    holds: startsWith('#!/usr/bin/env node\n'),
  },
  'below a licence': { write: (text) => `${LICENCE}\n${text}`, holds: startsWith(LICENCE) },
  'below a licence and a directive': {
    write: (text) => `${LICENCE}'use server';\n${text}`,
    holds: startsWith(`${LICENCE}'use server';\n`),
  },
  'with comments behind its imports': {
    write: (text) => text.replace(/^(import .*;)$/gm, '$1 // what it needs'),
    holds: (after) => {
      for (const line of after.match(/^import (?!.*\.\.?\/).*$/gm) ?? []) assert.match(line, / \/\/ what it needs$/);
    },
  },
  'with what it requires': {
    write: noImports,
    holds: (after) => {
      assert.doesNotMatch(after, /^import /m);
    },
  },
  'with dynamic imports only': {
    write: (text) => {
      const lines = [...text.matchAll(/^import (.*) from ('[^']+');\n/gm)].map(([, names = '', from = '']) =>
        /^\w+$/.test(names)
          ? `const { default: ${names} } = await import(${from});`
          : `const ${names} = await import(${from});`,
      );
      return `${LICENCE}${lines.join('\n')}\n${text.replace(/^import .*\n/gm, '')}`;
    },
    holds: startsWith(LICENCE),
  },
};

/** Lines that were not there before, without their ends. */
function addedLines(before: string, after: string): readonly string[] {
  const known = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !known.has(line))
    .map((line) => line.replace(/\r$/, ''));
}

describe('quick fixes in files of many writings', function () {
  this.timeout(120_000);
  let check: FixCheck;
  before(async () => {
    check = new FixCheck(await testCatalogue());
  });

  for (const each of CASES) {
    for (const [writing, { write, holds }] of Object.entries(WRITINGS)) {
      it(`${each.kind}, ${writing}`, async () => {
        const text = write(each.text, each);
        const texts = new Map([[each.path, text]]);
        const found = await check.findings(texts, each.rule);
        const [finding] = found;
        assert.ok(finding, `no finding in\n${text}`);
        const fix = finding.fixes.find(({ kind }) => kind === each.kind);
        assert.ok(fix, `${finding.fixes.map(({ kind }) => kind).join(', ')} in\n${text}`);
        const after = applied(texts, fix);
        const left = await check.findings(after, each.rule);
        assert.equal(left.length, found.length - 1, `still found in\n${shown(after)}`);
        const fixed = after.get(each.path) ?? '';
        if (each.needs !== undefined) {
          const known =
            fixed.match(new RegExp(`^(?:import|const) .*\\b${each.needs}\\b.*(?:from|require)`, 'gm')) ?? [];
          assert.equal(known.length, 1, fixed);
        }
        holds?.(fixed, addedLines(text, fixed));
      });
    }
  }
});
