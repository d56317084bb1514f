import type { Catalogue, Sdk } from '../../../../rules/schema/types.ts';
import { absolute, annotationsOf, type Entry } from './additions.ts';
import type { CatalogueIndex } from './contract.ts';
import { compileHosts } from './hosts.ts';
import { createLibraries } from './libraries.ts';
import { constantPart, mentionsPattern } from './mentions.ts';
import { PathTables } from './tables.ts';
import { createUntyped } from './untyped.ts';
import { calledName, packageOfBase, splitAll } from './paths.ts';

/** Compiles a catalogue for look-ups. Pure; costs a few milliseconds. */
export function compileCatalogue(catalogue: Catalogue): CatalogueIndex {
  const tables = new PathTables(catalogue);
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
    tables
      .of(path)
      .entries(path)
      .find((entry): entry is Extract<Entry, { k: K }> => entry.k === k) ?? null;
  const leading = new Map<string, boolean>();
  const leads = (path: string): boolean => {
    let known = leading.get(path);
    if (known === undefined)
      leading.set(path, (known = tables.of(path).leads(path, (e) => e.k === 'call' || e.k === 'http')));
    return known;
  };
  const canonical = (pkg: string, at: string): string => {
    const path = pkg !== '' ? `${pkg}#${at}` : /[#:]/.test(at) ? at : `#${at}`;
    return tables.of(path).canonical(path);
  };
  return {
    canonical,
    knows: (path) => tables.of(path).knows(path),
    leadsToModel: (path) => leads(path),
    call: (path, argumentPaths) => {
      for (const entry of tables.of(path).entries(path)) {
        if (entry.k !== 'call') continue;
        const { when } = entry.call;
        if (!when || commandMatches(tables, entry.sdk, when.is, argumentPaths?.(when.argument) ?? [])) {
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
      return tables.of(instance).knows(instance) ? instance : null;
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
    outlets: (path) =>
      tables
        .of(path)
        .entries(path)
        .flatMap((entry) => (entry.k === 'outlet' ? [entry.outlet] : [])),
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

/** Names by which outlets are written at a call or an assignment, and requests. */
function outletNames({ frameworks, http = [] }: Catalogue): ReadonlySet<string> {
  const outlets = frameworks.flatMap((f) => f.outlets ?? []);
  return new Set([...outlets, ...http].map(({ at }) => calledName(`:${at}`)));
}

/** What a text that uses an SDK of the platform's globals must hold: `LanguageModel.create`. */
function globalTexts(sdk: Sdk): readonly string[] {
  if (sdk.mentions !== undefined) return sdk.mentions;
  const paths = [...Object.values(sdk.types ?? {}).flat(), ...sdk.calls.map((call) => call.at)];
  return paths
    .filter((at) => absolute(sdk, at).some((path) => path.startsWith('#')))
    .map((at) => /^[^(]+/.exec(at.replace('.new()', ''))?.[0] ?? at);
}

function commandMatches(tables: PathTables, sdk: Sdk, is: readonly string[], given: readonly string[]): boolean {
  const wanted = new Set(is.flatMap((at) => absolute(sdk, at).map((path) => tables.of(path).canonical(path))));
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
