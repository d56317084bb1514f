import { deepEqual, equal, ok } from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createModuleGraph } from '../../server/engine/link/modules/index.ts';
import { LineIndex } from '../../server/engine/source/index.ts';
import { readWorkspace, type WorkspaceFiles } from '../../server/host/files.ts';
import { folderOf, type Folder } from './folder.ts';

describe('host: tsconfig and package files', () => {
  let folder: Folder | null = null;
  afterEach(() => {
    folder?.remove();
    folder = null;
  });
  const read = (files: Readonly<Record<string, string>>): Promise<WorkspaceFiles> =>
    readWorkspace((folder = folderOf(files)).root);

  it('reads paths and baseUrl, with comments and trailing commas', async () => {
    const { tsconfigs, problems } = await read({
      'tsconfig.json': `\uFEFF{ // aliases
        "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["*", "../lib/*"], "out/*": ["../../../x/*"], }, },
      }`,
      'plain/jsconfig.json': '{}',
      'plain/tsconfig.spec.json': '{}',
      'empty/tsconfig.json': '',
    });
    deepEqual(problems, []);
    deepEqual(tsconfigs, [
      { directory: 'empty', baseUrl: null, paths: {}, pathsBase: '' },
      { directory: '', baseUrl: 'src', paths: { '@/*': ['src/*', 'lib/*'], 'out/*': [] }, pathsBase: '' },
      { directory: 'plain', baseUrl: null, paths: {}, pathsBase: '' },
    ]);
  });

  it('says which base is not there, unless a tool makes it', async () => {
    const { problems } = await read({
      'a/tsconfig.json': '{ "extends": "../base.json" }',
      'b/tsconfig.json': '{ "extends": "./.svelte-kit/tsconfig.json" }',
      'c/tsconfig.json': '{ "extends": "@org/config" }',
    });
    deepEqual(
      problems.map(({ path, start, end }) => ({ path, start, end })),
      [{ path: 'a/tsconfig.json', start: 13, end: 27 }],
    );
    ok(problems[0]?.message.includes('../base.json'));
  });

  it('follows extends: chains, lists, folders, ${configDir}', async () => {
    const { tsconfigs } = await read({
      'tsconfig.base.json': '{"compilerOptions":{"paths":{"@base/*":["./libs/*"]}}}',
      'config/strict.json': '{"compilerOptions":{"baseUrl":".."}}',
      'config/dir.json': '{"compilerOptions":{"paths":{"~/*":["${configDir}/src/*"]}}}',
      'a/tsconfig.json': '{"extends":"../tsconfig.base"}',
      'b/tsconfig.json': '{"extends":["../config/dir.json","../config/strict.json"]}',
      'c/tsconfig.json': '{"extends":"../a","compilerOptions":{"paths":{"own":["./x.ts"]}}}',
      'loop/tsconfig.json': '{"extends":"./tsconfig.json","compilerOptions":{"baseUrl":"."}}',
    });
    const of = (directory: string): unknown => tsconfigs.find((config) => config.directory === directory);
    deepEqual(of('a'), { directory: 'a', baseUrl: null, paths: { '@base/*': ['libs/*'] }, pathsBase: '' });
    deepEqual(of('b'), { directory: 'b', baseUrl: '', paths: { '~/*': ['b/src/*'] }, pathsBase: '' });
    deepEqual(of('c'), { directory: 'c', baseUrl: null, paths: { own: ['c/x.ts'] }, pathsBase: '' });
    deepEqual(of('loop'), { directory: 'loop', baseUrl: 'loop', paths: {}, pathsBase: '' });
  });

  it('finds bases in packages, and does without those that are not installed', async () => {
    const { tsconfigs, problems } = await read({
      'node_modules/@org/config/package.json': '{"name":"@org/config","exports":{"./next":"./next.json"}}',
      'node_modules/@org/config/next.json': '{"compilerOptions":{"baseUrl":"../../../src"}}',
      'packages/tsconfig/package.json': '{"name":"@acme/tsconfig"}',
      'packages/tsconfig/base.json': '{"compilerOptions":{"paths":{"@shared/*":["../shared/*"]}}}',
      'a/tsconfig.json': '{"extends":"@org/config/next"}',
      'b/tsconfig.json': '{"extends":"@acme/tsconfig/base.json"}',
      'c/tsconfig.json': '{"extends":"@tsconfig/node20/tsconfig.json","compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
    });
    deepEqual(problems, []);
    deepEqual(
      tsconfigs.map(({ baseUrl, paths }) => [baseUrl, paths]),
      [
        ['src', {}],
        [null, { '@shared/*': ['packages/shared/*'] }],
        [null, { '@/*': ['c/src/*'] }],
      ],
    );
  });

  it('does not read outside the root', async () => {
    const outside = folderOf({ 'base.json': '{"compilerOptions":{"baseUrl":"./caught"}}', 'root/x.ts': '' });
    try {
      folder = folderOf({
        'a/tsconfig.json': `{"extends":"${join(outside.root, 'base.json').replaceAll('\\', '/')}"}`,
        'b/tsconfig.json': '{"extends":"../../base.json"}',
        'c/tsconfig.json': '{"extends":"../linked/base.json"}',
      });
      symlinkSync(outside.root, folder.path('linked'), 'junction');
      const { tsconfigs } = await readWorkspace(folder.root);
      deepEqual(
        tsconfigs.map(({ baseUrl }) => baseUrl),
        [null, null, null],
      );
    } finally {
      outside.remove();
    }
  });

  it('gives the config every tool takes before its siblings', async () => {
    const { tsconfigs } = await read({
      'tsconfig.app.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
      'tsconfig.a.json': '{"compilerOptions":{"paths":{"@/*":["./test/*"]}}}',
      'tsconfig.node.json': '{}',
      'tsconfig.json': '{"files":[],"references":[{"path":"./tsconfig.app.json"}]}',
    });
    deepEqual(
      tsconfigs.map(({ paths }) => paths),
      [{}, { '@/*': ['src/*'] }, { '@/*': ['test/*'] }],
    );
  });

  it('says where a file is broken, and uses what can be understood', async () => {
    const files = {
      'package.json': '{\n  "name": "app",\n  "main": "index.js",\n}\n',
      'tsconfig.json': '{\n  "compilerOptions": { "baseUrl": "src" "strict": true }\n}\n',
      'x/package.json': '[]',
      'y/tsconfig.json': '{"compilerOptions":{"paths":{"a":"b","c":[1,"d"],"e":null},"baseUrl":7},"extends":{}}',
    };
    const { packages, tsconfigs, problems, texts } = await read(files);
    const at = problems.map(({ path, start, message }) => {
      const { line, column } = new LineIndex(texts.get(path) ?? '').position(start);
      return `${path}:${String(line + 1)}:${String(column + 1)} ${message}`;
    });
    deepEqual(at.sort(), [
      'package.json:4:1 Broken JSON: property name expected',
      'tsconfig.json:2:41 Broken JSON: comma expected',
    ]);
    deepEqual(packages[0], { directory: '', manifest: { name: 'app', main: 'index.js' } });
    deepEqual(packages[1], { directory: 'x', manifest: [] });
    equal(tsconfigs[0]?.baseUrl, 'src');
    deepEqual(tsconfigs[1]?.paths, { a: ['y/b'], c: ['y/d'], e: [] });
  });

  it('lets a pnpm workspace resolve without anything installed', async () => {
    const files = await read({
      'pnpm-workspace.yaml': 'packages: [packages/*, apps/*]',
      'package.json': '{"private":true}',
      'packages/ai/package.json': '{"name":"@acme/ai","exports":{".":{"import":"./dist/index.mjs"}}}',
      'packages/ai/src/index.ts': `export * from './ask.js'`,
      'packages/ai/src/ask.ts': '',
      'apps/web/package.json': '{"name":"web","dependencies":{"@acme/ai":"workspace:*"}}',
      'apps/web/tsconfig.json': '{"extends":"../../tsconfig.base.json"}',
      'tsconfig.base.json': '{"compilerOptions":{"paths":{"@ui/*":["./packages/ui/*"]}}}',
      'packages/ui/button.tsx': '',
      'apps/web/src/page.tsx': `import { ask } from '@acme/ai'; import { Button } from '@ui/button'`,
    });
    const graph = createModuleGraph({
      ...files,
      paths: [...files.texts.keys()],
      text: (path) => files.texts.get(path),
    });
    deepEqual(graph.imports('apps/web/src/page.tsx'), ['packages/ai/src/index.ts', 'packages/ui/button.tsx']);
    deepEqual(graph.importers('packages/ai/src/ask.ts'), ['packages/ai/src/index.ts']);
    ok(files.problems.length === 0);
  });
});
