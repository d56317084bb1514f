import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../house/files.ts';
import { withFolder } from '../host/folder.ts';
import { program } from './program.ts';
import { reportSchema, sarifSchema } from './schemas.ts';

const ask = (name: string): string => `import OpenAI from 'openai';
const openai = new OpenAI();
export async function ${name}(user: { email: string }) {
  return openai.responses.create({ model: 'm', store: false, input: user.email });
}
`;

interface Json {
  readonly summary: { readonly files: number; readonly aiCalls: number };
  readonly findings: readonly { readonly file: string; readonly line: number; readonly rule: string }[];
  readonly aiCalls: readonly { readonly file: string; readonly sdk: string }[];
  readonly problems: readonly { readonly file: string; readonly line: number; readonly message: string }[];
}

describe('the program', function () {
  this.timeout(120_000);

  it('checks the demo, and gives reports that fit their schemas', async () => {
    const cwd = `${ROOT}examples/clinic`;
    const json = await program(['check', '--format', 'json'], { cwd });
    assert.deepEqual([json.code, json.err], [1, '']);
    const report = JSON.parse(json.out) as Json;
    assert.deepEqual((await reportSchema())(report), []);
    assert.ok(report.findings.length >= 5);
    assert.equal(report.summary.aiCalls, report.aiCalls.length);
    const sarif = await program(['check', '--format', 'sarif'], { cwd });
    const log = JSON.parse(sarif.out) as { runs: { results: { codeFlows?: unknown[]; level: string }[] }[] };
    assert.deepEqual((await sarifSchema())(log), []);
    const results = log.runs[0]?.results ?? [];
    assert.equal(results.length, report.findings.length);
    assert.ok(results.some(({ codeFlows }) => codeFlows !== undefined && codeFlows.length > 0));
  });

  it('makes of all parts of a product the report of the whole', async () => {
    const cwd = `${ROOT}examples/clinic`;
    await withFolder({}, async (folder) => {
      const at = (name: string): string => join(folder, name);
      const each = ['text', 'sarif', 'json', 'html'].flatMap((format) => ['--format', `${format}=${at(format)}`]);
      const read = (): readonly string[] =>
        ['text', 'sarif', 'json', 'html'].map((format) =>
          readFileSync(at(format), 'utf8').replace(/\b\d+ ms|"durationMs": \d+/g, ''),
        );
      assert.equal((await program(['check', '--verbose', ...each], { cwd })).code, 1);
      const whole = read();
      const parts = await Promise.all(
        ['1/2', '2/2'].map((part, i) =>
          program(['check', '--shard', part, '--format', `json=${at(`part-${String(i)}.json`)}`], { cwd }),
        ),
      );
      assert.deepEqual(
        parts.map(({ code }) => code),
        [1, 1],
      );
      const merged = await program(['merge', at('part-0.json'), at('part-1.json'), '--verbose', ...each], { cwd });
      assert.equal(merged.code, 1, merged.err);
      assert.deepEqual(read(), whole);
    });
  });

  it('fails where no parser can be loaded, and does not report that there is nothing', async () => {
    await withFolder({ 'src/ask.ts': ask('ask') }, async (cwd) => {
      cpSync(`${ROOT}dist`, join(cwd, 'bare'), { recursive: true });
      const run = await program(['check', 'src'], { cwd, script: join(cwd, 'bare/cli.js') });
      assert.equal(run.code, 3, run.out);
      assert.match(run.err, /No parser could be loaded/);
    });
  });

  it('reads what can be read, names what cannot, and goes on', async () => {
    const files = {
      'src/good.ts': ask('good'),
      'src/bom.ts': `\uFEFF${ask('bom')}`,
      'src/crlf.ts': ask('crlf').replaceAll('\n', '\r\n'),
      'src/half.ts': `${ask('half')}export function (\n`,
      'src/binary.ts': Buffer.from([0, 1, 2, 0, 255]),
      'src/nested.ts': `const x = ${'('.repeat(20_000)}${')'.repeat(20_000)};\n`,
      'src/chain.ts': `const y = a${'.b()'.repeat(20_000)};\n`,
      'src/bundle.js': `import OpenAI from 'openai';${'function a(b){return b};'.repeat(240_000)}`,
      'src/huge.ts': 'export const a = 1;\n'.repeat(300_000),
      'tsconfig.json': '{ "compilerOptions": { "paths": {} }\n  "include": [] }',
      'package.json': '{\n  "name": "x",\n}}',
    };
    await withFolder(files, async (cwd) => {
      mkdirSync(join(cwd, 'src/deep'));
      symlinkSync('..', join(cwd, 'src/deep/up'));
      symlinkSync('nowhere', join(cwd, 'src/dangling.ts'));
      const { code, out, err } = await program(['check', '--format', 'json'], { cwd });
      assert.deepEqual([code, err], [1, '']);
      const report = JSON.parse(out) as Json;
      assert.deepEqual((await reportSchema())(report), []);
      assert.deepEqual(
        report.findings.map(({ file, line }) => `${file}:${String(line)}`),
        ['src/bom.ts:4', 'src/crlf.ts:4', 'src/good.ts:4', 'src/half.ts:4'],
      );
      const problems = new Map(report.problems.map(({ file, line, message }) => [`${file}:${String(line)}`, message]));
      assert.match(problems.get('src/huge.ts:1') ?? '', /larger than 5 MB/);
      assert.match(problems.get('src/bundle.js:1') ?? '', /minifier/);
      assert.match(problems.get('src/binary.ts:1') ?? '', /binary/);
      assert.match(problems.get('src/dangling.ts:1') ?? '', /leads nowhere/);
      assert.match(problems.get('src/half.ts:6') ?? '', /./);
      assert.match(problems.get('tsconfig.json:2') ?? '', /JSON/);
      assert.match(problems.get('package.json:3') ?? '', /JSON/);
      const text = await program(['check', '--verbose'], { cwd });
      assert.match(text.out, /Could not be read or analysed\n[^]*tsconfig\.json:2:\d+/);
    });
  });

  it('keeps to what was named, .gitignore and the configuration', async () => {
    const files = {
      '.gitignore': 'generated/\n',
      'package.json': '{}',
      'probity.config.json': '{ "exclude": ["legacy"] }',
      'src/a.ts': ask('a'),
      'src/b.part.ts': ask('b'),
      'generated/c.ts': ask('c'),
      'legacy/d.ts': ask('d'),
      'node_modules/x/e.ts': ask('e'),
    };
    await withFolder(files, async (cwd) => {
      execFileSync('git', ['init'], { cwd, stdio: 'ignore' });
      const found = async (...argv: string[]): Promise<readonly string[]> => {
        const { out } = await program(['check', '--format', 'json', ...argv], { cwd });
        return (JSON.parse(out) as Json).findings.map(({ file }) => file);
      };
      assert.deepEqual(await found(), ['src/a.ts', 'src/b.part.ts']);
      assert.deepEqual(await found('src/*.part.ts'), ['src/b.part.ts']);
      assert.deepEqual(await found('src/a.ts'), ['src/a.ts']);
    });
  });

  it('reads one file from standard input in the place of another', async () => {
    await withFolder({ 'package.json': '{}', 'src/a.ts': 'export {};\n' }, async (cwd) => {
      const argv = ['check', '--stdin', '--stdin-filename', 'src/a.ts', '--format', 'github'];
      const { code, out } = await program(argv, { cwd, input: ask('a') });
      assert.equal(code, 1);
      assert.match(out, /^::error file=src\/a\.ts,line=4,/);
      const unsaved = await program(['check', '--stdin', '--stdin-filename', 'src/new.ts'], { cwd, input: ask('b') });
      assert.match(unsaved.out, /^src\/new\.ts\n/);
    });
  });

  it('says what is wrong with a configuration and how it is right', async () => {
    const files = { 'probity.config.json': '{\n  "rules": {\n    "whole-record-to-modle": "off"\n  }\n}', 'a.ts': '' };
    await withFolder(files, async (cwd) => {
      const { code, out, err } = await program(['check'], { cwd });
      assert.deepEqual([code, out], [2, '']);
      assert.match(
        err,
        /^probity: The configuration cannot be used\n.*probity\.config\.json:3:5 {2}`whole-record-to-modle` is not a rule; did you mean `whole-record-to-model`\?\n$/,
      );
      assert.equal((await program(['config', '--print'], { cwd })).code, 2);
      assert.equal((await program(['check', '--config', 'none.json'], { cwd })).code, 2);
    });
  });

  it('colours where a terminal would, heeds NO_COLOR and the width', async () => {
    await withFolder({ 'package.json': '{}', 'src/a.ts': ask('a') }, async (cwd) => {
      const plain = await program(['check'], { cwd, env: { COLUMNS: '60' } });
      assert.doesNotMatch(plain.out, /\p{Cc}(?<!\n)/u);
      for (const line of plain.out.split('\n')) assert.ok(line.length <= 60, line);
      const forced = await program(['check'], { cwd, env: { FORCE_COLOR: '1' } });
      assert.ok(forced.out.includes('\u001B['));
      const never = await program(['check'], { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
      assert.ok(!never.out.includes('\u001B'));
    });
  });

  it('lets no name of a file reach a terminal as it is', async () => {
    const name = 'src/\u001B[2Jevil\u202E.ts';
    await withFolder({ 'package.json': '{}', [name]: ask('a') }, async (cwd) => {
      for (const format of ['text', 'json', 'sarif', 'github', 'gitlab', 'markdown']) {
        const { out } = await program(['check', '--verbose', '--format', format], { cwd });
        assert.ok(out.includes('evil'), format);
        assert.doesNotMatch(out, /\p{Cc}(?<!\n)|\u202E/u, format);
      }
    });
  });

  it('prints the configuration that holds', async () => {
    const files = { 'probity.config.json': '{ "extends": "probity:kz", "exclude": ["old"] }' };
    await withFolder(files, async (cwd) => {
      const { code, out } = await program(['config', '--print'], { cwd });
      const printed = JSON.parse(out) as { root: string; sources: string[]; rules: object; jurisdictions: string[] };
      assert.equal(code, 0);
      assert.deepEqual(printed.sources, [join(cwd, 'probity.config.json')]);
      assert.deepEqual(printed.jurisdictions, ['KZ']);
      assert.ok('undisclosed-generated-content' in printed.rules, 'rules that nothing is said of are there, too');
    });
  });
});
