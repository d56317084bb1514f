import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliPorts } from '../../server/cli/index.ts';
import { signsOf } from '../../server/cli/init/signs.ts';
import type { OwnFunction } from '../../server/engine/workspace/index.ts';
import { ROOT as REPOSITORY } from '../house/files.ts';
import { withFolder } from '../host/folder.ts';
import { emptyCatalogue, FOUND, ROOT, run } from './fakes.ts';
import type { World } from './fakes.ts';
import { program } from './program.ts';

const own = (does: OwnFunction['does'], name: string, change: Partial<OwnFunction> = {}): OwnFunction => ({
  does,
  name,
  place: { path: 'src/privacy/index.ts', start: 0, end: 1 },
  isAsync: false,
  takes: 'value',
  uses: 2,
  ...change,
});

const PRESETS = [
  { id: 'recommended', title: 'What every project should look at', rules: {} },
  { id: 'strict', title: 'More', rules: {} },
  { id: 'eu', title: 'European Union', rules: {}, extends: ['recommended'], signs: { languages: ['de'] } },
  { id: 'kz', title: 'Kazakhstan', rules: {}, extends: ['recommended'], signs: { languages: ['kk'] } },
  { id: 'apple', title: 'Apps', rules: {}, signs: { dependencies: ['expo'] } },
];

const world = (functions: readonly OwnFunction[], ports: Partial<CliPorts> = {}): World => ({
  ...FOUND,
  own: () => functions,
  ports: { readCatalogue: () => Promise.resolve({ ...emptyCatalogue(), presets: PRESETS }), ...ports },
});

const OWN = [
  own('asserts-consent', 'requireConsent'),
  own('tells-consent', 'hasConsent'),
  own('redacts', 'redactText'),
];

const init = (given: World, ...argv: string[]) => run(['init', ...argv], given);
const configOf = (written: ReadonlyMap<string, string>): string => written.get(`${ROOT}/probity.config.json`) ?? '';

describe('probity init', () => {
  it('names the functions it found, and writes them down for quick fixes', async () => {
    const { code, out, written } = await init(world(OWN), '--yes');
    assert.equal(code, 0);
    assert.match(out, /^Looked at 2 files: 0 AI calls, 1 error\.\n/);
    assert.match(out, /consent {4}requireConsent {2}src\/privacy\/index\.ts \(throws without it, called 2 times\)/);
    assert.match(out, /Wrote\n {2}probity\.config\.json\n/);
    assert.match(out, /Next\n {2}npx probity check\n/);
    const text = configOf(written);
    assert.match(text, /"extends": "probity:recommended"/);
    assert.match(text, /"consent": \{ "name": "requireConsent", "from": "\.\/src\/privacy", "test": "hasConsent" \}/);
    assert.match(text, /"redact": \{ "name": "redactText", "from": "\.\/src\/privacy" \}/);
  });

  it('says how a function is called that takes an id or is waited for', async () => {
    const takesId = own('asserts-consent', 'ensure', { takes: 'primitive', isAsync: true });
    const text = configOf((await init(world([takesId, own('tells-consent', 'hasConsent')]), '--yes')).written);
    assert.match(text, /"call": "await \{name\}\(\{subject\}\.id\)"/);
    assert.doesNotMatch(text, /"test"/, 'what takes the person is not called with an id');
  });

  it('writes down nothing that a fix could not call', async () => {
    const functions = [own('asserts-consent', 'a', { takes: 'more' }), own('redacts', 'b', { isAsync: true })];
    const { out, written } = await init(world([...functions, own('shows-notice', 'C')]), '--yes');
    assert.match(out, /takes more than a quick fix can hand it/);
    assert.match(configOf(written), /\/\/ "consent": \{/);
    assert.match(configOf((await init(world([]), '--yes')).written), /\/\/ "notice": \{/);
  });

  it('takes presets by name, and says which are near', async () => {
    const text = configOf((await init(world(OWN), '--yes', '--preset', 'probity:eu', 'kz')).written);
    assert.match(text, /"extends": \["probity:eu", "probity:kz"\]/);
    const { code, err, written } = await init(world(OWN), '--yes', '--preset', 'stritc');
    assert.deepEqual([code, written.size], [2, 0]);
    assert.match(err, /There is no preset "stritc"; did you mean "strict"\?/);
  });

  it('proposes presets that the project shows signs of, and says by what', async () => {
    const text = async (...paths: string[]): Promise<string> => {
      const files = { ...FOUND.files, 'a.ts': '', ...Object.fromEntries(paths.map((path) => [path, '{}'])) };
      const { out, written } = await init({ ...world([]), files, findings: () => [] }, '--yes');
      return `${/preset .*/.exec(out)?.[0] ?? ''} ${/"extends": .*/.exec(configOf(written))?.[0] ?? ''}`;
    };
    assert.equal(
      await text('src/locales/de-AT/common.json'),
      'preset     eu  European Union (src/locales/de-AT/common.json) "extends": "probity:eu",',
    );
    assert.match(await text('messages/kk.json', 'i18n/de.json'), /"extends": \["probity:eu", "probity:kz"\]/);
    for (const none of ['src/de.json', 'locales/demo.json', 'locales/en.json', 'locales/details/index.json']) {
      assert.equal(await text(none), ' "extends": "probity:recommended",', none);
    }
    const packages = [{ directory: 'app', manifest: { dependencies: { expo: '1' } } }];
    assert.deepEqual(signsOf(PRESETS, [], packages), [{ preset: 'apple', seen: 'expo in app/package.json' }]);
    for (const manifest of [null, 1, {}, { dependencies: null }, { dependencies: { 'expo-x': '1' } }]) {
      assert.deepEqual(signsOf(PRESETS, [], [{ directory: '', manifest }]), []);
    }
  });

  it('lays what is strict over what is of a place, and all over what is recommended', async () => {
    const presets = async (...ids: string[]): Promise<string> =>
      /"extends": (.*),/.exec(configOf((await init(world([]), '--yes', '--preset', ...ids)).written))?.[1] ?? '';
    assert.equal(await presets('strict', 'eu'), '["probity:eu", "probity:strict"]');
    assert.equal(await presets('apple'), '["probity:recommended", "probity:apple"]');
    assert.equal(await presets('apple', 'eu'), '["probity:apple", "probity:eu"]');
  });

  it('writes the file for the CI that the project has, or that it comes from', async () => {
    const files = async (given: World, ...argv: string[]): Promise<readonly string[]> =>
      [...(await init(given, '--yes', ...argv)).written.keys()].map((name) => name.slice(ROOT.length + 1));
    const from = (url: string): World => world(OWN, { remotes: () => Promise.resolve([url]) });
    assert.deepEqual(await files(from('git@github.com:a/b.git')), [
      'probity.config.json',
      '.github/workflows/probity.yml',
    ]);
    assert.deepEqual(await files(from('https://me@gitlab.example.org/github/b')), [
      'probity.config.json',
      '.gitlab/probity.yml',
    ]);
    assert.deepEqual(await files(from('https://example.org/github/gitlab')), ['probity.config.json']);
    assert.deepEqual(await files(from('git@github.com:a/b.git'), '--ci', 'none'), ['probity.config.json']);
    const gitlab = { ...from('git@github.com:a/b.git'), files: { ...FOUND.files, 'a.ts': '', '.gitlab-ci.yml': '' } };
    assert.ok((await files({ ...gitlab, findings: () => [] })).includes('.gitlab/probity.yml'));
  });

  it('leaves what is there alone', async () => {
    const given = world(OWN, { remotes: () => Promise.resolve(['git@github.com:a/b.git']) });
    const there = { ...given, files: { 'a.ts': '', '.github/workflows/probity.yml': 'mine' }, findings: () => [] };
    const { out, written } = await init({ ...there, config: { sources: [`${ROOT}/probity.config.json`] } }, '--yes');
    assert.equal(written.size, 0);
    assert.match(out, /Left as it was\n {2}probity\.config\.json\n {2}\.github\/workflows\/probity\.yml\n/);
    assert.doesNotMatch(out, /Wrote/);
  });

  it('asks, and does as it is told', async () => {
    const asked: string[] = [];
    const prompter = {
      one: <T extends string>(question: string, choices: readonly { readonly value: T }[]) => {
        asked.push(question);
        return Promise.resolve(choices.at(-1)?.value ?? null);
      },
      several: <T extends string>(question: string, choices: readonly { readonly value: T }[]) => {
        asked.push(question);
        return Promise.resolve(choices.map(({ value }) => value));
      },
      whether: (question: string) => {
        asked.push(question);
        return Promise.resolve(false);
      },
    };
    const given = world(OWN, { prompter: () => Promise.resolve(prompter) });
    const { written } = await init(given);
    assert.deepEqual(asked.length, 6, asked.join('\n'));
    assert.match(configOf(written), /"extends": \["probity:eu", "probity:kz", "probity:apple", "probity:strict"\]/);
    assert.match(configOf(written), /\/\/ "consent"/, 'the last choice is none');
    const stops = { ...prompter, several: () => Promise.resolve(null) };
    const stopped = await init(world(OWN, { prompter: () => Promise.resolve(stops) }));
    assert.deepEqual([stopped.code, stopped.written.size], [0, 0]);
    assert.match(stopped.out, /Nothing was written\.\n$/);
  });

  it('does not ask where nobody is', async () => {
    const { code, err } = await init(world(OWN));
    assert.equal(code, 2);
    assert.match(err, /There is no terminal to ask at; --yes takes what is proposed/);
  });
});

describe('probity init in a project', function () {
  this.timeout(60_000);

  it('writes what its own check can use, and nothing twice', async () => {
    await withFolder({}, async (cwd) => {
      cpSync(`${REPOSITORY}examples/clinic`, cwd, { recursive: true });
      rmSync(join(cwd, 'probity.config.json'));
      execFileSync('git', ['init', '--quiet'], { cwd });
      execFileSync('git', ['remote', 'add', 'origin', 'git@github.com:clinic/clinic.git'], { cwd });
      const below = await program(['init', '--yes'], { cwd: join(cwd, 'apps/web') });
      assert.match(below.out, /Wrote\n {2}probity\.config\.json\n\n/, 'no file for CI where no service looks');
      rmSync(join(cwd, 'apps/web/probity.config.json'));
      const first = await program(['init', '--yes', '--preset', 'strict', '--baseline'], { cwd });
      assert.deepEqual([first.code, first.err], [0, ''], first.out);
      const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');
      assert.match(
        read('probity.config.json'),
        /"consent": \{ "name": "requireAiConsent", "from": "\.\/packages\/shared\/src\/consent", "test": "hasAiConsent" \}/,
      );
      assert.match(read('probity.config.json'), /"redact": \{ "name": "redactText"/);
      assert.match(
        read('probity.config.json'),
        /"notice": \{ "name": "AiNotice", "from": "\.\/apps\/web\/components\/ai-notice" \}/,
      );
      assert.ok(existsSync(join(cwd, '.github/workflows/probity.yml')));
      const after = await program(['check', '--baseline', 'probity-baseline.json'], { cwd });
      assert.deepEqual([after.code, after.err], [0, ''], 'what was there is in the baseline, by the new configuration');
      writeFileSync(join(cwd, 'probity.config.json'), '{ "extends": "probity:recommended" }');
      const second = await program(['init', '--yes', '--baseline'], { cwd });
      assert.equal(second.code, 0);
      assert.doesNotMatch(second.out, /Wrote/);
      assert.equal(read('probity.config.json'), '{ "extends": "probity:recommended" }');
    });
  });
});
