import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createProgram } from '../../server/cli/arguments.ts';
import { ROOT } from './files.ts';

const read = (name: string): unknown => parse(readFileSync(`${ROOT}${name}`, 'utf8'));

/** Options of `probity check` by their long names. */
function optionsOfCheck(): ReadonlySet<string> {
  const nothing = (): Promise<void> => Promise.resolve();
  const actions = {
    check: nothing,
    explain: nothing,
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
    for (const name of ['action.yml', '.pre-commit-hooks.yaml', 'examples/ci/gitlab.yml', 'examples/ci/github.yml']) {
      const text = readFileSync(`${ROOT}${name}`, 'utf8');
      const lines = text.split('\n').filter((line) => /probity |options/.test(line) && !line.trim().startsWith('#'));
      const used = lines.flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
      const unknown = used.filter((option) => !known.has(option) && !['--yes', '--package', '--'].includes(option));
      assert.deepEqual(unknown, [], name);
      assert.match(text, /probity/);
    }
  });

  it('make an action that hands every input on, as text and never as code', () => {
    const action = read('action.yml') as {
      readonly inputs: Readonly<Record<string, { readonly description: string }>>;
      readonly runs: {
        readonly steps: readonly { readonly env: Readonly<Record<string, string>>; readonly run: string }[];
      };
    };
    const [step] = action.runs.steps;
    assert.ok(step);
    assert.doesNotMatch(step.run, /\$\{\{/, 'what a caller writes must not become part of the script');
    assert.deepEqual(
      Object.values(step.env).map((value) => /inputs\.([\w-]+)/.exec(value)?.[1]),
      Object.keys(action.inputs),
    );
    for (const name of Object.keys(step.env)) assert.match(step.run, new RegExp(`\\$\\{?${name}`), name);
    const { status, stderr } = spawnSync('bash', ['-n'], { input: step.run, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  it('make a hook that checks the whole program', () => {
    const [hook] = read('.pre-commit-hooks.yaml') as readonly {
      readonly entry: string;
      readonly pass_filenames: boolean;
    }[];
    assert.equal(hook?.entry, 'probity check');
    assert.equal(hook.pass_filenames, false);
  });
});
