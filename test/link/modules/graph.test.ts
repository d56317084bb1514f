import { deepEqual, equal } from 'node:assert/strict';
import { createModuleGraph } from '../../../server/engine/link/modules/index.ts';
import { graphOf } from './project.ts';

describe('link/modules: import graph', () => {
  it('has an edge for every form of import, and cycles are fine', () => {
    const graph = graphOf({
      'a.ts': `import './b'; import type { C } from './c'`,
      'b.ts': `export * from './a'; require('./c'); import('openai')`,
      'c.ts': `import './c'`,
      'd.vue': `<script>import { c } from './c'</script>`,
      'e.json': `{"x": "import './c'"}`,
    });
    deepEqual([...graph.importers('c.ts')].sort(), ['a.ts', 'b.ts', 'c.ts', 'd.vue']);
    deepEqual(graph.importers('a.ts'), ['b.ts']);
    deepEqual(graph.importers('d.vue'), []);
    deepEqual(graph.specifiers('b.ts'), ['./a', './c', 'openai']);
    deepEqual(graph.imports('b.ts'), ['a.ts', 'c.ts']);
    deepEqual(graph.specifiers('missing.ts'), []);
  });

  it('updates the edges of changed texts only', () => {
    const files: Record<string, string> = { 'a.ts': `import './b'`, 'b.ts': '', 'c.ts': '' };
    const asked: string[] = [];
    const graph = createModuleGraph({
      paths: Object.keys(files),
      text: (path) => {
        asked.push(path);
        return files[path];
      },
      tsconfigs: [],
      packages: [],
    });
    deepEqual(graph.importers('b.ts'), ['a.ts']);
    asked.length = 0;
    files['a.ts'] = `import './c'; f()`;
    deepEqual(graph.textsChanged(['a.ts']), [{ path: 'a.ts', targets: ['b.ts', 'c.ts'] }]);
    deepEqual(graph.importers('b.ts'), []);
    deepEqual(graph.importers('c.ts'), ['a.ts']);
    files['a.ts'] = `import './c'; g()`;
    deepEqual(graph.textsChanged(['a.ts']), []);
    deepEqual(graph.importers('c.ts'), ['a.ts']);
    deepEqual([...new Set(asked)], ['a.ts']);
  });

  it('takes over the scans of an earlier graph for texts that are the same', () => {
    const texts = new Map([
      ['a.ts', `import './b'`],
      ['b.ts', `import './c'`],
    ]);
    const input = { text: (path: string) => texts.get(path), tsconfigs: [], packages: [] };
    const first = createModuleGraph({ ...input, paths: ['a.ts', 'b.ts'] });
    const before = first.specifiers('b.ts');
    first.importers('b.ts');
    texts.set('c.ts', '');
    const second = createModuleGraph({ ...input, paths: ['a.ts', 'b.ts', 'c.ts'] }, first);
    equal(second.specifiers('b.ts'), before);
    deepEqual(second.importers('c.ts'), ['b.ts']);
  });

  it('says which texts configure resolution', () => {
    const graph = graphOf({ 'deno.json': '{}', 'a.ts': '' });
    equal(graph.isPlain('deno.json'), false);
    equal(graph.isPlain('a.ts'), true);
  });
});
