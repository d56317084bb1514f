import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './files.ts';

/** A small house with one break of each wall, as `file that breaks it → [rule, text]`. */
const BREAKS: Readonly<Record<string, readonly [rule: string, text: string]>> = {
  'server/engine/base/up.ts': ['stage-order-base', "import '../flow/index.ts';"],
  'server/engine/extract/up.ts': ['stage-order-extract', "import type {} from '../link/contract.ts';"],
  'server/engine/flow/inside.ts': ['stage-door', "import '../link/inner.ts';"],
  'server/cli/inside.ts': ['engine-door', "import '../engine/link/inner.ts';"],
  'server/engine/check/outside.ts': ['engine-looks-at-nothing-outside', "import '../../host/files.ts';"],
  'server/engine/check/files.ts': ['engine-is-pure', "import 'node:fs';"],
  'server/engine/check/package.ts': ['engine-has-no-packages', "import 'yaml';"],
  'server/host/parser.ts': ['one-file-knows-parsers', "import 'typescript';"],
  'server/engine/extract/tree.ts': ['tree-is-a-type', "import 'oxc-parser';"],
  'client/thick.ts': ['client-is-thin', "import '../server/host/files.ts';"],
  'server/protocol/words.ts': ['protocol-is-words-only', "import '../host/files.ts';"],
  'server/lsp/wire.ts': ['lsp-stands-alone', "import '../host/files.ts';"],
  'server/cli/wire.ts': ['cli-stands-alone', "import '../lsp/wire.ts';"],
  'server/host/wire.ts': ['host-stands-alone', "import '../cli/inside.ts';"],
  'server/host/start.ts': ['no-one-imports-a-main', "import '../cli.main.ts';"],
  'rules/schema/types.ts': ['schema-imports-nothing', "import 'node:path';"],
  'server/host/bench.ts': ['product-needs-no-tests', "import '../../test/x.ts';"],
  'server/host/dev.ts': ['product-needs-no-dev-packages', "import 'esbuild';"],
  'server/engine/source/ring-a.ts': ['no-cycles', "import './ring-b.ts';"],
};
const SOUND: Readonly<Record<string, string>> = {
  'server/cli.main.ts': "import './cli/sound.ts';\nimport './host/files.ts';\nimport './engine/workspace/index.ts';",
  'server/cli/sound.ts':
    "import '../engine/workspace/index.ts';\nimport type {} from '../engine/explain/diagnostic.ts';",
  'server/engine/workspace/index.ts': "import '../link/index.ts';\nimport '../base/span.ts';",
  'server/engine/link/index.ts': "import './inner.ts';\nimport type {} from '../extract/facts.ts';",
  'server/engine/link/inner.ts': 'export {};',
  'server/engine/link/contract.ts': 'export {};',
  'server/engine/flow/index.ts': "import '../link/index.ts';",
  'server/engine/extract/facts.ts': 'export {};',
  'server/engine/extract/parser.ts': "import 'oxc-parser';\nimport 'typescript';",
  'server/engine/explain/diagnostic.ts': 'export {};',
  'server/engine/base/span.ts': 'export {};',
  'server/engine/source/ring-b.ts': "import './ring-a.ts';",
  'server/host/files.ts': "import 'node:fs';\nimport 'yaml';",
  'client/extension.ts': "import { window } from 'vscode';\nimport '../server/protocol/index.ts';\nwindow;",
  'server/protocol/index.ts': 'export {};',
  'test/x.ts': 'export {};',
};

/** Rules broken by each file. */
function cruise(files: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'probity-walls-'));
  try {
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json'])
      cpSync(ROOT + name, join(folder, name));
    symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'), 'junction');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    }
    const program = `${ROOT}node_modules/dependency-cruiser/bin/dependency-cruise.mjs`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'server', 'client', 'rules', 'test'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    assert.notEqual(stdout, '', stderr);
    const report = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    const broken = new Map<string, Set<string>>();
    for (const { from, rule } of report.summary.violations) {
      broken.set(from, (broken.get(from) ?? new Set<string>()).add(rule.name));
    }
    return broken;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('walls', () => {
  let broken: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  before(() => {
    const breaks = Object.entries(BREAKS).map(([path, [, text]]) => [path, text] as const);
    broken = cruise({ ...SOUND, ...Object.fromEntries(breaks) });
  });

  for (const [path, [rule, text]] of Object.entries(BREAKS)) {
    it(`${rule}: ${path} may not ${text}`, () => {
      assert.ok(broken.get(path)?.has(rule), `broken there: ${[...(broken.get(path) ?? [])].join(', ')}`);
    });
  }

  it('what the house allows breaks nothing', () => {
    const sound = Object.keys(SOUND).filter((path) => path !== 'server/engine/source/ring-b.ts');
    assert.deepEqual(
      sound.flatMap((path) => [...(broken.get(path) ?? [])].map((rule) => `${path}: ${rule}`)),
      [],
    );
  });
});
