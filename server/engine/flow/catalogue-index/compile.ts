import type {
  Catalogue,
  ChatSurface,
  Feed,
  Framework,
  GuardSymbol,
  HttpClient,
  Pipe,
  ProvenanceSymbol,
  Sdk,
  SdkCall,
  SdkPassThrough,
  SanitizerSymbol,
} from '../../../../rules/schema/types.ts';
import type { AskedBy, CatalogueIndex, HandlerMatch, OutletMatch } from './contract.ts';
import { compileHosts } from './hosts.ts';
import { createLibraries } from './libraries.ts';
import { constantPart, mentionsPattern } from './mentions.ts';
import { PathTable } from './path-table.ts';
import { ROLE_TYPES } from './roles.ts';
import { createUntyped } from './untyped.ts';
import { CALL, CONSTRUCT, calledName, packageOfBase, splitAll, splitLast } from './paths.ts';

type Entry =
  | { readonly k: 'call'; readonly call: SdkCall; readonly sdk: Sdk }
  | { readonly k: 'pass'; readonly pass: SdkPassThrough; readonly sdk: Sdk }
  | { readonly k: 'guard'; readonly symbol: GuardSymbol }
  | { readonly k: 'sanitizer'; readonly symbol: SanitizerSymbol }
  | { readonly k: 'handler'; readonly handler: HandlerMatch }
  | { readonly k: 'http'; readonly client: HttpClient }
  | { readonly k: 'outlet'; readonly outlet: OutletMatch }
  | { readonly k: 'asked'; readonly asked: AskedBy }
  | { readonly k: 'feed'; readonly feed: Feed }
  | { readonly k: 'pipe'; readonly pipe: Pipe }
  | { readonly k: 'provenance'; readonly symbol: ProvenanceSymbol }
  | { readonly k: 'surface'; readonly surface: ChatSurface };

/** What defines paths: an SDK, or a framework. */
interface Owner {
  readonly id: string;
  readonly packages: readonly string[];
  readonly types?: Readonly<Record<string, readonly string[]>>;
}

interface Addition {
  readonly path: string;
  readonly what: { readonly type: string } | { readonly entry: Entry };
}

/** Types may be defined through other types; a handful of rounds settles any chain that occurs. */
const MAX_ROUNDS = 6;

/** Compiles a catalogue for look-ups. Pure; costs a few milliseconds. */
export function compileCatalogue(catalogue: Catalogue): CatalogueIndex {
  const additions = [...additionsOf(catalogue)];
  const table = settle(additions);
  const host = compileHosts(catalogue.hosts);
  const packages = [...new Set(catalogue.sdks.flatMap((sdk) => sdk.packages))].filter((name) => name !== '');
  const sdkOfPackage = packageLookup(catalogue.sdks);
  const sdkById = new Map(catalogue.sdks.map((sdk) => [sdk.id, sdk]));
  const annotations = annotationsOf(catalogue.sdks);
  const databases = catalogue.frameworks.flatMap((f) =>
    f.stores === undefined ? [] : [`${f.id}:`, ...f.packages.flatMap((pkg) => [`${pkg}#`, `${pkg}/`])],
  );
  const answering = new Set(
    catalogue.frameworks.flatMap((f) =>
      f.packages.flatMap((pkg) => (f.answering ?? []).map((name) => `${pkg}#${name}`)),
    ),
  );
  const pipes = catalogue.frameworks.flatMap((f) => f.pipes ?? []);
  const endpoints = catalogue.frameworks.flatMap((f) =>
    (f.endpoints ?? []).flatMap((endpoint) =>
      endpoint.address === undefined ? [] : [{ endpoint, pattern: new RegExp(endpoint.address) }],
    ),
  );
  const namedEndpoints = catalogue.frameworks.flatMap((f) =>
    (f.endpoints ?? []).flatMap((endpoint) =>
      endpoint.named === undefined ? [] : [{ endpoint, pattern: new RegExp(endpoint.named, 'i') }],
    ),
  );
  const hostTexts = catalogue.hosts.flatMap((entry) =>
    // a server of any name is told by the end of its address
    entry.host === '*' ? (entry.onlyPaths ?? []).map((path) => path.replace(/\$$/, '')) : [constantPart(entry.host)],
  );
  const untyped = createUntyped(catalogue.sdks);
  const globals = catalogue.sdks.filter((sdk) => sdk.packages.includes('')).flatMap(globalTexts);
  let mentions: RegExp | null = null;
  const first = <K extends Entry['k']>(path: string, k: K): Extract<Entry, { k: K }> | null =>
    table.entries(path).find((entry): entry is Extract<Entry, { k: K }> => entry.k === k) ?? null;
  const leading = new Map<string, boolean>();
  const leads = (path: string): boolean => {
    let known = leading.get(path);
    if (known === undefined) leading.set(path, (known = table.leads(path, (e) => e.k === 'call' || e.k === 'http')));
    return known;
  };
  const canonical = (pkg: string, at: string): string => {
    if (pkg !== '') return table.canonical(`${pkg}#${at}`);
    return table.canonical(/[#:]/.test(at) ? at : `#${at}`);
  };
  return {
    canonical,
    knows: (path) => table.knows(path),
    leadsToModel: (path) => leads(path),
    call: (path, argumentPaths) => {
      for (const entry of table.entries(path)) {
        if (entry.k !== 'call') continue;
        const { when } = entry.call;
        if (!when || commandMatches(table, entry.sdk, when.is, argumentPaths?.(when.argument) ?? [])) {
          return { ...entry.call, sdk: entry.sdk };
        }
      }
      return null;
    },
    untyped,
    pass: (path) => {
      const found = first(path, 'pass');
      return found ? { ...found.pass, sdk: found.sdk } : null;
    },
    annotation: (pkg, typeName) => {
      const named = annotations.get(`${pkg}#${typeName}`);
      if (named !== undefined) return named;
      const instance = canonical(pkg, `${typeName}.new()`);
      return table.knows(instance) ? instance : null;
    },
    isModelPackage: (name) => sdkOfPackage(name) !== null,
    sdkOfPackage,
    sdkOf: (path) => {
      const { base } = splitAll(path);
      const origin = packageOfBase(base);
      return (origin ? sdkOfPackage(origin.pkg) : sdkById.get(base.slice(0, base.indexOf(':')))) ?? null;
    },
    methodNames: new Set(catalogue.sdks.flatMap((sdk) => sdk.calls.map((call) => calledName(`:${call.at}`)))),
    host,
    httpClient: (path) => first(path, 'http')?.client ?? null,
    packages,
    hostTexts,
    get mentions() {
      return (mentions ??= mentionsPattern(packages, [...hostTexts, ...globals]));
    },
    guardSymbol: (path) => first(path, 'guard')?.symbol ?? null,
    library: createLibraries(catalogue.libraries ?? []),
    sanitizerSymbol: (path) => first(path, 'sanitizer')?.symbol ?? null,
    handler: (path) => first(path, 'handler')?.handler ?? null,
    outlets: (path) => table.entries(path).flatMap((entry) => (entry.k === 'outlet' ? [entry.outlet] : [])),
    storing: {
      writes: new Set(catalogue.frameworks.flatMap((f) => f.stores?.writes ?? [])),
      reads: new Set(catalogue.frameworks.flatMap((f) => f.stores?.reads ?? [])),
      results: new Set(catalogue.frameworks.flatMap((f) => f.stores?.results ?? [])),
    },
    isDatabase: (path) => databases.some((base) => path.startsWith(base)),
    answering: (path) => answering.has(path),
    feederNames: new Set(
      catalogue.frameworks
        .flatMap((f) => f.feeds ?? [])
        .flatMap((feed) =>
          feed.to === undefined
            ? []
            : [
                feed.at
                  .replace(/\.new\(\)$|\(\)$/, '')
                  .split('.')
                  .at(-1) ?? '',
              ],
        ),
    ),
    fluent: new Set(
      catalogue.frameworks.flatMap((f) => f.feeds ?? []).flatMap((feed) => (feed.fluent === true ? feed.by : [])),
    ),
    feed: (path) => first(path, 'feed')?.feed ?? null,
    pipe: (path, method) => first(path, 'pipe')?.pipe ?? pipes.find((pipe) => pipe.at === `.${method}`) ?? null,
    pipeNames: new Set(pipes.map((pipe) => calledName(`:${pipe.at.replace(/^\./, '')}`))),
    endpoint: (url) => endpoints.find(({ pattern }) => pattern.test(url))?.endpoint ?? null,
    endpointNamed: (name) => namedEndpoints.find(({ pattern }) => pattern.test(name))?.endpoint ?? null,
    askedBy: (path) => first(path, 'asked')?.asked ?? null,
    askingNames: new Set(catalogue.frameworks.flatMap((f) => f.askedBy ?? []).map(({ at }) => calledName(`:${at}`))),
    outletNames: outletNames(catalogue),
    provenance: (path) => first(path, 'provenance')?.symbol ?? null,
    chatSurface: (path) => first(path, 'surface')?.surface ?? null,
  };
}

function* additionsOf(catalogue: Catalogue): Generator<Addition> {
  for (const owner of [...catalogue.sdks, ...catalogue.frameworks]) {
    for (const [name, paths] of Object.entries(owner.types ?? {})) {
      const type = name.includes(':') ? name : `${owner.id}:${name}`;
      for (const at of paths) for (const path of absolute(owner, at)) yield { path, what: { type } };
    }
  }
  // a value annotated with an exported type stands at the path of an instance of it
  for (const [name, type] of annotationsOf(catalogue.sdks)) yield { path: `${name}.new()`, what: { type } };
  for (const sdk of catalogue.sdks) {
    for (const call of sdk.calls) {
      for (const path of absolute(sdk, call.at)) {
        yield { path, what: { entry: { k: 'call', call, sdk } } };
        if (call.result !== undefined) yield { path: path + CALL, what: { type: typeName(sdk, call.result) } };
      }
    }
    for (const pass of sdk.passes ?? []) {
      for (const path of absolute(sdk, pass.at)) yield { path, what: { entry: { k: 'pass', pass, sdk } } };
    }
  }
  for (const framework of catalogue.frameworks) {
    for (const handler of framework.handlers ?? []) {
      const entry: Entry = { k: 'handler', handler: { ...handler, framework } };
      for (const path of absolute(framework, handler.at)) {
        yield { path, what: { entry } };
        for (const [i, role] of handler.parameters.entries()) {
          const type = ROLE_TYPES[role];
          if (type !== undefined) yield { path: `${path}.@${String(i)}`, what: { type: `${framework.id}:${type}` } };
        }
      }
    }
    for (const outlet of framework.outlets ?? []) {
      const entry: Entry = { k: 'outlet', outlet: { ...outlet, framework } };
      for (const path of absolute(framework, outlet.at)) yield { path, what: { entry } };
    }
    for (const asked of framework.askedBy ?? []) yield named(asked, { k: 'asked', asked });
    for (const feed of framework.feeds ?? []) {
      for (const path of absolute(framework, feed.at)) yield { path, what: { entry: { k: 'feed', feed } } };
    }
    for (const pipe of framework.pipes ?? []) {
      if (pipe.at.startsWith('.')) continue;
      for (const path of absolute(framework, pipe.at)) yield { path, what: { entry: { k: 'pipe', pipe } } };
    }
  }
  for (const symbol of catalogue.provenance ?? []) yield named(symbol, { k: 'provenance', symbol });
  for (const surface of catalogue.chatSurfaces ?? []) yield named(surface, { k: 'surface', surface });
  for (const symbol of catalogue.guardSymbols) yield named(symbol, { k: 'guard', symbol });
  for (const symbol of catalogue.sanitizerSymbols) yield named(symbol, { k: 'sanitizer', symbol });
  for (const client of catalogue.http ?? []) yield named(client, { k: 'http', client });
}

/** Names by which outlets are written at a call or an assignment, and requests. */
function outletNames({ frameworks, http = [] }: Catalogue): ReadonlySet<string> {
  const outlets = frameworks.flatMap((f) => f.outlets ?? []);
  return new Set([...outlets, ...http].map(({ at }) => calledName(`:${at}`)));
}

function named(symbol: { readonly package: string; readonly at: string }, entry: Entry): Addition {
  const canonical = symbol.package === '' && /[#:]/.test(symbol.at);
  return { path: canonical ? symbol.at : `${symbol.package}#${symbol.at}`, what: { entry } };
}

/** What a text that uses an SDK of the platform's globals must hold: `LanguageModel.create`. */
function globalTexts(sdk: Sdk): readonly string[] {
  if (sdk.mentions !== undefined) return sdk.mentions;
  const paths = [...Object.values(sdk.types ?? {}).flat(), ...sdk.calls.map((call) => call.at)];
  return paths
    .filter((at) => absolute(sdk, at).some((path) => path.startsWith('#')))
    .map((at) => /^[^(]+/.exec(at.replace('.new()', ''))?.[0] ?? at);
}

function typeName(owner: Owner, name: string): string {
  return name.includes(':') ? name : `${owner.id}:${name}`;
}

/** A path as a catalogue file writes it, with its base: `Client.chat` is `openai:Client.chat`, `OpenAI.new()` one per package. */
function absolute(owner: Owner, at: string): readonly string[] {
  if (/^[a-z0-9-]+:/.test(at)) return [at];
  const head = /^[^.(]+/.exec(at)?.[0] ?? at;
  const isType = (owner.types !== undefined && Object.hasOwn(owner.types, head)) || isRole(owner, head);
  const isResult = 'calls' in owner && (owner as Sdk).calls.some((call) => call.result === head);
  // `Client.new()` makes one of the package's class of that name: a value of the type itself cannot be constructed
  const constructs = at.startsWith(`${head}${CONSTRUCT}`);
  if ((isType || isResult) && !constructs) return [`${owner.id}:${at}`];
  return owner.packages.map((pkg) => `${pkg}#${at}`);
}

/** Whether a name is the type of a value that one of the framework's handlers is given. */
function isRole(owner: Owner, head: string): boolean {
  const { handlers = [], routes = [] } = owner as Partial<Framework>;
  return [...handlers, ...routes].some((h) => h.parameters?.some((role) => ROLE_TYPES[role] === head) === true);
}

/**
 * Enters all additions, each at the canonical form of its path up to its last step. Types may be defined through other
 * types, so they are placed until their forms no longer change; what stands at types is placed once, after them.
 */
function settle(additions: readonly Addition[]): PathTable<Entry> {
  const types = additions.filter((addition) => 'type' in addition.what);
  let table = new PathTable<Entry>();
  let previous: readonly string[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const placed = types.map((addition) => placedAt(table, addition.path));
    if (placed.length === previous.length && placed.every((path, i) => path === previous[i])) break;
    previous = placed;
    const next = new PathTable<Entry>();
    types.forEach((addition, i) => {
      next.add(placed[i] ?? addition.path, addition.what);
    });
    table = next;
  }
  const entries = additions.filter((addition) => 'entry' in addition.what);
  const placed = entries.map((addition) => placedAt(table, addition.path));
  entries.forEach((addition, i) => {
    table.add(placed[i] ?? addition.path, addition.what);
  });
  return table;
}

function placedAt(table: PathTable<Entry>, path: string): string {
  const last = splitLast(path);
  if (!last || path.includes('.*') || path.includes('#*')) return path;
  return table.canonical(last.parent) + last.step;
}

function commandMatches(table: PathTable<Entry>, sdk: Sdk, is: readonly string[], given: readonly string[]): boolean {
  const wanted = new Set(is.flatMap((at) => absolute(sdk, at).map((path) => table.canonical(path))));
  return given.some((path) => wanted.has(path));
}

function packageLookup(sdks: readonly Sdk[]): (name: string) => Sdk | null {
  const exact = new Map<string, Sdk>();
  const prefixes: [string, Sdk][] = [];
  for (const sdk of sdks) {
    for (const name of sdk.packages) {
      if (name.endsWith('*')) prefixes.push([name.slice(0, -1), sdk]);
      else if (name !== '' && !exact.has(name)) exact.set(name, sdk);
    }
  }
  return (name) => exact.get(name) ?? prefixes.find(([prefix]) => name.startsWith(prefix))?.[1] ?? null;
}

function annotationsOf(sdks: readonly Sdk[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const sdk of sdks) {
    for (const [type, names] of Object.entries(sdk.annotations ?? {})) {
      for (const pkg of sdk.packages) for (const name of names) found.set(`${pkg}#${name}`, typeName(sdk, type));
    }
  }
  return found;
}
