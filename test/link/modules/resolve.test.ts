import { equal } from 'node:assert/strict';
import { empty, graphOf, show } from './project.ts';

describe('link/modules: relative specifiers', () => {
  const graph = graphOf(
    empty(
      'src/a.ts',
      'src/b.tsx',
      'src/both.ts',
      'src/both.js',
      'src/only.js',
      'src/dir/index.ts',
      'src/dir.ts',
      'src/folder/index.jsx',
      'src/m.mts',
      'src/c.cts',
      'src/View.vue',
      'src/types.d.ts',
      'src/impl.js',
      'src/impl.d.ts',
      'src/data.json',
      'src/user.server.ts',
      'src/screen.native.tsx',
      'index.ts',
    ),
  );
  const cases: readonly (readonly [string, string])[] = [
    ['./a', 'src/a.ts'],
    ['./a.ts', 'src/a.ts'],
    ['./a.js', 'src/a.ts'],
    ['./b', 'src/b.tsx'],
    ['./b.js', 'src/b.tsx'],
    ['./b.jsx', 'src/b.tsx'],
    ['./both', 'src/both.ts'],
    ['./both.js', 'src/both.ts'],
    ['./only', 'src/only.js'],
    ['./only.js', 'src/only.js'],
    ['./dir', 'src/dir.ts'],
    ['./dir/', 'src/dir.ts'],
    ['./dir/index', 'src/dir/index.ts'],
    ['./dir/index.js', 'src/dir/index.ts'],
    ['./folder', 'src/folder/index.jsx'],
    ['./m.mjs', 'src/m.mts'],
    ['./m', 'src/m.mts'],
    ['./c.cjs', 'src/c.cts'],
    ['./View.vue', 'src/View.vue'],
    ['./View', 'src/View.vue'],
    ['./types', 'src/types.d.ts'],
    ['./impl', 'src/impl.js'],
    ['./data.json', 'src/data.json'],
    ['./data.json?raw', 'src/data.json'],
    ['./user.server', 'src/user.server.ts'],
    ['./screen', 'src/screen.native.tsx'],
    ['..', 'index.ts'],
    ['../', 'index.ts'],
    ['../index', 'index.ts'],
    ['./x/../a', 'src/a.ts'],
    ['./A', '?'],
    ['./missing', '?'],
    ['../../outside', '?'],
    ['', '?'],
    ['.', '?'],
  ];
  for (const [specifier, expected] of cases) {
    it(`${JSON.stringify(specifier)} → ${expected}`, () => {
      equal(show(graph, 'src/main.ts', specifier), expected);
    });
  }

  it('maps an import of build output to its source', () => {
    const bin = graphOf(empty('bin/cli.js', 'src/cli/run.ts', 'src/index.ts'));
    equal(show(bin, 'bin/cli.js', '../dist/index.js'), 'src/index.ts');
    equal(show(bin, 'bin/cli.js', '../dist/cli/run.js'), 'src/cli/run.ts');
    equal(show(bin, 'bin/cli.js', '../dist/missing.js'), '?');
  });

  it('goes through symbolic links inside the root', () => {
    const files = empty('packages/a/src/x.ts', 'shared/util.ts', 'real.ts');
    const linked = graphOf(files, {
      links: new Map([
        ['packages/a/src/shared', 'shared'],
        ['packages/a/src/one.ts', 'real.ts'],
        ['loop', 'loop/again'],
      ]),
    });
    equal(show(linked, 'packages/a/src/x.ts', './shared/util'), 'shared/util.ts');
    equal(show(linked, 'packages/a/src/x.ts', './one'), 'real.ts');
    equal(show(linked, 'x.ts', './loop/y'), '?');
  });
});

describe('link/modules: tsconfig paths', () => {
  const files = empty(
    'src/lib/ai.ts',
    'src/lib/ai/client.ts',
    'src/generated/db.ts',
    'apps/web/src/util.ts',
    'apps/web/main.ts',
    'libs/data/src/index.ts',
    'shared/log.ts',
  );
  const root = {
    directory: '',
    baseUrl: 'src',
    pathsBase: '',
    paths: {
      '@/*': ['src/*'],
      '@/lib/ai/*': ['src/generated/*', 'src/lib/ai/*'],
      '@org/data': ['libs/data/src/index.ts'],
      '@built/*': ['dist/*'],
      '*.special': ['shared/*.ts'],
    },
  };
  const web = { directory: 'apps/web', baseUrl: null, pathsBase: 'apps/web', paths: { '~/*': ['./src/*'] } };
  const graph = graphOf(files, { tsconfigs: [root, web] });
  const cases: readonly (readonly [string, string, string])[] = [
    ['src/main.ts', '@/lib/ai', 'src/lib/ai.ts'],
    ['src/main.ts', '@/lib/ai/db', 'src/generated/db.ts'],
    ['src/main.ts', '@/lib/ai/client', 'src/lib/ai/client.ts'],
    ['src/main.ts', 'lib/ai', 'src/lib/ai.ts'],
    ['src/main.ts', '@org/data', 'libs/data/src/index.ts'],
    ['src/main.ts', 'log.special', 'shared/log.ts'],
    ['apps/web/main.ts', '~/util', 'apps/web/src/util.ts'],
    ['apps/web/main.ts', '@org/data', 'libs/data/src/index.ts'],
    ['apps/web/main.ts', 'lib/ai', 'pkg:lib|ai'],
    ['src/main.ts', '@org/data/sub', 'pkg:@org/data|sub'],
  ];
  for (const [from, specifier, expected] of cases) {
    it(`${specifier} in ${from} → ${expected}`, () => {
      equal(show(graph, from, specifier), expected);
    });
  }

  it('takes the first config of a folder that knows the answer', () => {
    const app = { directory: '', baseUrl: null, pathsBase: '', paths: { '#ui/*': ['shared/*'] } };
    const plain = { directory: '', baseUrl: null, pathsBase: '', paths: {} };
    equal(show(graphOf(files, { tsconfigs: [plain, app] }), 'src/main.ts', '#ui/log'), 'shared/log.ts');
  });
});

describe('link/modules: aliases by convention', () => {
  const graph = graphOf({
    ...empty(
      'src/lib/ai.ts',
      'src/lib/index.ts',
      'apps/web/src/a/b.ts',
      'apps/web/src/util.ts',
      'apps/web/config/keys.ts',
      'apps/nuxt/app/composables/ask.ts',
      'apps/nuxt/server/api/x.ts',
      'apps/nuxt/shared/t.ts',
    ),
    'apps/web/package.json': '{}',
    'apps/nuxt/package.json': '{}',
  });
  const cases: readonly (readonly [string, string, string])[] = [
    ['src/routes/page.ts', '$lib/ai', 'src/lib/ai.ts'],
    ['src/routes/page.ts', '$lib', 'src/lib/index.ts'],
    ['src/routes/page.ts', '@/lib/ai', 'src/lib/ai.ts'],
    ['apps/web/src/a/b.ts', '@/util', 'apps/web/src/util.ts'],
    ['apps/web/src/a/b.ts', '@/config/keys', 'apps/web/config/keys.ts'],
    ['apps/web/src/a/b.ts', '/src/util.ts', 'apps/web/src/util.ts'],
    ['apps/nuxt/server/api/x.ts', '~/composables/ask', 'apps/nuxt/app/composables/ask.ts'],
    ['apps/nuxt/server/api/x.ts', '~~/shared/t', 'apps/nuxt/shared/t.ts'],
    ['apps/nuxt/server/api/x.ts', '@@/shared/t', 'apps/nuxt/shared/t.ts'],
    ['apps/web/src/a/b.ts', '@/nowhere', '?'],
    ['apps/web/src/a/b.ts', '~/nowhere', '?'],
    ['src/routes/page.ts', '$app/stores', 'pkg:$app|stores'],
    ['src/routes/page.ts', '#imports', 'pkg:#imports|'],
  ];
  for (const [from, specifier, expected] of cases) {
    it(`${specifier} in ${from} → ${expected}`, () => {
      equal(show(graph, from, specifier), expected);
    });
  }
});
