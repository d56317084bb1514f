import type { ConfigProblem, ResolvedConfig } from '../../rules/schema/config.ts';
import type { Catalogue } from '../../rules/schema/types.ts';
import { runCli } from '../../server/cli/index.ts';
import type { CliPorts } from '../../server/cli/index.ts';
import type { Finding } from '../../server/engine/check/finding.ts';
import { explainContext, explainFindings } from '../../server/engine/explain/index.ts';
import type { CheckResult, Directive, Place } from '../../server/engine/explain/index.ts';
import type { CheckSettings, Workspace } from '../../server/engine/workspace/contract.ts';

import { readReportSchema } from './schemas.ts';

/** A catalogue with three rules and one data category: enough for the words and the doors. */
export function emptyCatalogue(): Catalogue {
  return {
    sdks: [],
    hosts: [],
    data: [
      { key: 'user.contact.email', label: 'e-mail address', strong: { en: ['email'] } },
      { key: 'user.health_and_medical', label: 'health data', special: true },
      { key: 'user.content.free_text', label: 'free text' },
    ],
    owners: { persons: {}, things: {}, notAfter: [], notBefore: [], asking: [], cleaned: [] },
    guards: {
      consent: ['consent'],
      aiPurpose: [],
      otherPurpose: [],
      lookalike: [],
      negative: [],
      granted: [],
      denied: [],
      asserting: [],
      objections: [],
      lawfulBases: ['contract', 'legal-obligation', 'vital-interests'],
      specialBases: [],
    },
    guardSymbols: [],
    sanitizers: { verbs: ['redact'], lookalike: [] },
    sanitizerSymbols: [],
    frameworks: [],
    rules: [
      {
        id: 'personal-data-without-consent',
        number: 1,
        title: 'Personal data reaches a model without consent',
        kind: 'flow',
        severity: 'error',
        with: {},
        laws: ['gdpr-6', 'kz-17'],
        message: '{data} {data|reaches|reach} {recipient} through {sink}; no {missing} was found on this path',
        why: 'Whoever the data is about has not agreed that {recipient} ({country}) gets the {categories}.',
        fix: 'Ask for consent before {sink} is called, or redact {data}.',
        fixes: ['insert-guard', 'redact'],
        body: '# Personal data without consent\n\nA model call sends data of a person.\n\n## Bad\n\n```ts bad\nask(user.email)\n```\n',
      },
      {
        id: 'unpinned-model',
        number: 22,
        title: 'The model is not pinned',
        kind: 'argument',
        severity: 'info',
        with: {},
        laws: [],
        message: 'The model {model} may change under you',
        why: '',
        fix: '',
        fixes: [],
        body: '',
      },
      {
        id: 'social-scoring',
        number: 16,
        title: 'A score of behaviour decides',
        kind: 'flow',
        severity: 'off',
        with: {},
        laws: [],
        message: '',
        why: '',
        fix: '',
        fixes: [],
        body: '',
      },
    ],
    laws: [
      {
        id: 'gdpr-6',
        title: 'GDPR Art. 6',
        jurisdiction: 'EU',
        appliesFrom: '2018-05-25',
        basis: 'text',
        source: 'Art. 99',
        url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
      },
      {
        id: 'kz-17',
        title: 'KZ Law on AI Art. 17(3)',
        jurisdiction: 'KZ',
        appliesFrom: '2026-01-18',
        basis: 'text',
        source: 'Art. 31',
      },
    ],
  };
}

/** What a run of the command line left behind. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly written: ReadonlyMap<string, string>;
}

export interface World {
  readonly files?: Readonly<Record<string, string>>;
  readonly findings?: (texts: ReadonlyMap<string, string>) => readonly Finding[];
  readonly own?: (texts: ReadonlyMap<string, string>) => ReturnType<Workspace['ownFunctions']>;
  readonly result?: Partial<CheckResult>;
  readonly ports?: Partial<CliPorts>;
  readonly config?: Partial<ResolvedConfig>;
  readonly problems?: readonly ConfigProblem[];
}

export const ROOT = '/home/me/app';

/** A place by the text that stands there. @param nth which occurrence, 0-based */
export function placeOf(texts: ReadonlyMap<string, string>, path: string, text: string, nth = 0): Place {
  const source = texts.get(path) ?? '';
  let start = source.indexOf(text);
  for (let i = 0; i < nth; i++) start = source.indexOf(text, start + 1);
  if (start < 0) throw new Error(`"${text}" does not stand in ${path}`);
  return { path, start, end: start + text.length };
}

/** A finding of rule 1 with everything in it, in the files of FILES. */
export function consentFinding(texts: ReadonlyMap<string, string>, change: Partial<Finding> = {}): Finding {
  const at = (path: string, text: string, nth = 0): Place => placeOf(texts, path, text, nth);
  return {
    rule: 'personal-data-without-consent',
    atLeast: null,
    atMost: null,
    confidence: 'high',
    place: at('src/summary.ts', 'ask(prompt)'),
    scope: ['summarise'],
    sink: {
      sdk: 'openai',
      api: 'chat.completions.create',
      kind: 'chat',
      recipient: 'OpenAI',
      country: 'US',
      place: at('src/ai.ts', 'client.chat.completions.create({ model, messages: [{ role: "user", content: text }] })'),
    },
    data: [
      {
        category: 'user.contact.email',
        label: '',
        expression: 'user.email',
        place: at('src/summary.ts', 'user.email'),
        special: false,
      },
      {
        category: 'user.health_and_medical',
        label: '',
        expression: 'user.diagnosis',
        place: at('src/summary.ts', 'user.diagnosis'),
        special: true,
      },
    ],
    path: [
      { kind: 'source', place: at('src/summary.ts', 'user.email'), name: 'user.email', detail: 'user.contact.email' },
      { kind: 'text', place: at('src/summary.ts', '`Patient ${user.email}: ${user.diagnosis}`'), name: '', detail: '' },
      { kind: 'assign', place: at('src/summary.ts', 'prompt'), name: 'prompt', detail: '' },
      { kind: 'argument', place: at('src/summary.ts', 'ask(prompt)'), name: 'ask', detail: 'text' },
      {
        kind: 'sink',
        place: at(
          'src/ai.ts',
          'client.chat.completions.create({ model, messages: [{ role: "user", content: text }] })',
        ),
        name: 'chat.completions.create',
        detail: 'OpenAI',
      },
    ],
    nearMisses: [
      {
        reason: 'feature-flag',
        place: at('src/summary.ts', 'flags.aiEnabled'),
        snippet: 'flags.aiEnabled',
        detail: '',
      },
    ],
    openPaths: [],
    missing: ['consent'],
    laws: [],
    fixes: [
      {
        kind: 'insert-guard',
        name: 'requireConsent',
        safety: 'review',
        edits: [{ path: 'src/summary.ts', start: 0, end: 0, text: 'x' }],
      },
    ],
    unknowns: [],
    values: {},
    ...change,
  };
}

export const FILES: Readonly<Record<string, string>> = {
  'src/summary.ts': [
    "import { ask } from './ai.ts';",
    '',
    'export async function summarise(user: User) {',
    '  if (!flags.aiEnabled) return null;',
    '  const prompt = `Patient ${user.email}: ${user.diagnosis}`;',
    '  return await ask(prompt);',
    '}',
    '',
  ].join('\n'),
  'src/ai.ts': [
    "import OpenAI from 'openai';",
    'const client = new OpenAI();',
    'export async function ask(text: string) {',
    '  return client.chat.completions.create({ model, messages: [{ role: "user", content: text }] });',
    '}',
    '',
  ].join('\n'),
};

const NO_CONFIG: ResolvedConfig = {
  sources: [],
  includes: () => true,
  excludes: () => false,
  severities: {},
  options: {},
  origins: {},
  overrides: [],
  asOf: '2026-11-26',
  freeText: 'off',
  lawfulBasis: [],
  jurisdictions: [],
  systems: [],
  allowedRegions: [],
  knowledge: { sdks: [], hosts: [], data: [], guards: [], sanitizers: [] },
  written: {},
};

/** An engine that gives the findings it is told to, in the words of the explain stage. */
function fakeWorkspace(world: World): Workspace {
  let texts: ReadonlyMap<string, string> = new Map();
  let settings: CheckSettings = { severities: {}, freeText: 'off' };
  return {
    apply: (change) => {
      const next = new Map(texts);
      for (const [path, text] of change.texts ?? []) {
        if (text === null) next.delete(path);
        else next.set(path, text);
      }
      texts = new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
      settings = change.settings ?? settings;
    },
    prepare: () => undefined,
    ownFunctions: () => world.own?.(texts) ?? [],
    check: () => {
      const findings = world.findings?.(texts) ?? [];
      const sources = [...texts].map(([path, text]) => ({ path, text, directives: directivesOf(text) }));
      return {
        ...explainFindings(findings, sources, explainContext(emptyCatalogue(), settings)),
        aiCalls: [],
        unknowns: [],
        problems: [],
        files: texts.size,
        analysed: [...texts.keys()],
        ...world.result,
      };
    },
  };
}

function directivesOf(text: string): Directive[] {
  return [...text.matchAll(/\/\/ probity-(ignore-[a-z-]+) ?(.*)/g)].map((match) => {
    const start = match.index;
    const end = start + match[0].length;
    const next = /\S/.exec(text.slice(end));
    return { kind: match[1] ?? '', text: match[2] ?? '', start, end, target: next ? end + next.index : text.length };
  });
}

/** Runs the command line in a made-up world whose root is ROOT. */
export async function run(argv: readonly string[], world: World = {}): Promise<Run> {
  const files = new Map(Object.entries(world.files ?? FILES));
  const written = new Map<string, string>();
  let out = '';
  let err = '';
  let clock = 0;
  const folders = new Set(
    [...files.keys()].flatMap((file) =>
      file
        .split('/')
        .slice(0, -1)
        .map((_, i, all) => `${ROOT}/${all.slice(0, i + 1).join('/')}`),
    ),
  );
  const ports: CliPorts = {
    version: '1.2.3',
    cwd: ROOT,
    platform: 'linux',
    env: { LANG: 'en_US.UTF-8' },
    stdout: {
      isTTY: false,
      columns: 80,
      write: (text) => {
        out += text;
        return Promise.resolve();
      },
    },
    stderr: {
      isTTY: false,
      columns: 80,
      write: (text) => {
        err += text;
        return Promise.resolve();
      },
    },
    today: () => '2026-11-26',
    now: () => (clock += 12),
    readStdin: () => Promise.resolve('typed text'),
    writeFile: (file, text) => {
      written.set(file, text);
      return Promise.resolve();
    },
    replaceFile: (file, text) => {
      written.set(file, text);
      return Promise.resolve();
    },
    createFile: (file, text) => {
      if (files.has(file.slice(ROOT.length + 1))) return Promise.resolve(false);
      written.set(file, text);
      return Promise.resolve(true);
    },
    remotes: () => Promise.resolve([]),
    prompter: () => Promise.resolve(null),
    replaceSource: (file, before, after) => {
      if (files.get(file.slice(ROOT.length + 1)) !== before)
        return Promise.reject(new Error('it has changed meanwhile'));
      written.set(file, after);
      return Promise.resolve();
    },
    readFile: (file) => Promise.resolve(files.get(file.slice(ROOT.length + 1)) ?? null),
    readReportSchema: () => readReportSchema(),
    textsBefore: () => Promise.resolve(new Map()),
    changedFiles: () => Promise.reject(new Error('git is not installed')),
    kindOf: (path) => {
      if (path === `${ROOT}/package.json`) return Promise.resolve('file');
      if (path === ROOT || folders.has(path) || path === '/home/me') return Promise.resolve('directory');
      return Promise.resolve(path.startsWith(`${ROOT}/`) && files.has(path.slice(ROOT.length + 1)) ? 'file' : null);
    },
    realPath: (path) => Promise.resolve(path),
    createWorkspace: () => fakeWorkspace(world),
    openCache: () => Promise.resolve(null),
    readWorkspace: (_, { excludes }) =>
      Promise.resolve({
        texts: new Map([...files].filter(([path]) => !excludes(path))),
        tsconfigs: [],
        packages: [],
        problems: [],
      }),
    readCatalogue: () => Promise.resolve(emptyCatalogue()),
    withNested: (loaded) => Promise.resolve(loaded),
    loadConfig: ({ asOf }) =>
      Promise.resolve({ config: { ...NO_CONFIG, asOf, ...world.config }, problems: world.problems ?? [] }),
    startLanguageServer: () => Promise.resolve(),
    mergeKnowledge: (catalogue) => catalogue,
    ...world.ports,
  };
  const code = await runCli(argv, ports, () => ({ update: () => undefined, stop: () => undefined }));
  return { code, out, err, written };
}

/** A world with one finding in FILES. */
export const FOUND: World = { findings: (texts) => [consentFinding(texts)] };
