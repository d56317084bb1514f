import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { validate as validateDockerfile } from 'dockerfile-utils';
import { parse, parseAllDocuments } from 'yaml';
import { createProgram } from '../../server/cli/arguments.ts';
import { ciFile } from '../../server/cli/init/ci-files.ts';
import { withFolder } from '../host/folder.ts';
import { ROOT } from './files.ts';

interface Step {
  readonly env: Readonly<Record<string, string>>;
  readonly name: string;
  readonly run: string;
  readonly 'working-directory': string;
}

const ASKING = `import OpenAI from 'openai';
export const ask = (user: { email: string }) =>
  new OpenAI().responses.create({ model: 'm', store: false, input: user.email });
`;

/** Options of npx and docker. */
const OTHERS = ['--yes', '--package', '--', '--rm', '--volume'];

/** Files of pipelines. */
const PIPELINES = [
  'examples/ci/github.yml',
  'examples/ci/gitlab.yml',
  '.github/workflows/probity.yml',
  'templates/probity.yml',
];

const read = (name: string): unknown => parse(readFileSync(`${ROOT}${name}`, 'utf8'));

/** Options of `probity check` by their long names. */
function optionsOfCheck(): ReadonlySet<string> {
  const nothing = (): Promise<void> => Promise.resolve();
  const actions = {
    check: nothing,
    merge: nothing,
    init: nothing,
    explain: nothing,
    suppressions: nothing,
    report: nothing,
    rules: nothing,
    config: nothing,
    languageServer: nothing,
  };
  const check = createProgram('0', actions).commands.find((command) => command.name() === 'check');
  return new Set(check?.options.flatMap(({ long }) => long ?? []));
}

describe('files for continuous integration', () => {
  it('name commands and options that there are', () => {
    const known = optionsOfCheck();
    for (const name of ['action.yml', '.pre-commit-hooks.yaml', ...PIPELINES, 'docs/ci.md', 'Dockerfile']) {
      const text = readFileSync(`${ROOT}${name}`, 'utf8');
      const lines = text
        .replaceAll('\\\n', ' ')
        .split('\n')
        .filter((line) => /probity check|options|set --/.test(line) && !line.trim().startsWith('#'));
      const used = lines.flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
      const unknown = used.filter((option) => !known.has(option) && !OTHERS.includes(option));
      assert.deepEqual(unknown, [], name);
      assert.match(text, /probity/);
    }
  });

  it('are those that probity init writes, and YAML with a baseline too', () => {
    for (const kind of ['github', 'gitlab'] as const) {
      assert.equal(ciFile(kind, false)?.text, readFileSync(`${ROOT}examples/ci/${kind}.yml`, 'utf8'), kind);
      assert.match(
        JSON.stringify(parse(ciFile(kind, true)?.text ?? '')),
        / --baseline probity-baseline\.json --format text/,
      );
    }
  });

  it('make an action that hands every input on, as text and never as code', () => {
    const action = read('action.yml') as {
      readonly inputs: Readonly<Record<string, { readonly description: string }>>;
      readonly runs: { readonly steps: readonly Step[] };
    };
    const [step] = action.runs.steps;
    assert.ok(step);
    assert.doesNotMatch(step.run, /\$\{\{/, 'what a caller writes must not become part of the script');
    const used = [step['working-directory'], ...Object.values(step.env)];
    assert.deepEqual(
      new Set(used.map((value) => /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1])),
      new Set(Object.keys(action.inputs)),
    );
    for (const name of Object.keys(step.env)) assert.match(step.run, new RegExp(`\\$\\{?${name}`), name);
    const { status, stderr } = spawnSync('bash', ['-n'], { input: step.run, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  it('make an action that checks once and writes every report that was asked for', async () => {
    const { runs } = read('action.yml') as { readonly runs: { readonly steps: readonly Step[] } };
    const files = {
      'app/a.ts': 'export const a = 1;\n',
      'app/b c.ts': ASKING,
      'lib/c.ts': ASKING,
      // stands in for npx: says that it was called, and calls what was built
      'bin/npx': `#!/bin/bash\necho "$3" >> "$CALLS"\nshift 5\nexec "$NODE" "${ROOT}dist/cli.js" "$@"\n`,
    };
    await withFolder(files, (cwd) => {
      chmodSync(join(cwd, 'bin/npx'), 0o755);
      const act = (inputs: Readonly<Record<string, string>>) => {
        const env = Object.fromEntries(Object.keys(runs.steps[0]?.env ?? {}).map((name) => [name, '']));
        const at = (name: string): string => join(cwd, name);
        return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', runs.steps[0]?.run ?? ''], {
          cwd,
          encoding: 'utf8',
          env: {
            ...env,
            FAIL_ON: 'error',
            VERSION: '1.2.3',
            ...inputs,
            PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`,
            NODE: process.execPath,
            CALLS: at('calls'),
            GITHUB_STEP_SUMMARY: at('summary.md'),
          },
        });
      };
      const text = (name: string): string => readFileSync(join(cwd, name), 'utf8');
      const whole = act({ SARIF: 'out/a.sarif', JSON: 'a.json' });
      assert.equal(whole.status, 1, whole.stderr);
      assert.equal(text('calls'), 'probity@1.2.3\n');
      assert.equal(whole.stdout.match(/^::error /gm)?.length, 2);
      assert.match(whole.stdout, /✖ 2 errors/);
      assert.match(text('summary.md'), /^## Probity: 2 errors/);
      assert.match(text('out/a.sarif'), /"version": "2\.1\.0"/);
      assert.match(text('a.json'), /"version": 1/);
      const part = act({ PATHS: ' app/a.ts\nlib ', MAX_WARNINGS: '0' });
      assert.equal(part.stdout.match(/^::error file=lib\/c\.ts/gm)?.length, 1, part.stdout);
      assert.equal(act({ PATHS: 'app/a.ts' }).status, 0);
      assert.equal(act({ PATHS: '$(touch gone)' }).status, 2, 'what a caller writes is no code');
      assert.ok(!existsSync(join(cwd, 'gone')));
      return Promise.resolve();
    });
  });

  it('make a hook that checks the whole program', () => {
    const [hook] = read('.pre-commit-hooks.yaml') as readonly {
      readonly entry: string;
      readonly pass_filenames: boolean;
    }[];
    assert.equal(hook?.entry, 'probity check');
    assert.equal(hook.pass_filenames, false);
  });

  it('are what GitHub takes for an action and for workflows', () => {
    const errors = (text: string, check: (text: string) => unknown): unknown =>
      (check(text) as { readonly errors: readonly unknown[] }).errors;
    const text = (name: string): string => readFileSync(`${ROOT}${name}`, 'utf8');
    assert.deepEqual(errors(text('action.yml'), validateAction), []);
    for (const name of ['examples/ci/github.yml', '.github/workflows/probity.yml']) {
      assert.deepEqual(errors(text(name), validateWorkflow), [], name);
    }
    assert.notDeepEqual(errors(text('action.yml').replace('steps:', 'stepz:'), validateAction), [], 'it is looked at');
  });

  it('make a reusable workflow that uses every input, as text and never as code', async () => {
    const { on, jobs } = read('.github/workflows/probity.yml') as {
      readonly on: { readonly workflow_call: { readonly inputs: object } };
      readonly jobs: { readonly probity: { readonly steps: readonly Partial<Step>[] } };
    };
    const text = JSON.stringify(jobs);
    for (const name of Object.keys(on.workflow_call.inputs)) assert.ok(text.includes(`inputs.${name}`), name);
    for (const { run = '', env = {} } of jobs.probity.steps) {
      assert.doesNotMatch(run, /\$\{\{/);
      for (const name of Object.keys(env)) assert.match(run, new RegExp(`\\$\\{?${name}`), name);
      assert.equal(spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' }).stderr, '');
    }
    const script = jobs.probity.steps.find(({ name }) => name === 'Check')?.run ?? '';
    await withFolder({ 'bin/npx': `#!/bin/sh\nprintf '<%s>' "$@"\n` }, (cwd) => {
      chmodSync(join(cwd, 'bin/npx'), 0o755);
      const env = {
        PATH: `${join(cwd, 'bin')}:${process.env['PATH'] ?? ''}`,
        GITHUB_STEP_SUMMARY: 's.md',
        PATHS: 'apps\npackages',
        VERSION: '1',
        FAIL_ON: 'error',
        BASELINE: '',
        BASE: 'main',
        CODE_SCANNING: 'true',
      };
      const { stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
        cwd,
        env,
        encoding: 'utf8',
      });
      assert.equal(stderr, '');
      assert.match(
        stdout,
        /<--format><markdown=s\.md><--changed-since><origin\/main><--format><sarif=probity\.sarif><--><apps><packages>$/,
      );
      return Promise.resolve();
    });
  });

  it('make a template for GitLab that hands its inputs on, in any shell', async () => {
    const [spec, job] = parseAllDocuments(readFileSync(`${ROOT}templates/probity.yml`, 'utf8')).map(
      (each): unknown => each.toJS() as unknown,
    ) as [
      { readonly spec: { readonly inputs: object } },
      {
        readonly probity: { readonly variables: Readonly<Record<string, string>>; readonly script: readonly string[] };
      },
    ];
    const text = JSON.stringify(job);
    for (const name of Object.keys(spec.spec.inputs)) assert.ok(text.includes(`$[[ inputs.${name} ]]`), name);
    const files = { 'a.ts': ASKING, 'bin/npx': `#!/bin/sh\nprintf '<%s>' "$@"\n` };
    await withFolder(files, (cwd) => {
      chmodSync(join(cwd, 'bin/npx'), 0o755);
      const env = {
        PATH: `${join(cwd, 'bin')}:${process.env['PATH'] ?? ''}`,
        PROBITY_PATHS: 'apps packages',
        PROBITY_VERSION: '1',
        PROBITY_FAIL_ON: 'warning',
        PROBITY_BASELINE: 'my baseline.json',
        CI_MERGE_REQUEST_DIFF_BASE_SHA: 'abc',
      };
      const { stdout, stderr } = spawnSync('sh', ['-e'], {
        cwd,
        env,
        input: job.probity.script.join('\n'),
        encoding: 'utf8',
      });
      assert.equal(stderr, '');
      assert.match(stdout, /<probity@1><--><probity><check><--fail-on><warning>/);
      assert.match(stdout, /<--baseline><my baseline\.json><--changed-since><abc>/);
      assert.match(stdout, /<--format><junit=probity\.xml><--><apps><packages>$/);
      return Promise.resolve();
    });
  });

  it('make an image that is small, runs as nobody special, and starts what the package ships', () => {
    const text = readFileSync(`${ROOT}Dockerfile`, 'utf8');
    assert.deepEqual(validateDockerfile(text), []);
    const stages = text.split(/^FROM /m).slice(1);
    const last = stages.at(-1) ?? '';
    assert.ok(stages.length >= 2 && !/^COPY \./m.test(last), 'the sources stay in the stage that builds');
    assert.equal(/^USER (.+)$/m.exec(last)?.[1], 'node');
    assert.ok(last.indexOf('USER node') > last.lastIndexOf('RUN '), 'what runs as root is done by then');
    const { bin, scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
      readonly bin: object;
      readonly scripts: Readonly<Record<string, string>>;
    };
    assert.deepEqual(JSON.parse(/^ENTRYPOINT (.+)$/m.exec(last)?.[1] ?? '[]'), Object.keys(bin));
    assert.ok(text.includes(scripts['build'] ?? '?'), 'it is built as it is built here');
    const left = readFileSync(`${ROOT}.dockerignore`, 'utf8').split('\n');
    for (const needed of ['rules', 'server', 'client', 'scripts', 'schemas', 'package.json', 'README.md']) {
      assert.ok(!left.includes(needed), needed);
    }
  });
});
