import { equal } from 'node:assert/strict';
import { empty, graphOf, show } from './project.ts';

const json = (value: unknown): string => JSON.stringify(value);

describe('link/modules: packages of the workspace', () => {
  const graph = graphOf({
    ...empty(
      'packages/ai/src/index.ts',
      'packages/ai/src/client.ts',
      'packages/ai/src/providers/openai.ts',
      'packages/ai/src/internal/keys.ts',
      'packages/db/index.ts',
      'packages/db/lib/user.ts',
      'packages/ui/source/main.ts',
      'packages/ui/esm/button.js',
      'packages/conditions/src/node.ts',
      'packages/conditions/src/own.ts',
      'apps/web/src/main.ts',
      'examples/openai/index.ts',
      'vendor-fork/openai/src/index.ts',
    ),
    'package.json': json({ name: 'root', workspaces: ['packages/*'], dependencies: { openai: '^6.1.0' } }),
    'packages/ai/package.json': json({
      name: '@acme/ai',
      exports: {
        '.': { types: './dist/index.d.ts', import: './dist/index.mjs', require: './dist/index.cjs' },
        './providers/*': './dist/esm/providers/*.js',
        './hidden': null,
      },
      imports: { '#keys': './dist/internal/keys.js', '#vendor': 'openai', '#src/*': ['./src/*.ts'] },
    }),
    'packages/db/package.json': json({ name: '@acme/db', main: './dist/index.js', version: '1.0.0' }),
    'packages/ui/package.json': json({ name: 'ui', source: 'source/main.ts', main: 'build/main.js' }),
    'packages/conditions/package.json': json({
      name: 'conditions',
      exports: { '.': { '@acme/source': './src/own.ts', default: './src/node.ts' } },
    }),
    'apps/web/package.json': json({
      name: 'web',
      dependencies: {
        '@acme/ai': 'workspace:*',
        aliased: 'npm:@scope/real@^2',
        std: 'npm:@jsr/std__path@1',
        forked: 'link:../../vendor-fork/openai',
      },
    }),
    'examples/openai/package.json': json({ name: 'openai', dependencies: { openai: '^6.1.0' } }),
    'vendor-fork/openai/package.json': json({ name: 'fork', main: 'lib/index.js' }),
  });
  const cases: readonly (readonly [string, string, string])[] = [
    ['apps/web/src/main.ts', '@acme/ai', 'packages/ai/src/index.ts'],
    ['apps/web/src/main.ts', '@acme/ai/providers/openai', 'packages/ai/src/providers/openai.ts'],
    ['apps/web/src/main.ts', '@acme/ai/client', 'packages/ai/src/client.ts'],
    ['apps/web/src/main.ts', '@acme/db', 'packages/db/index.ts'],
    ['apps/web/src/main.ts', '@acme/db/user', 'packages/db/lib/user.ts'],
    ['apps/web/src/main.ts', '@acme/db/lib/user', 'packages/db/lib/user.ts'],
    ['apps/web/src/main.ts', 'ui', 'packages/ui/source/main.ts'],
    ['apps/web/src/main.ts', 'ui/esm/button', 'packages/ui/esm/button.js'],
    ['apps/web/src/main.ts', 'conditions', 'packages/conditions/src/own.ts'],
    ['packages/ai/src/client.ts', '@acme/ai', 'packages/ai/src/index.ts'],
    ['packages/ai/src/client.ts', '#keys', 'packages/ai/src/internal/keys.ts'],
    ['packages/ai/src/client.ts', '#src/client', 'packages/ai/src/client.ts'],
    ['packages/ai/src/client.ts', '#vendor', 'pkg:openai|'],
    ['apps/web/src/main.ts', 'aliased/sub', 'pkg:@scope/real|sub'],
    ['apps/web/src/main.ts', 'std', 'pkg:@std/path|'],
    ['apps/web/src/main.ts', 'forked', 'vendor-fork/openai/src/index.ts'],
    ['apps/web/src/main.ts', 'openai', 'pkg:openai|'],
    ['examples/openai/index.ts', 'openai', 'pkg:openai|'],
    ['apps/web/src/main.ts', 'openai/resources/chat.js', 'pkg:openai|resources/chat'],
    ['apps/web/src/main.ts', 'openai/index.mjs', 'pkg:openai|'],
    ['apps/web/src/main.ts', '@ai-sdk/react', 'pkg:@ai-sdk/react|'],
    ['apps/web/src/main.ts', 'ai/react', 'pkg:ai|react'],
  ];
  for (const [from, specifier, expected] of cases) {
    it(`${specifier} in ${from} → ${expected}`, () => {
      equal(show(graph, from, specifier), expected);
    });
  }

  it('survives manifests that are not as they should be', () => {
    const odd = graphOf({
      ...empty('a/index.ts', 'b/index.ts', 'c/x.ts', 'main.ts'),
      'a/package.json': json({ name: 'a', main: '.', exports: { '.': 7, './(': './x' } }),
      'b/package.json': json({
        name: 'b',
        main: './',
        exports: [[null, { import: {} }]],
        dependencies: 3,
        imports: 'x',
      }),
      'c/package.json': json(null),
      'd/package.json': json({ name: ['d'], exports: { import: './nope.js' } }),
    });
    equal(show(odd, 'main.ts', 'a'), 'a/index.ts');
    equal(show(odd, 'main.ts', 'b'), 'b/index.ts');
    equal(show(odd, 'main.ts', './a'), 'a/index.ts');
    equal(show(odd, 'main.ts', 'd'), 'pkg:d|');
    equal(show(odd, 'b/x.ts', '#q'), 'pkg:#q|');
  });

  it('knows module-alias prefixes', () => {
    const graphWithAlias = graphOf({
      ...empty('lib/ai/ask.js'),
      'package.json': json({ _moduleAliases: { '@root': '.', '@ai': 'lib/ai' } }),
    });
    equal(show(graphWithAlias, 'x.js', '@ai/ask'), 'lib/ai/ask.js');
    equal(show(graphWithAlias, 'x.js', '@root/lib/ai/ask'), 'lib/ai/ask.js');
  });
});

describe('link/modules: import maps', () => {
  const graph = graphOf({
    ...empty('supabase/functions/ask/index.ts', 'supabase/functions/_shared/cors.ts', 'lib/mod.ts', 'other/x.ts'),
    'deno.jsonc': `{
      // aliases
      "imports": { "lib/": "./lib/", "hono": "jsr:@hono/hono@^4", "openai": "npm:openai@^6", },
      "scopes": { "./other/": { "hono": "npm:hono@3" } },
    }`,
    'supabase/functions/deno.json': json({ importMap: './map/import_map.json' }),
    'supabase/functions/map/import_map.json': json({
      imports: { '@shared/': '../_shared/', openai: 'https://esm.sh/openai@4.20.1' },
    }),
    'tools/deno.json': json({ name: '@tools/kit', exports: { '.': './mod.ts' } }),
    'tools/mod.ts': '',
  });
  const cases: readonly (readonly [string, string, string])[] = [
    ['supabase/functions/ask/index.ts', 'openai', 'pkg:openai|'],
    ['supabase/functions/ask/index.ts', '@shared/cors.ts', 'supabase/functions/_shared/cors.ts'],
    ['supabase/functions/ask/index.ts', 'lib/mod.ts', 'lib/mod.ts'],
    ['lib/mod.ts', 'hono', 'pkg:@hono/hono|'],
    ['lib/mod.ts', 'hono/cors', 'pkg:@hono/hono|cors'],
    ['other/x.ts', 'hono', 'pkg:hono|'],
    ['lib/mod.ts', 'openai/resources', 'pkg:openai|resources'],
    ['lib/mod.ts', '@tools/kit', 'tools/mod.ts'],
  ];
  for (const [from, specifier, expected] of cases) {
    it(`${specifier} in ${from} → ${expected}`, () => {
      equal(show(graph, from, specifier), expected);
    });
  }

  it('ends where maps lead in circles, and where they are broken', () => {
    const circle = graphOf({ 'deno.json': '{"imports":{"a":"b","b":"a"}}', 'x.ts': '' });
    equal(show(circle, 'x.ts', 'a'), '?');
    equal(show(graphOf({ 'deno.json': '{"imports":{"a":', 'x.ts': '' }), 'x.ts', 'a'), 'pkg:a|');
  });
});

describe('link/modules: specifiers with a scheme, and built-ins', () => {
  const graph = graphOf(empty('src/events.ts'));
  const cases: readonly (readonly [string, string])[] = [
    ['fs', 'pkg:node:fs|'],
    ['node:fs/promises', 'pkg:node:fs|promises'],
    ['fs/promises', 'pkg:node:fs|promises'],
    ['node:test', 'pkg:node:test|'],
    ['events', 'pkg:node:events|'],
    ['punycode/', 'pkg:punycode|'],
    ['npm:openai@4.20.1', 'pkg:openai|'],
    ['npm:@google/generative-ai@^0.2/server', 'pkg:@google/generative-ai|server'],
    ['npm:/openai@4', 'pkg:openai|'],
    ['jsr:@openai/openai@^6', 'pkg:@openai/openai|'],
    ['jsr:@std/http@1/server', 'pkg:@std/http|server'],
    ['https://esm.sh/openai@4.20.1?target=deno', 'pkg:openai|'],
    ['https://esm.sh/v135/openai@4.20.1/es2022/openai.mjs', 'pkg:openai|'],
    ['https://esm.sh/*@supabase/supabase-js@2', 'pkg:@supabase/supabase-js|'],
    ['https://esm.sh/@ai-sdk/openai@1.0.0/internal?dts', 'pkg:@ai-sdk/openai|internal'],
    ['https://deno.land/x/openai@v4.20.1/mod.ts', 'pkg:openai|'],
    ['https://deno.land/x/openai@v4.20.1/resources/chat.ts', 'pkg:openai|resources/chat'],
    ['https://cdn.skypack.dev/openai', 'pkg:openai|'],
    ['https://unpkg.com/openai@4/index.mjs', 'pkg:openai|'],
    ['https://cdn.jsdelivr.net/npm/openai@4/+esm', 'pkg:openai|'],
    ['https://cdn.jsdelivr.net/gh/user/repo@1/x.js', 'pkg:https://cdn.jsdelivr.net/gh/user/repo@1/x.js|'],
    ['https://ga.jspm.io/npm:openai@4.0.0/dist/index.js', 'pkg:openai|'],
    ['https://deno.land/std@0.200.0/http/server.ts', 'pkg:@std/http|server'],
    ['https://example.org/x.ts?y', 'pkg:https://example.org/x.ts|'],
    ['https://constructor/x', 'pkg:https://constructor/x|'],
    ['https://', 'pkg:https://|'],
    ['npm:', '?'],
    ['data:text/javascript,1', '?'],
    ['bun:sqlite', 'pkg:bun:sqlite|'],
    ['cloudflare:workers', 'pkg:cloudflare:workers|'],
    ['constructor', 'pkg:constructor|'],
    ['__proto__', 'pkg:__proto__|'],
    ['C:\\x\\y', '?'],
    ['@scope', '?'],
  ];
  for (const [specifier, expected] of cases) {
    it(`${specifier} → ${expected}`, () => {
      equal(show(graph, 'main.ts', specifier), expected);
    });
  }
});
