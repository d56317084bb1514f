import { deepEqual, equal, ok } from 'node:assert/strict';
import { createExtractor, loadParsers, startOf, endOf, type FileFacts } from '../../../server/engine/extract/index.ts';
import { createExportResolver, type ExportResolver } from '../../../server/engine/link/modules/index.ts';
import { graphOf } from './project.ts';

interface Fixture {
  readonly exports: ExportResolver;
  /** Paths whose facts were asked for. */
  readonly extracted: ReadonlySet<string>;
  /** Each place a name leads to, in one line: `file: text of the value`, `pkg:name#export`, `module:path`. */
  readonly show: (path: string, name: string) => readonly string[];
  readonly type: (path: string, name: string) => string | null;
}

describe('link/modules: exports', () => {
  let extract: (path: string, text: string) => FileFacts;
  before(async () => {
    const extractor = createExtractor(await loadParsers());
    extract = (path, text) => extractor.extract(path, text);
  });

  const load = (files: Readonly<Record<string, string>>): Fixture => {
    const extracted = new Set<string>();
    const known = new Map<string, FileFacts>();
    const facts = (path: string): FileFacts | undefined => {
      const text = files[path];
      if (text === undefined || path.endsWith('.json')) return undefined;
      extracted.add(path);
      const found = known.get(path) ?? extract(path, text);
      known.set(path, found);
      return found;
    };
    const exports = createExportResolver(facts, graphOf(files), (path) => files[path]);
    return {
      exports,
      extracted,
      show: (path, name) =>
        exports.resolve(path, name).map((found) => {
          if (found.k === 'module') return `module:${found.path}`;
          if (found.k === 'package') {
            return `pkg:${found.name}${found.subpath === '' ? '' : `/${found.subpath}`}#${found.export}`;
          }
          const { file, node } = found.ref;
          return `${file.path}: ${(files[file.path] ?? '').slice(startOf(file, node), endOf(file, node))}`;
        }),
      type: (path, name) => {
        const found = exports.type(path, name);
        if (found === null) return null;
        if (found.k === 'package') return `pkg:${found.name}#${found.export}`;
        return `${found.file.path}: ${found.file.declarations[found.index]?.name ?? '?'}`;
      },
    };
  };

  const one = (files: Readonly<Record<string, string>>, name: string): string => {
    const found = load(files).show('a.ts', name);
    equal(found.length, 1, JSON.stringify(found));
    return found[0] ?? '';
  };

  describe('ES modules', () => {
    const cases: readonly (readonly [string, Readonly<Record<string, string>>, string, RegExp])[] = [
      ['a function', { 'a.ts': 'export function f() { return 1 }' }, 'f', /^a\.ts: .*f/],
      ['a constant', { 'a.ts': 'export const f = () => 2' }, 'f', /^a\.ts: .*f|=> 2/],
      ['a destructured constant', { 'a.ts': 'export const { f, g: h } = make()' }, 'h', /^a\.ts: /],
      ['a class', { 'a.ts': 'export class C {}' }, 'C', /^a\.ts: .*C/],
      ['a default function', { 'a.ts': 'export default function () {}' }, 'default', /^a\.ts: .*function/],
      ['a default value', { 'a.ts': 'const x = make(); export default x' }, 'default', /^a\.ts: /],
      ['a renamed local', { 'a.ts': 'const x = make(); export { x as y }' }, 'y', /^a\.ts: /],
      ['a string name', { 'a.ts': "const x = make(); export { x as 'a-b' }" }, 'a-b', /^a\.ts: /],
    ];
    for (const [title, files, name, expected] of cases) {
      it(title, () => {
        ok(expected.test(one(files, name)), one(files, name));
      });
    }

    it('follows barrels, renames and imported locals to the value', () => {
      const { show } = load({
        'index.ts': `export * from './all'; export { f as g } from './impl'; import { f } from './impl'; export { f as h };
          import d from './impl'; export { d }; export { default } from './impl'; export * as ns from './impl'`,
        'all.ts': `export * from './impl'`,
        'impl.ts': 'export const f = 1; export default 2',
      });
      for (const name of ['f', 'g', 'h']) deepEqual(show('index.ts', name).length, 1, name);
      for (const name of ['f', 'g', 'h']) ok(show('index.ts', name)[0]?.startsWith('impl.ts: '), name);
      ok(show('index.ts', 'd')[0]?.startsWith('impl.ts: '));
      ok(show('index.ts', 'default')[0]?.startsWith('impl.ts: '));
      deepEqual(show('index.ts', 'ns'), ['module:impl.ts']);
      deepEqual(show('index.ts', '*'), ['module:index.ts']);
      deepEqual(show('index.ts', 'missing'), []);
      deepEqual(show('all.ts', 'default'), []);
    });

    it('leads to packages', () => {
      const { show } = load({
        'a.ts': `export { OpenAI as AI, default as D } from 'openai'; export * from 'ai'; export * as z from 'zod/v4';
          import x, { y } from 'pkg'; export { x, y }; import * as all from 'pkg'; export { all };
          export const viaNamespace = all.deep; export const local = 1`,
      });
      deepEqual(show('a.ts', 'AI'), ['pkg:openai#OpenAI']);
      deepEqual(show('a.ts', 'D'), ['pkg:openai#default']);
      deepEqual(show('a.ts', 'generateText'), ['pkg:ai#generateText']);
      deepEqual(show('a.ts', 'z'), ['pkg:zod/v4#*']);
      deepEqual(show('a.ts', 'x'), ['pkg:pkg#default']);
      deepEqual(show('a.ts', 'y'), ['pkg:pkg#y']);
      deepEqual(show('a.ts', 'all'), ['pkg:pkg#*']);
      deepEqual(show('a.ts', 'viaNamespace'), ['pkg:pkg#deep']);
      ok(show('a.ts', 'local')[0]?.startsWith('a.ts: '));
    });

    it('gives all values where `export *` is ambiguous, the own name where there is one', () => {
      const { show } = load({
        'a.ts': `export * from './b'; export * from './c'; export const own = 1`,
        'b.ts': 'export const f = 1; export const own = 2',
        'c.ts': 'export const f = 2',
      });
      equal(show('a.ts', 'f').length, 2);
      equal(show('a.ts', 'own').length, 1);
      ok(show('a.ts', 'own')[0]?.startsWith('a.ts'));
    });

    it('ends in cyclic barrels and imports', () => {
      const { show, exports } = load({
        'a.ts': `export * from './b'; export { y as x } from './b'`,
        'b.ts': `export * from './a'; export { x as y } from './a'; export const f = 1; import { q } from './a'; export { q }`,
      });
      equal(show('a.ts', 'f').length, 1);
      deepEqual(show('a.ts', 'x'), []);
      deepEqual(show('a.ts', 'q'), []);
      deepEqual(exports.names('a.ts'), ['f', 'q', 'x', 'y']);
    });

    it('does not extract the targets of `export *` that cannot name the export', () => {
      const { show, extracted } = load({
        'a.ts': `export * from './b'; export * from './c'; export * from './d'`,
        'b.ts': 'export const other = 1',
        'c.ts': 'export const wanted = 1',
        'd.ts': `export * from './c'`,
      });
      equal(show('a.ts', 'wanted').length, 1);
      deepEqual([...extracted].sort(), ['a.ts', 'c.ts', 'd.ts']);
    });

    it('gives the import itself where its module is missing', () => {
      const { show } = load({
        'a.ts': `import { Db } from './generated/db'; export { Db }; export { X } from './missing'`,
      });
      ok(show('a.ts', 'Db')[0]?.startsWith('a.ts: '));
      deepEqual(show('a.ts', 'X'), []);
    });

    it('gives a component file as its own default', () => {
      const { show } = load({ 'a.ts': `export { default as View } from './View.vue'`, 'View.vue': '<template/>' });
      deepEqual(show('a.ts', 'View'), ['module:View.vue']);
    });
  });

  describe('CommonJS', () => {
    const files = {
      'object.js': `const { g } = require('./names'); function f() {} module.exports = { f, g, h: require('./fn'), ...require('./names'), OpenAI: require('openai').OpenAI }`,
      'names.js': 'exports.g = () => 1; module.exports.k = 2',
      'fn.js': 'module.exports = function ask() {}; module.exports.extra = 1',
      'again.js': `module.exports = require('./object')`,
      'built.js': 'const api = {}; api.f = function () {}; api.v = 1; module.exports = api',
      'frozen.js': 'module.exports = Object.freeze({ f() {} })',
      'equals.ts': 'class K {} export = K',
      'esm.mjs': 'export default function ask() {}; export const f = 1',
      'mixed.js': `module.exports = require('./esm.mjs').default; exports.all = require('./esm.mjs')`,
      'import.mjs': `import d, { f } from './object.js'; import fn from './fn.js'; import * as ns from './fn.js'; export { d, f, fn, ns }`,
      'pkg.js': `module.exports = require('openai')`,
    };
    const starts = (path: string, name: string, ...expected: readonly string[]): void => {
      it(`${name} of ${path} is ${expected.join(' and ') || 'nothing'}`, () => {
        const found = load(files).show(path, name);
        equal(found.length, expected.length, JSON.stringify(found));
        for (const [i, start] of expected.entries()) ok(found[i]?.startsWith(start), JSON.stringify(found));
      });
    };
    starts('object.js', 'f', 'object.js: ');
    starts('object.js', 'g', 'names.js: ');
    starts('object.js', 'k', 'names.js: ');
    starts('object.js', 'h', 'fn.js: function ask', 'module:fn.js');
    starts('object.js', 'OpenAI', 'pkg:openai#OpenAI');
    starts('object.js', 'default', 'object.js: {');
    starts('object.js', '*', 'object.js: {');
    starts('object.js', 'nothing');
    starts('names.js', 'g', 'names.js: ');
    starts('names.js', 'k', 'names.js: ');
    starts('names.js', 'default', 'module:names.js');
    starts('names.js', '*', 'module:names.js');
    starts('fn.js', 'default', 'fn.js: function ask');
    starts('fn.js', '*', 'fn.js: function ask', 'module:fn.js');
    starts('fn.js', 'extra', 'fn.js: 1');
    starts('again.js', 'f', 'object.js: ');
    starts('again.js', 'k', 'names.js: ');
    starts('built.js', 'f', 'built.js: function ()');
    starts('frozen.js', 'f', 'frozen.js: ');
    starts('equals.ts', 'default', 'equals.ts: ');
    starts('equals.ts', '=', 'equals.ts: ');
    starts('mixed.js', 'default', 'esm.mjs: function ask');
    starts('mixed.js', 'all', 'module:esm.mjs');
    starts('import.mjs', 'd', 'object.js: {');
    starts('import.mjs', 'f', 'object.js: ');
    starts('import.mjs', 'fn', 'fn.js: function ask');
    starts('import.mjs', 'ns', 'fn.js: function ask', 'module:fn.js');
    starts('pkg.js', 'default', 'pkg:openai#*');
    starts('pkg.js', 'OpenAI', 'pkg:openai#OpenAI');

    it('lists the names of an object, its spreads included', () => {
      const { exports } = load(files);
      deepEqual(exports.names('object.js'), ['OpenAI', 'default', 'f', 'g', 'h', 'k']);
      deepEqual(exports.names('import.mjs'), ['d', 'f', 'fn', 'ns']);
    });
  });

  describe('types', () => {
    const files = {
      'index.ts': `export * from './models'; export type { User as Person } from './models'; import type { Order } from './models';
        export type { Order as Purchase }; import * as all from './models'; export { all }; export * as ns from './models';
        export type { Message } from 'ai'; export default interface Settings { a: string }`,
      'models.ts': `export interface User { email: string } export type Order = { id: string }; export class Account {}
        export enum Role { A } export namespace Deep { export interface Inner { x: string } }`,
      'equals.d.ts': 'declare class Thing {} export = Thing',
    };
    const cases: readonly (readonly [string, string, string | null])[] = [
      ['index.ts', 'User', 'models.ts: User'],
      ['index.ts', 'Person', 'models.ts: User'],
      ['index.ts', 'Purchase', 'models.ts: Order'],
      ['index.ts', 'Account', 'models.ts: Account'],
      ['index.ts', 'Role', 'models.ts: Role'],
      ['index.ts', 'all.User', 'models.ts: User'],
      ['index.ts', 'ns.User', 'models.ts: User'],
      ['index.ts', 'Deep.Inner', 'models.ts: Deep.Inner'],
      ['index.ts', 'Message', 'pkg:ai#Message'],
      ['index.ts', 'default', 'index.ts: Settings'],
      ['index.ts', 'Nothing', null],
      ['equals.d.ts', 'default', 'equals.d.ts: Thing'],
    ];
    for (const [path, name, expected] of cases) {
      it(`${name} of ${path} is ${String(expected)}`, () => {
        equal(load(files).type(path, name), expected);
      });
    }
  });
});
