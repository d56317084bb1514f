import assert from 'node:assert/strict';
import { calleeOf, endOf, startOf, type FileFacts } from '../../server/engine/extract/index.ts';
import { apiName } from '../../server/engine/link/index.ts';
import { programOf } from './shapes/harness.ts';

/** The calls that are handed the function of that name: `path: callee.key.key`. */
function handedTo(files: Readonly<Record<string, string>>, path: string, name: string): readonly string[] {
  const program = programOf(files);
  const file = program.facts(path);
  if (file === undefined) throw new Error(`no facts of ${path}`);
  const fn = file.functions.findIndex((f) => f.name === name);
  return program
    .registrations(file, fn)
    .map((r) => `${r.file.path}: ${[written(files, r.file, r.call), ...r.keys].join('.')}`)
    .sort();
}

function written(files: Readonly<Record<string, string>>, file: FileFacts, call: number): string {
  const callee = calleeOf(file, call);
  return (files[file.path] ?? '').slice(startOf(file, callee), endOf(file, callee));
}

describe('what functions are handed to', () => {
  it('arguments, by name and inline', () => {
    const text = `function show() {}\napp.get('/a', show);\napp.use(function inline() {});`;
    assert.deepEqual(handedTo({ 'a.ts': text }, 'a.ts', 'show'), ['a.ts: app.get']);
    assert.deepEqual(handedTo({ 'a.ts': text }, 'a.ts', 'inline'), ['a.ts: app.use']);
  });

  it('objects, nested and named', () => {
    const text = `const options = { server: { POST() {} } };\nroute(options);\nserve({ fetch: function go() {} });`;
    assert.deepEqual(handedTo({ 'a.ts': text }, 'a.ts', 'POST'), ['a.ts: route.server.POST']);
    assert.deepEqual(handedTo({ 'a.ts': text }, 'a.ts', 'go'), ['a.ts: serve.fetch']);
  });

  it('wrappers', () => {
    const text = `const show = () => 1;\nconst safe = timed(show);\napp.get('/a', outer(safe));`;
    assert.deepEqual(handedTo({ 'a.ts': text }, 'a.ts', 'show'), ['a.ts: app.get', 'a.ts: outer', 'a.ts: timed']);
  });

  it('other files: by name, in an object, in a wrapper', () => {
    const files = {
      'show.ts': `export function show() {}\nexport const resolvers = { Query: { summary() {} } };`,
      'index.ts': `export * from './show';`,
      'app.ts': `import { show, resolvers } from './index';\napp.get('/a', safe(show));\nserver({ resolvers, n: { show } });`,
    };
    assert.deepEqual(handedTo(files, 'show.ts', 'show'), ['app.ts: app.get', 'app.ts: safe', 'app.ts: server.n.show']);
    assert.deepEqual(handedTo(files, 'show.ts', 'summary'), ['app.ts: server.resolvers.Query.summary']);
  });

  it('nothing is handed what is only called', () => {
    assert.deepEqual(handedTo({ 'a.ts': `function show() {}\nshow();` }, 'a.ts', 'show'), []);
  });
});

describe('what a call hands to a function', () => {
  const textOf = (files: Readonly<Record<string, string>>, path: string): readonly string[] => {
    const program = programOf(files);
    const file = program.facts(path);
    if (file === undefined) return [];
    return file.functions
      .flatMap((f) => f.parameters)
      .flatMap((p) => program.entities({ file, node: p.node }))
      .map((e) => (e.k === 'api' ? apiName(e) : e.k === 'global' ? e.name : e.k));
  };

  it('parameters by position, below keys, of constructors and decorators', () => {
    const import_ = `import { app, Server, Res } from 'web';\n`;
    const cases: readonly (readonly [string, readonly string[]])[] = [
      [`app.get('/', (a, b) => 1);`, ['web#app.get.@0', 'web#app.get.@1']],
      [`app.route({ h: { POST: (a) => 1 } });`, ['web#app.route.h.POST.@0']],
      [`new Server({ open(a) {} });`, ['web#Server.new().open.@0']],
      [`app.get('/', safe((a) => 1));`, ['safe.@0', 'web#app.get.@0']],
      [`class C { m(@Res() a) {} }`, ['web#Res().@0']],
      [`Bun.serve({ fetch: (a) => 1 });`, ['Bun.serve.fetch.@0']],
    ];
    for (const [text, wanted] of cases) assert.deepEqual(textOf({ 'a.ts': import_ + text }, 'a.ts'), wanted, text);
  });
});
