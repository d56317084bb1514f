import assert from 'node:assert/strict';
import { startOf } from '../../server/engine/extract/index.ts';
import { programOf } from './shapes/harness.ts';

/** `path:line how` of all callers of the named function of `lib.ts`; other files are looked into only if they must be. */
function callersOf(name: string, files: Readonly<Record<string, string>>): readonly string[] {
  const program = programOf(files);
  const lib = program.facts('lib.ts');
  assert.ok(lib);
  const fn = lib.functions.findIndex((f, i) => i > 0 && f.name === name);
  assert.ok(fn > 0, `no function ${name}`);
  return program
    .callSites(lib, fn)
    .sites.map((site) => {
      const line = (files[site.file.path] ?? '').slice(0, startOf(site.file, site.call)).split('\n').length;
      return `${site.file.path}:${String(line)} ${site.how}`;
    })
    .sort();
}

describe('callers', () => {
  it('are found under the name they import, also a renamed one and through barrels', () => {
    const files = {
      'lib.ts': 'export function ask() {}\nask();',
      'barrel.ts': "export { ask as question } from './lib';",
      'star.ts': "export * from './barrel';",
      'a.ts': "import { ask as q } from './lib';\nq();\nother();",
      'b.ts': "import { question } from './star';\nquestion();",
      'c.ts': "import * as lib from './lib';\nlib.ask();",
      'd.ts': 'function ask() {}\nask();',
    };
    assert.deepEqual(callersOf('ask', files), ['a.ts:2 direct', 'b.ts:2 direct', 'c.ts:2 direct', 'lib.ts:2 direct']);
  });

  it('are looked for in as many files as are allowed where more may hold one', () => {
    const users = Array.from({ length: 12_300 }, (_, i): [string, string] => [
      `u${String(i).padStart(5, '0')}.ts`,
      i % 150 === 0 ? "import { ask } from './lib';\nask();" : "import { ask } from './lib';\nask;",
    ]);
    const files = { 'lib.ts': 'export function ask() {}', ...Object.fromEntries(users) };
    const program = programOf(files);
    const lib = program.facts('lib.ts');
    assert.ok(lib);
    const { sites, complete } = program.callSites(lib, 1);
    assert.equal(sites.length, 80, 'those of the first 12,000 files');
    assert.equal(complete, false);
  });

  it('are found where the function goes by another name', () => {
    const files = {
      'lib.ts':
        'function ask() {}\nexport const api = { run: ask };\nexport default ask;\nexport const get = () => ask;\n' +
        'export class Client { send = ask; }\napi.run();\nget()();',
      'a.ts': "import { api } from './lib';\napi.run();\nconst { run } = api;\nrun();",
      'b.ts': "import anything from './lib';\nanything();\nconst table = { go: anything };\ntable.go();",
      'c.ts': "import { Client } from './lib';\nnew Client().send();",
      'd.ts': "import { get } from './lib';\nconst f = get();\nf();",
    };
    assert.deepEqual(callersOf('ask', files), [
      'a.ts:2 direct',
      'a.ts:4 direct',
      'b.ts:2 direct',
      'b.ts:4 direct',
      'c.ts:2 direct',
      'd.ts:3 direct',
      'lib.ts:6 direct',
      'lib.ts:7 direct',
    ]);
  });

  it('are found for closures that are handed out, constructors, methods and components', () => {
    const lib = {
      'lib.ts':
        'export function make() { return function inner() {}; }\nexport class Model { constructor() {} ask() {} }\n' +
        'export function View() { return null; }',
    };
    const a = "import { make } from './lib';\nconst f = make();\nf();";
    assert.deepEqual(callersOf('inner', { ...lib, 'a.ts': a }), ['a.ts:3 direct']);
    const b = "import { Model } from './lib';\nconst m = new Model();\nm.ask();\n[1].map(m.ask);";
    assert.deepEqual(callersOf('ask', { ...lib, 'b.ts': b }), ['b.ts:3 direct', 'b.ts:4 callback']);
    assert.deepEqual(callersOf('constructor', { ...lib, 'b.ts': b }), ['b.ts:2 direct']);
    const c = "import { View } from './lib';\nexport const x = <View a={1} />;";
    assert.deepEqual(callersOf('View', { ...lib, 'c.tsx': c }), ['c.tsx:2 direct']);
  });
});
