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

/** Name, config text, and exactly what must be said. */
const MALFORMED: readonly (readonly [string, string, readonly string[]])[] = [
  ['no value', '', ['1:1 A value is expected here']],
  ['unclosed object', '{\n  "rules": {}', ['2:14 A closing brace is missing here']],
  ['unclosed string', '{ "freeText": "off }', ['1:15 The string is not closed']],
  ['missing comma', '{\n  "include": []\n  "exclude": []\n}', ['3:3 A comma is expected here']],
  ['missing colon', '{ "include" [] }', ['1:13 A colon is expected here']],
  ['bare key', '{ rules: {} }', ['1:3 This is not a JSON value']],
  ['text after the end', '{}\n{}', ['2:1 Nothing may follow the end of the object']],
  ['a list', '[]', ['1:1 The configuration must be an object']],
  ['a number', '12', ['1:1 The configuration must be an object']],
  ['unknown key', '{\n  "rule": {}\n}', ['2:3 Unknown key `rule`; did you mean `rules`?']],
  ['unknown key after a BOM', '\uFEFF{\n  "exlude": []\n}', ['2:3 Unknown key `exlude`; did you mean `exclude`?']],
  ['key twice', '{ "include": [], "include": [] }', ['1:18 The key `include` stands here twice']],
  ['prototype key', '{ "__proto__": {} }', ['1:3 Unknown key `__proto__`']],
  [
    'unknown jurisdiction',
    '{ "jurisdictions": ["EU", "kz"] }',
    ['1:27 No law of a jurisdiction `kz` is known; did you mean `KZ`?'],
  ],
  [
    'unknown rule',
    '{ "rules": {\n  "personal-data-without-concent": "off"\n} }',
    ['2:3 `personal-data-without-concent` is not a rule; did you mean `personal-data-without-consent`?'],
  ],
  [
    'wrong severity',
    '{ "rules": { "unpinned-model": "warn" } }',
    ['1:32 `rules.unpinned-model` must be a severity: "off", "info", "warning" or "error"; did you mean `warning`?'],
  ],
  [
    'severity as number',
    '{ "rules": { "unpinned-model": 2 } }',
    ['1:32 `rules.unpinned-model` must be a severity: "off", "info", "warning" or "error"'],
  ],
  [
    'severity list empty',
    '{ "rules": { "unpinned-model": [] } }',
    ['1:32 `rules.unpinned-model` must be [severity] or [severity, options]'],
  ],
  [
    'severity list too long',
    '{ "rules": { "unpinned-model": ["off", {}, 3] } }',
    ['1:32 `rules.unpinned-model` must be [severity] or [severity, options]'],
  ],
  [
    'severity in a list',
    '{ "rules": { "unpinned-model": ["eror"] } }',
    ['1:33 `rules.unpinned-model[0]` must be a severity: "off", "info", "warning" or "error"; did you mean `error`?'],
  ],
  [
    'options not an object',
    '{ "rules": { "unpinned-model": ["error", 1] } }',
    ['1:42 `rules.unpinned-model[1]` must be an object of options'],
  ],
  ['rules as list', '{ "rules": [] }', ['1:12 `rules` must be an object of severities by rule id']],
  [
    'include as text',
    '{ "include": "src" }',
    ['1:14 `include` must be a list of globs: only findings in these files are reported'],
  ],
  [
    'negated glob',
    '{ "exclude": ["a", "!b"] }',
    [
      '1:20 `exclude[1]` must be a glob relative to the folder of the config, with "/" between folders and no "/" or "!" in front',
    ],
  ],
  ['override without files', '{ "overrides": [\n  { "rules": {} }\n] }', ['2:3 `overrides[0]` lacks the key `files`']],
  [
    'override with a wrong key',
    '{ "overrides": [{ "files": ["a"], "rulse": {}, "rules": {} }] }',
    ['1:35 Unknown key `rulse` in `overrides[0]`; did you mean `rules`?'],
  ],
  [
    'override of an unknown rule',
    '{ "overrides": [{ "files": ["a"], "rules": { "nope": "off" } }] }',
    [
      '1:46 `nope` is not a rule; known: `personal-data-without-consent`, `unpinned-model`, `social-scoring`, `suppression`',
    ],
  ],
  [
    'freeText',
    '{ "freeText": true }',
    ['1:15 `freeText` must be the severity of free text typed by the user that reaches a model'],
  ],
  [
    'unknown preset',
    '{ "extends": ["probity:all", "probity:recomended"] }',
    ['1:30 There is no preset `probity:recomended`; did you mean `probity:recommended`?'],
  ],
  ['missing file', '{ "extends": "./none.json" }', ['1:14 `./none.json` was not found']],
  [
    'code',
    '{ "extends": "./config.js" }',
    ['1:14 `./config.js` is not a JSON file; a configuration is data and is never run'],
  ],
  ['itself', '{ "extends": "./probity.config.json" }', ['1:14 `./probity.config.json` extends this file in turn']],
  [
    'missing package',
    '{ "extends": "probity-config-nowhere" }',
    [
      '1:14 `probity-config-nowhere` was not found: it is neither a preset, nor a path with "./" in front, nor an installed package',
    ],
  ],
  [
    'lawful basis',
    '{ "lawfulBasis": [{ "basis": "contrakt", "reason": "x" }] }',
    ['1:30 `contrakt` is not a lawful basis; did you mean `contract`?'],
  ],
  [
    'lawful basis without reason',
    '{ "lawfulBasis": [{ "basis": "contract" }] }',
    ['1:19 `lawfulBasis[0]` lacks the key `reason`'],
  ],
  [
    'sdk',
    '{ "sdks": [{ "id": "acme", "packages": ["acme"], "recipient": { "name": "Acme", "country": "USA" },\n  "calls": [{ "at": "a", "kind": "chatt", "sends": ["0"] }] }] }',
    [
      '1:92 `sdks[0].recipient.country` must be two capital letters (ISO 3166), "LOCAL" or "??"',
      '2:34 `sdks[0].calls[0].kind` must be a kind of model call; did you mean `chat`?',
    ],
  ],
  [
    'API path',
    '{ "sdks": [{ "id": "acme", "packages": ["acme"], "recipient": { "name": "Acme", "country": "US" },\n  "calls": [{ "at": "a b", "kind": "chat", "sends": ["0"] }] }] }',
    ['2:21 `sdks[0].calls[0].at`: "a b" is not an API path'],
  ],
  ['sdk file', '{ "sdks": ["./none.yaml"] }', ['1:12 `./none.yaml` was not found']],
  [
    'data key',
    '{ "data": [{ "key": "User Email", "label": "x" }] }',
    ['1:21 `data[0].key` must be a key such as "user.contact.email"'],
  ],
  [
    'guard words',
    '{ "guards": { "consents": ["ok"] } }',
    ['1:15 Unknown key `consents` in `guards`; did you mean `consent`?'],
  ],
  [
    'sanitizer symbol',
    '{ "sanitizers": { "symbols": [{ "package": "x", "at": "redact" }] } }',
    ['1:31 `sanitizers.symbols[0]` lacks the key `clean`'],
  ],
  [
    'system risk',
    '{ "systems": [{ "id": "a", "paths": [], "risk": "hight" }] }',
    ['1:49 `systems[0].risk` must be "minimal", "limited" or "high"; did you mean `high`?'],
  ],
];

describe('config', () => {
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'probity-config-')));
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  for (const [name, text, expected] of MALFORMED) {
    it(`says what is wrong and where: ${name}`, async () => {
      const loaded = await load({ 'probity.config.json': text });
      assert.deepEqual(
        told(loaded),
        expected.map((line) => `probity.config.json:${line}`),
      );
    });
  }

  it('takes comments and trailing commas', async () => {
    const { config, problems } = await load({
      'probity.config.json': '// team\n{ /* a */ "rules": { "unpinned-model": ["error", { "allow": ["x"] }], }, }',
    });
    assert.deepEqual(problems, []);
    assert.equal(config.severities['unpinned-model'], 'error');
    assert.deepEqual({ ...config.options['unpinned-model'] }, { allow: ['x'] });
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
    assert.equal(config.excludes('deep/gen/a.ts'), true);
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
      exclude: ['shared/gen/**', '*.gen.ts', '**/*.stories.tsx'],
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
