import type {
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
import type { AskedBy, HandlerMatch, OutletMatch } from './contract.ts';
import type { Known } from './parts.ts';
import { ROLE_TYPES } from './roles.ts';
import { CALL, CONSTRUCT } from './paths.ts';

/** What the catalogue says of a path. */
export type Entry =
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

/** Knowledge at a path, as the catalogue writes it. */
export interface Addition {
  readonly path: string;
  readonly what: { readonly type: string } | { readonly entry: Entry };
}

/** All that a catalogue says of paths. */
export function* additionsOf(catalogue: Known): Generator<Addition> {
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

const named = (symbol: AtSymbol, entry: Entry): Addition => ({ path: pathOfSymbol(symbol), what: { entry } });

interface AtSymbol {
  readonly package: string;
  readonly at: string;
}

/** The path of a symbol that stands in the catalogue by itself. */
export const pathOfSymbol = ({ package: pkg, at }: AtSymbol): string =>
  pkg === '' && /[#:]/.test(at) ? at : `${pkg}#${at}`;

/** A type as it is named where its owner is not known. */
function typeName(owner: Owner, name: string): string {
  return name.includes(':') ? name : `${owner.id}:${name}`;
}

/** A path as a catalogue file writes it, with its base: `Client.chat` is `openai:Client.chat`, `OpenAI.new()` one per package. */
export function absolute(owner: Owner, at: string): readonly string[] {
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

/** Types that exported names stand for in annotations. */
export function annotationsOf(sdks: readonly Sdk[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const sdk of sdks) {
    for (const [type, names] of Object.entries(sdk.annotations ?? {})) {
      for (const pkg of sdk.packages) for (const name of names) found.set(`${pkg}#${name}`, typeName(sdk, type));
    }
  }
  return found;
}
