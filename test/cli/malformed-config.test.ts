import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { loadConfig } from '../../server/host/config/index.ts';
import { folderOf } from '../host/folder.ts';
import { emptyCatalogue } from './fakes.ts';

/** Name, config text, and exactly what must be said of which place. */
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
  ['only a comment', '// nothing\n', ['2:1 A value is expected here']],
  ['a text', '"extends"', ['1:1 The configuration must be an object']],
  ['null', 'null', ['1:1 The configuration must be an object']],
  ['single quotes', "{ 'include': [] }", ['1:3 This is not a JSON value']],
  ['two commas', '{ "include": [],, "exclude": [] }', ['1:17 A key in double quotes is expected here']],
  ['a wrong escape', '{ "include": ["a\\q"] }', ['1:15 There is no such escape']],
  ['a control character', '{ "include": ["a\tb"] }', ['1:15 This character may not stand in a string']],
  ['an unclosed comment', '{ /* "include": [] }', ['1:3 The comment is not closed']],
  ['an unclosed list', '{ "include": ["a" }', ['1:19 A comma is expected here']],
  [
    'deep key twice',
    '{ "rules": { "unpinned-model": "off", "unpinned-model": "error" } }',
    ['1:39 The key `unpinned-model` stands here twice'],
  ],
  [
    'an absolute glob',
    '{ "include": ["/src/**"] }',
    [
      '1:15 `include[0]` must be a glob relative to the folder of the config, with "/" between folders, none in front, and "!" to take out what comes before',
    ],
  ],
  [
    'an empty glob',
    '{ "exclude": [""] }',
    [
      '1:15 `exclude[0]` must be a glob relative to the folder of the config, with "/" between folders, none in front, and "!" to take out what comes before',
    ],
  ],
  [
    'a glob that is a number',
    '{ "overrides": [{ "files": [1], "rules": {} }] }',
    [
      '1:29 `overrides[0].files[0]` must be a glob relative to the folder of the config, with "/" between folders, none in front, and "!" to take out what comes before',
    ],
  ],
  [
    'override without globs',
    '{ "overrides": [{ "files": [], "rules": {} }] }',
    ['1:28 `overrides[0].files` must be a list of globs, not empty'],
  ],
  [
    'override of one thing',
    '{ "overrides": { "files": ["a"] } }',
    ['1:16 `overrides` must be a list of { files, rules }'],
  ],
  [
    'unknown option',
    '{ "rules": { "unpinned-model": ["error", { "minConfidenc": "low" }] } }',
    ['1:44 Unknown key `minConfidenc` in `rules.unpinned-model[1]`; did you mean `minConfidence`?'],
  ],
  [
    'wrong option',
    '{ "rules": { "unpinned-model": ["error", { "minConfidence": "hgh" }] } }',
    [
      '1:61 `rules.unpinned-model[1].minConfidence` must be the lowest confidence that is told: "low", "medium" or "high"; did you mean `high`?',
    ],
  ],
  [
    'option in an override',
    '{ "overrides": [{ "files": ["a"], "rules": { "unpinned-model": ["off", { "x": 1 }] } }] }',
    ['1:74 Unknown key `x` in `overrides[0].rules.unpinned-model[1]`; known: `minConfidence`'],
  ],
  [
    'severity with a capital',
    '{ "rules": { "unpinned-model": "Error" } }',
    ['1:32 `rules.unpinned-model` must be a severity: "off", "info", "warning" or "error"; did you mean `error`?'],
  ],
  [
    'severity null',
    '{ "rules": { "unpinned-model": null } }',
    ['1:32 `rules.unpinned-model` must be a severity: "off", "info", "warning" or "error"'],
  ],
  ['extends as a number', '{ "extends": 3 }', ['1:14 `extends` must be a text that is not empty']],
  [
    'extends with an empty name',
    '{ "extends": ["", "probity:all"] }',
    ['1:15 `extends[0]` must be a text that is not empty'],
  ],
  [
    'a preset without its name',
    '{ "extends": "probity:" }',
    ['1:14 There is no preset `probity:`; known: `probity:recommended`, `probity:strict`, `probity:all`'],
  ],
  ['a folder', '{ "extends": "./" }', ['1:14 `./` is not a JSON file; a configuration is data and is never run']],
  [
    'jurisdictions as a text',
    '{ "jurisdictions": "EU" }',
    ['1:20 `jurisdictions` must be a list of jurisdictions: ["EU", "KZ"]'],
  ],
  ['regions of numbers', '{ "allowedRegions": [1] }', ['1:22 `allowedRegions[0]` must be a text that is not empty']],
  ['a system without an id', '{ "systems": [{ "paths": ["a"] }] }', ['1:15 `systems[0]` lacks the key `id`']],
  [
    'a fix without a name',
    '{ "fixes": { "consent": { "from": "./consent" } } }',
    ['1:25 `fixes.consent` lacks the key `name`'],
  ],
  [
    'an unknown fix',
    '{ "fixes": { "consnt": { "name": "ask", "from": "./consent" } } }',
    ['1:14 Unknown key `consnt` in `fixes`; did you mean `consent`?'],
  ],
  [
    'a guard that does nothing known',
    '{ "guards": { "symbols": [{ "package": "x", "at": "has", "does": "consents" }] } }',
    [
      '1:66 `guards.symbols[0].does` must be "asserts", "consent", "requires", "never", "succeeds" or "fails"; did you mean `consent`?',
    ],
  ],
  [
    'a host without a name',
    '{ "hosts": [{ "kind": "chat" }] }',
    [
      '1:13 `hosts[0]` lacks the key `host`',
      '1:13 `hosts[0]` lacks the key `recipient`',
      '1:15 Unknown key `kind` in `hosts[0]`; did you mean `kinds`?',
    ],
  ],
  [
    'words that are no list',
    '{ "sanitizers": { "verbs": "redact" } }',
    ['1:28 `sanitizers.verbs` must be a list of texts'],
  ],
];

describe('a config that is wrong', () => {
  for (const [name, text, expected] of MALFORMED) {
    it(`says what is wrong and where: ${name}`, async () => {
      const { root, remove } = folderOf({ '.git/HEAD': '', 'probity.config.json': text });
      try {
        const { problems } = await loadConfig({ root, file: null, catalogue: emptyCatalogue(), asOf: '2026-11-26' });
        assert.deepEqual(
          problems.map((p) => `${relative(root, p.file)}:${String(p.line)}:${String(p.column)} ${p.message}`),
          expected.map((line) => `probity.config.json:${line}`),
        );
      } finally {
        remove();
      }
    });
  }
});
