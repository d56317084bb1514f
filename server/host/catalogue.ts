import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isRecord, validateDocument, validateReferences } from '../../rules/schema/index.ts';
import type { DocumentKind } from '../../rules/schema/index.ts';
import type {
  AiHost,
  Catalogue,
  ChatSurface,
  DataCategory,
  FixLexicon,
  Framework,
  GuardLexicon,
  GuardSymbol,
  HttpClient,
  IdentifierFormat,
  Law,
  Library,
  MarkerLexicon,
  OwnerLexicon,
  Preset,
  ProvenanceSymbol,
  RuleDefinition,
  SanitizerLexicon,
  SanitizerSymbol,
  Sdk,
  SdkVerification,
} from '../../rules/schema/types.ts';
import { readDocument } from './config/document.ts';
import { pageOf } from './front-matter.ts';

/** Something wrong in a file of the catalogue. */
export interface CatalogueProblem {
  /** Relative to the catalogue's folder, POSIX. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly message: string;
}

export interface CatalogueReading {
  readonly catalogue: Catalogue;
  readonly problems: readonly CatalogueProblem[];
}

/** Where each kind of document stands: a folder (its name ends in a slash) or a file. Earlier entries win. */
const PLACES: readonly (readonly [place: string, kind: DocumentKind])[] = [
  ['sdks/', 'sdk'],
  ['hosts/', 'hosts'],
  ['hosts.yaml', 'hosts'],
  ['http.yaml', 'http'],
  ['identifiers.yaml', 'identifiers'],
  ['owners.yaml', 'owners'],
  ['data/owners.yaml', 'owners'],
  ['data/', 'data'],
  ['guards/lexicon.yaml', 'guard-lexicon'],
  ['guards/', 'guard-symbols'],
  ['sanitizers/lexicon.yaml', 'sanitizer-lexicon'],
  ['sanitizers/', 'sanitizer-symbols'],
  ['frameworks/', 'framework'],
  ['markers/provenance.yaml', 'provenance'],
  ['markers/chat-surfaces.yaml', 'chat-surfaces'],
  ['markers/', 'marker-lexicon'],
  ['symbol-packages.yaml', 'symbol-packages'],
  ['fixes.yaml', 'fixes'],
  ['laws/', 'laws'],
  ['libraries.yaml', 'libraries'],
  ['presets/', 'preset'],
  ['checks/', 'rule'],
];

/** Kinds whose files hold one thing, or a list of them. */
const ONE_OR_MANY: ReadonlySet<DocumentKind> = new Set(['sdk', 'framework', 'preset']);

interface Item {
  readonly kind: DocumentKind;
  readonly file: string;
  readonly value: unknown;
}

/** Reads and validates the catalogue's sources. @param folder absolute path of `rules` */
export async function readCatalogueFolder(folder: string): Promise<CatalogueReading> {
  const names = await readdir(folder, { recursive: true });
  const files = names.map((name) => relative('.', name).replaceAll('\\', '/')).sort();
  const problems: CatalogueProblem[] = [];
  const items: Item[] = [];
  for (const file of files) {
    const kind = /\.(?:ya?ml|md)$/.test(file) ? kindOf(file) : null;
    if (kind === null) continue;
    const text = await readFile(join(folder, file), 'utf8');
    const found = kind === 'rule' ? readPage(file, text, problems) : readYaml(file, text, kind, problems);
    items.push(...found);
  }
  const catalogue = assemble(items);
  for (const { path, message } of validateReferences(catalogue)) {
    problems.push({ file: String(path[0] ?? ''), line: 1, column: 1, message });
  }
  return { catalogue, problems };
}

/** Reads the bundled catalogue the build writes. @param file absolute path of `catalogue.json` */
export async function readCatalogueBundle(file: string): Promise<Catalogue> {
  return JSON.parse(await readFile(file, 'utf8')) as Catalogue;
}

function kindOf(file: string): DocumentKind | null {
  for (const [place, kind] of PLACES) {
    if (place.endsWith('/') ? file.startsWith(place) : file === place) {
      return (kind === 'rule') === file.endsWith('.md') ? kind : null;
    }
  }
  return null;
}

function readYaml(file: string, text: string, kind: DocumentKind, problems: CatalogueProblem[]): readonly Item[] {
  const document = readDocument(file, text);
  problems.push(...document.problems);
  if (document.problems.length > 0) return [];
  const { base, value } = kind === 'marker-lexicon' ? { base: [], value: document.value } : unwrapped(document.value);
  const many = ONE_OR_MANY.has(kind) && Array.isArray(value);
  const parts: readonly unknown[] = many ? (value as unknown[]) : [value];
  const items: Item[] = [];
  parts.forEach((part, i) => {
    const wrong = validateDocument(kind, part);
    for (const { path, message } of wrong) {
      const pointer = [...base, ...(many ? [i] : []), ...path];
      const where = pointer.length === 0 ? '' : `${pointer.join('.')}: `;
      const at = message.startsWith('unknown key') ? 'key' : 'value';
      problems.push(document.problem(pointer, at, where + message));
    }
    if (wrong.length === 0) items.push({ kind, file, value: part });
  });
  return items;
}

/** A list may stand under one key that says what it lists (`laws:`). */
function unwrapped(value: unknown): { readonly base: readonly string[]; readonly value: unknown } {
  if (!isRecord(value)) return { base: [], value };
  const entries = Object.entries(value);
  const [only] = entries;
  return entries.length === 1 && only && Array.isArray(only[1])
    ? { base: [only[0]], value: only[1] }
    : { base: [], value };
}

function readPage(file: string, text: string, problems: CatalogueProblem[]): readonly Item[] {
  const page = pageOf(text);
  if (page === null) {
    problems.push({ file, line: 1, column: 1, message: 'The front matter is missing' });
    return [];
  }
  const name = file.replace(/\.md$/, '.yaml');
  const own: CatalogueProblem[] = [];
  const items = readYaml(name, page.matter, 'rule', own);
  problems.push(...own.map((problem) => ({ ...problem, file })));
  return items.map((item) => ({ ...item, file, value: { ...(item.value as object), body: page.body } }));
}

function assemble(items: readonly Item[]): Catalogue {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names what a kind's items were validated as
  const all = <T>(kind: DocumentKind): readonly T[] =>
    items.filter((item) => item.kind === kind).flatMap((item) => item.value as T | T[]);
  const words = <T extends object>(kind: DocumentKind, empty: T): T =>
    Object.assign({}, empty, ...all<Partial<T>>(kind)) as T;
  const byNumber = (a: RuleDefinition, b: RuleDefinition): number => a.number - b.number;
  return {
    sdks: all<Sdk>('sdk'),
    hosts: all<AiHost>('hosts'),
    data: all<DataCategory>('data'),
    identifiers: all<IdentifierFormat>('identifiers'),
    owners: words<OwnerLexicon>('owners', {
      persons: {},
      things: {},
      notAfter: [],
      notBefore: [],
      asking: [],
      cleaned: [],
    }),
    guards: words<GuardLexicon>('guard-lexicon', NO_GUARDS),
    guardSymbols: all<GuardSymbol>('guard-symbols'),
    sanitizers: words<SanitizerLexicon>('sanitizer-lexicon', { verbs: [], lookalike: [] }),
    sanitizerSymbols: all<SanitizerSymbol>('sanitizer-symbols'),
    frameworks: all<Framework>('framework'),
    rules: [...all<RuleDefinition>('rule')].sort(byNumber),
    laws: all<Law>('laws'),
    libraries: all<Library>('libraries'),
    http: all<HttpClient>('http'),
    presets: all<Preset>('preset'),
    markers: markersOf(all<Partial<MarkerLexicon>>('marker-lexicon')),
    provenance: all<ProvenanceSymbol>('provenance'),
    chatSurfaces: all<ChatSurface>('chat-surfaces'),
    symbolPackages: words<Readonly<Record<string, SdkVerification>>>('symbol-packages', {}),
    ...fixesOf(all<FixLexicon>('fixes')),
  };
}

/** What quick fixes write, if the catalogue says so. */
const fixesOf = ([fixes]: readonly FixLexicon[]): { readonly fixes?: FixLexicon } =>
  fixes === undefined ? {} : { fixes };

/** The files of words together: lists are joined, languages put side by side. */
function markersOf(parts: readonly Partial<MarkerLexicon>[]): MarkerLexicon {
  return {
    fields: parts.flatMap((part) => part.fields ?? []),
    textFields: parts.flatMap((part) => part.textFields ?? []),
    headers: parts.flatMap((part) => part.headers ?? []),
    meta: parts.flatMap((part) => part.meta ?? []),
    components: parts.flatMap((part) => part.components ?? []),
    products: parts.flatMap((part) => part.products ?? []),
    metadata: parts.flatMap((part) => part.metadata ?? []),
    translators: parts.flatMap((part) => part.translators ?? []),
    messageKeys: parts.flatMap((part) => part.messageKeys ?? []),
    notices: Object.assign({}, ...parts.map((part) => part.notices ?? {})) as MarkerLexicon['notices'],
  };
}

const NO_GUARDS: GuardLexicon = {
  consent: [],
  aiPurpose: [],
  otherPurpose: [],
  lookalike: [],
  negative: [],
  granted: [],
  denied: [],
  asserting: [],
  objections: [],
  lawfulBases: [],
  specialBases: [],
};
