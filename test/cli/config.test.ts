import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { loadConfig, mergeKnowledge } from '../../server/host/config/index.ts';
import type { LoadedConfig } from '../../server/host/config/index.ts';
import { CONFIG_SCHEMA } from '../../rules/schema/config-schema.ts';
import { emptyCatalogue } from './fakes.ts';

let root = '';

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
}

async function load(
  files: Readonly<Record<string, string>>,
  at = '',
  file: string | null = null,
): Promise<LoadedConfig> {
  await write({ '.git/HEAD': '', ...files });
  return loadConfig({ root: join(root, at), file, catalogue: emptyCatalogue(), asOf: '2026-11-26' });
}

const told = (loaded: LoadedConfig): string[] =>
  loaded.problems.map((p) => `${relative(root, p.file)}:${String(p.line)}:${String(p.column)} ${p.message}`);

describe('config', () => {
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'probity-config-')));
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it('takes comments and trailing commas', async () => {
    const { config, problems } = await load({
      'probity.config.json':
        '// team\n{ /* a */ "rules": { "unpinned-model": ["error", { "minConfidence": "high" }], }, }',
    });
    assert.deepEqual(problems, []);
    assert.equal(config.severities['unpinned-model'], 'error');
    assert.deepEqual({ ...config.options['unpinned-model'] }, { minConfidence: 'high' });
  });

  it('is looked for upwards, nearest first, and not above the repository', async () => {
    const files = {
      'probity.config.json': '{ "freeText": "error" }',
      'packages/a/package.json': '{ "name": "a", "probity": { "freeText": "info" } }',
      'packages/b/package.json': '{ "name": "b", "devDependencies": { "probity": "1" } }',
    };
    assert.equal((await load(files, 'packages/a/src')).config.freeText, 'info');
    assert.equal((await load(files, 'packages/b')).config.freeText, 'error');
    await write({ 'packages/c/.git/HEAD': '' });
    assert.equal((await load(files, 'packages/c')).config.freeText, 'off');
  });

  it('places errors of package.json', async () => {
    const loaded = await load({ 'package.json': '{\n  "name": "x",\n  "probity": { "freetext": "off" }\n}' });
    assert.deepEqual(told(loaded), ['package.json:3:16 Unknown key `freetext`; did you mean `freeText`?']);
  });

  it('says which file named on the command line is missing', async () => {
    const loaded = await load({}, '', join(root, 'other.json'));
    assert.deepEqual(told(loaded), ['other.json:1:1 The configuration file was not found']);
  });

  it('lets later layers win and adds up what excludes', async () => {
    const { config, problems } = await load(
      {
        'base.json':
          '{ "extends": "probity:strict", "exclude": ["gen"], "include": ["lib/**"], "rules": { "unpinned-model": "off" } }',
        'app/probity.config.json': '{ "extends": ["../base.json"], "exclude": ["/x"], "rules": {} }'.replace(
          '"/x"',
          '"src/old/**"',
        ),
      },
      'app',
    );
    assert.deepEqual(problems, []);
    assert.equal(config.severities['social-scoring'], 'info');
    assert.equal(config.severities['unpinned-model'], 'off');
    assert.equal(config.excludes('src/old/a.ts'), true);
    assert.equal(config.excludes('gen/a.ts'), false, 'base.json names gen beside itself');
    assert.equal(config.excludes('src/a.ts'), false);
    assert.equal(config.includes('a.ts'), false, 'base.json names lib/** from its own folder');
    assert.deepEqual(
      config.sources.map((file) => relative(root, file)),
      ['app/probity.config.json', 'base.json'],
    );
  });

  it('matches globs against paths from its own folder', async () => {
    const { config } = await load(
      {
        'probity.config.json':
          '{ "include": ["app/src"], "overrides": [{ "files": ["app/**/*.test.ts"], "excludedFiles": ["app/e2e/**"], "rules": { "unpinned-model": "off" } }] }',
      },
      'app',
    );
    assert.equal(config.includes('src/deep/a.ts'), true);
    assert.equal(config.includes('test/a.ts'), false);
    const applies = config.overrides.map((override) => [
      override.applies('a.test.ts'),
      override.applies('e2e/a.test.ts'),
    ]);
    assert.deepEqual(applies, [[true, false]]);
  });

  it('reads a package it extends', async () => {
    const { config, problems } = await load({
      'node_modules/acme-config/package.json': '{ "name": "acme-config", "main": "index.js" }',
      'node_modules/acme-config/probity.config.json': '{ "freeText": "warning" }',
      'probity.config.json': '{ "extends": "acme-config" }',
    });
    assert.deepEqual(problems, []);
    assert.equal(config.freeText, 'warning');
  });

  it('reads knowledge inline and from YAML, and places errors in the YAML', async () => {
    const sdk =
      'id: acme\npackages: [acme]\nrecipient: { name: Acme, country: US }\ncalls:\n  - at: default.ask\n    kind: chat\n    sends: ["0"]\n';
    const good = await load({ 'sdk.yaml': sdk, 'probity.config.json': '{ "sdks": ["./sdk.yaml"] }' });
    assert.deepEqual(good.problems, []);
    assert.equal(good.config.knowledge.sdks[0]?.id, 'acme');
    const bad = await load({ 'sdk.yaml': sdk.replace('kind: chat', 'kidn: chat') });
    assert.deepEqual(told(bad), [
      'sdk.yaml:5:5 `calls[0]` lacks the key `kind`',
      'sdk.yaml:6:5 Unknown key `kidn` in `calls[0]`; did you mean `kind`?',
    ]);
    const broken = await load({ 'sdk.yaml': 'id: [' });
    assert.equal(broken.problems.length > 0, true);
    assert.equal(broken.problems[0]?.line, 1);
  });

  it('takes guards and sanitizers as plain lists of symbols, too', async () => {
    const { config, problems } = await load({
      'probity.config.json':
        '{ "guards": [{ "package": "", "at": "hasConsent", "does": "consent" }], "sanitizers": [{ "package": "x", "at": "blank", "clean": "" }] }',
    });
    assert.deepEqual(problems, []);
    const merged = mergeKnowledge(emptyCatalogue(), config.knowledge);
    assert.deepEqual([merged.guardSymbols[0]?.at, merged.sanitizerSymbols[0]?.at], ['hasConsent', 'blank']);
  });

  it('adds knowledge to the catalogue', async () => {
    const { config } = await load({
      'probity.config.json': `{
        "data": [{ "key": "user.contact.email", "label": "e-mail", "strong": { "en": ["post box"] } }, { "key": "user.custom", "label": "own" }],
        "guards": { "consent": ["Genehmigung"], "symbols": [{ "package": "acme-consent", "at": "has", "does": "consent" }] },
        "sanitizers": { "verbs": ["blank"] }
      }`,
    });
    const merged = mergeKnowledge(emptyCatalogue(), config.knowledge);
    const email = merged.data.find((category) => category.key === 'user.contact.email');
    assert.deepEqual(email?.strong?.en, ['email', 'post box']);
    assert.equal(
      merged.data.some((category) => category.key === 'user.custom'),
      true,
    );
    assert.deepEqual(merged.guards.consent, ['consent', 'genehmigung']);
    assert.equal(merged.guardSymbols[0]?.package, 'acme-consent');
    assert.equal(merged.sanitizers.verbs.includes('blank'), true);
  });

  it('reads the globs of a package as those of the project that uses it, and paths in it as its own', async () => {
    const { config, problems } = await load({
      'probity.config.json': '{ "extends": "probity-config-acme" }',
      'node_modules/probity-config-acme/package.json': '{ "name": "probity-config-acme", "version": "1.0.0" }',
      'node_modules/probity-config-acme/probity.config.json':
        '{ "extends": "./more.json", "exclude": ["**/*.stories.tsx"], "data": ["./data.json"] }',
      'node_modules/probity-config-acme/more.json':
        '{ "overrides": [{ "files": ["scripts"], "rules": { "unpinned-model": ["info", { "minConfidence": "high" }] } }] }',
      'node_modules/probity-config-acme/data.json': '{ "key": "user.acme", "label": "acme" }',
    });
    assert.deepEqual(problems, []);
    assert.equal(config.excludes('src/a.stories.tsx'), true);
    const [override] = config.overrides;
    assert.deepEqual([override?.applies('scripts/a.ts'), override?.applies('src/a.ts')], [true, false]);
    assert.equal(override?.options['unpinned-model']?.minConfidence, 'high');
    assert.deepEqual(
      config.knowledge.data.map(({ key }) => key),
      ['user.acme'],
    );
  });

  it('is written out as merged, globs from the root', async () => {
    await write({
      '.git/HEAD': '',
      'probity.config.json': JSON.stringify({
        extends: ['probity:kz', './shared/base.json'],
        exclude: ['**/*.stories.tsx'],
        rules: { 'unpinned-model': ['off'] },
      }),
      'shared/base.json': JSON.stringify({
        include: ['src/**'],
        exclude: ['gen/**', '*.gen.ts'],
        jurisdictions: ['EU', 'KZ'],
        overrides: [{ files: ['./tests/**'], rules: { 'personal-data-without-consent': 'off' } }],
      }),
    });
    const preset = { id: 'kz', title: 'KZ', jurisdictions: ['KZ'], rules: { 'social-scoring': 'warning' } } as const;
    const catalogue = { ...emptyCatalogue(), presets: [preset] };
    const { config, problems } = await loadConfig({ root, file: null, catalogue, asOf: '2026-11-26' });
    assert.deepEqual(problems, []);
    assert.deepEqual(JSON.parse(JSON.stringify(config.written)), {
      include: ['shared/src/**'],
      exclude: ['shared/gen/**', 'shared/*.gen.ts', '**/*.stories.tsx'],
      rules: { 'social-scoring': 'warning', 'unpinned-model': ['off'] },
      overrides: [{ files: ['shared/tests/**'], rules: { 'personal-data-without-consent': 'off' } }],
      freeText: 'off',
      jurisdictions: ['KZ', 'EU'],
      lawfulBasis: [],
      systems: [],
      allowedRegions: [],
    });
    assert.deepEqual(config.jurisdictions, ['KZ', 'EU']);
  });

  it('ships its schema', async () => {
    const file = new URL('../../schemas/config.schema.json', import.meta.url);
    const text = `${JSON.stringify(CONFIG_SCHEMA, null, 2)}\n`;
    if (process.env.UPDATE_SNAPSHOTS === '1') await writeFile(file, text);
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), JSON.parse(text));
  });
});
