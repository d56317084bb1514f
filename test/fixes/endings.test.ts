import assert from 'node:assert/strict';
import { mergeKnowledge } from '../../server/host/config/index.ts';
import { readProjectFiles } from '../../server/host/project-files.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import type { Diagnostic } from '../../server/engine/explain/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';
import { applied } from './apply.ts';

const RULE = 'personal-data-without-consent';

const ASK = `import OpenAI from 'openai';

const openai = new OpenAI();

export async function ask(user: { email: string }) {
  return openai.responses.create({ model: 'm', store: false, input: user.email });
}
`;

const PRIVACY = `export function requireConsent(person: { aiConsent?: boolean }) {
  if (person.aiConsent !== true) throw new Error('No consent to AI processing');
}
`;

interface Project {
  readonly compilerOptions: object;
  readonly type?: string;
  readonly file?: string;
  readonly text?: string;
  /** The team's module; null: it is created. */
  readonly home: string | null;
  readonly named?: string;
}

const NODE = { module: 'NodeNext' };
const TYPED = { ...NODE, allowImportingTsExtensions: true, noEmit: true };

describe('how quick fixes name the module that they import', () => {
  async function findings(texts: ReadonlyMap<string, string>, from: string | null): Promise<readonly Diagnostic[]> {
    const catalogue = await testCatalogue();
    const none = { sdks: [], hosts: [], data: [], guards: [], sanitizers: [] };
    const fixes = from === null ? [] : [{ consent: { name: 'requireConsent', from } }];
    const workspace = createWorkspace(await testExtractor());
    const { tsconfigs, packages, problems } = readProjectFiles('/none', texts);
    assert.deepEqual(problems, []);
    const settings = { severities: {}, freeText: 'off' as const };
    workspace.apply({ texts, tsconfigs, packages, catalogue: mergeKnowledge(catalogue, { ...none, fixes }), settings });
    return workspace.check().diagnostics.filter(({ rule }) => rule === RULE);
  }

  async function expectImport(project: Project, specifier: string): Promise<void> {
    const { compilerOptions, type, file = 'src/ask.ts', text = ASK, home, named } = project;
    const texts = new Map([
      ['package.json', JSON.stringify({ name: 'product', ...(type !== undefined && { type }) })],
      ['tsconfig.json', JSON.stringify({ compilerOptions })],
      [file, text],
      ['src/other.ts', 'export const other = 1;\n'],
      ...(home === null ? [] : [[home, PRIVACY] as const]),
    ]);
    const from = home === null ? null : (named ?? `./${home}`);
    const found = await findings(texts, from);
    const fix = found[0]?.fixes.find(({ kind }) => kind === 'insert-guard');
    assert.ok(fix);
    const after = applied(texts, fix);
    const fixed = after.get(file) ?? '';
    assert.ok(fixed.includes(`import { requireConsent } from '${specifier}';`), fixed);
    assert.deepEqual(await findings(after, from), [], fixed);
  }

  const MODULES: Readonly<Record<string, readonly [Project, string]>> = {
    'as what it is compiled to': [{ compilerOptions: NODE, type: 'module', home: 'src/privacy.ts' }, './privacy.js'],
    'as what markup is compiled to': [
      { compilerOptions: NODE, type: 'module', home: 'src/privacy.tsx' },
      './privacy.js',
    ],
    'as the module that it always is': [
      { compilerOptions: NODE, type: 'module', home: 'src/privacy.mts' },
      './privacy.mjs',
    ],
    'as the script that it always is': [
      { compilerOptions: NODE, type: 'module', home: 'src/privacy.cts' },
      './privacy.cjs',
    ],
    'found by a name without an ending': [
      { compilerOptions: NODE, type: 'module', home: 'src/privacy.mts', named: './src/privacy' },
      './privacy.mjs',
    ],
    'from a file that is always a module': [
      { compilerOptions: NODE, file: 'src/ask.mts', home: 'src/privacy.ts' },
      './privacy.js',
    ],
    'by the resolution alone': [
      { compilerOptions: { module: 'ESNext', moduleResolution: 'node16' }, type: 'module', home: 'src/privacy.ts' },
      './privacy.js',
    ],
    'as it is': [{ compilerOptions: TYPED, type: 'module', home: 'src/privacy.ts' }, './privacy.ts'],
    'as it is, from a module to a module': [
      { compilerOptions: TYPED, file: 'src/ask.mts', home: 'src/privacy.mts' },
      './privacy.mts',
    ],
    'once it is created': [{ compilerOptions: NODE, type: 'module', home: null }, './ai-consent.js'],
    'once it is created, as it is': [{ compilerOptions: TYPED, type: 'module', home: null }, './ai-consent.ts'],
    'without an ending in scripts': [{ compilerOptions: NODE, home: 'src/privacy.ts' }, './privacy'],
    'without an ending for a bundler': [
      { compilerOptions: { module: 'ESNext', moduleResolution: 'bundler' }, type: 'module', home: 'src/privacy.ts' },
      './privacy',
    ],
    'without an ending where Node is long ago': [
      { compilerOptions: { ...NODE, moduleResolution: 'node10' }, type: 'module', home: 'src/privacy.ts' },
      './privacy',
    ],
    'as its neighbours are named': [
      {
        compilerOptions: NODE,
        type: 'module',
        home: 'src/privacy.ts',
        text: ASK.replace('\n\n', "\nimport { other } from './other';\n\n"),
      },
      './privacy',
    ],
    'with an ending, as its neighbours': [
      {
        compilerOptions: {},
        home: 'src/privacy.mts',
        text: ASK.replace('\n\n', "\nimport { other } from './other.js';\n\n"),
      },
      './privacy.mjs',
    ],
  };
  for (const [what, [project, specifier]] of Object.entries(MODULES)) {
    it(what, () => expectImport(project, specifier));
  }
});
