import type { ChatSurface } from '../../../../rules/schema/types.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, calleeOf, functionOf, listAt, opOf, Op } from '../../extract/index.ts';
import { apiName, HOLE, methodName, type NodeRef, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { Core } from '../guards/core.ts';
import { addressesOfRoute } from '../guards/routes.ts';
import { asApi } from '../sinks/as-api.ts';
import { addressesOf, madeBy } from '../sinks/http-calls.ts';
import { isFetchingHook } from '../trace/fetching-hooks.ts';
import { isProduct } from '../rendered/render-sites.ts';
import { type Address, clientAddress, fixedSteps, leadsTo, openEnds, serverAddress } from './addresses.ts';
import type { ApiNames } from './api-names.ts';
import type { OutletSite } from './contract.ts';
import { declaredRoute } from './declared-routes.ts';
import { namesAskedBy, readersByName } from './named-handlers.ts';
import { proceduresOf, readersOfProcedure } from './procedures.ts';
import type { FileRoutes } from './file-routes.ts';
import { pageReaders, type Reader } from './page-data.ts';
import type { RouteUrls } from './route-urls.ts';
import { verbOf, verbOfRequest } from './verbs.ts';
import { valueAt } from './structured.ts';

/** Calls of the project's own clients that ask for what its servers answer. */
export interface Endpoints {
  readersOf(outlet: OutletSite): readonly Reader[];
  /** Those that ask the handler in which a node stands. */
  clientsOf(file: FileFacts, node: NodeId): readonly Reader[];
}

const MAX_HOOKS = 40;

export interface EndpointParts {
  readonly program: Program;
  readonly index: CatalogueIndex;
  readonly names: ApiNames;
  readonly urls: RouteUrls;
  readonly routes: FileRoutes;
  readonly surfaces: readonly ChatSurface[];
  readonly core: Core;
}

const REQUESTS = /^(?:get|post|put|patch|delete|request|fetch|\$fetch|mutate|send|call)$/i;
const HOOK = /^use[A-Z]/;
const MAX_READERS = 40;
/** Functions between one that answers and the one that makes the answer, and calls of it. */
const MAX_CALLERS_UP = 3;
const MAX_SITES = 6;
const WORD = /[\p{L}\p{N}_$]+/gu;

/** Finds the readers of outlets: by the address a handler is registered or found under, or by the name of a procedure. */
export function createEndpoints(parts: EndpointParts): Endpoints {
  const { program, index, names, urls, routes, core } = parts;
  const memo = new Map<string, readonly NodeRef[]>();
  const once = (key: string, find: () => readonly NodeRef[]): readonly NodeRef[] => {
    const known = memo.get(key) ?? find();
    memo.set(key, known);
    return known;
  };

  const readersOf = ({ file, node, conversation }: OutletSite): readonly Reader[] => {
    if (conversation) return hooksAt(null);
    return answeredAt(file, node, 0) ?? [];
  };

  /** Readers of what a function answers, or of what functions answer that call it to do so; null if none answers. */
  const answeredBy = (file: FileFacts, inner: FunctionId, depth: number): readonly Reader[] | null => {
    let root: FunctionId = inner;
    for (let fn = inner; fn > 0; fn = file.functions[fn]?.parent ?? 0) {
      const found = registeredReaders(file, fn);
      if (found !== null) return found;
      const declared = declaredRoute(program, index, names, file, fn);
      if (declared !== null) return ofAddress(serverAddress(declared.path, false), verbOf(declared.by));
      root = fn;
    }
    if (root <= 0 || depth >= MAX_CALLERS_UP) return null;
    const sites = program.callSites(file, root).sites.filter((site) => isProduct(site.file.path));
    const found = sites.length > MAX_SITES ? [] : sites.map((site) => answeredAt(site.file, site.call, depth + 1));
    return found.length === 0 || found.includes(null) ? null : found.flatMap((readers) => readers ?? []);
  };

  const answeredAt = (file: FileFacts, node: NodeId, depth: number): readonly Reader[] | null => {
    for (let fn = functionOf(file, node); fn > 0; fn = file.functions[fn]?.parent ?? 0) {
      const page = pageReaders(program, routes, file, fn);
      if (page !== null) return page;
    }
    const url = urls.of(file.path);
    if (url !== null) {
      const verb = verbOfFile(file, functionOf(file, node));
      const address = { ...serverAddress(url, true), alone: !urls.hasParameterBeside(file.path) };
      return ofAddress(address, verb, serverAddress(urls.stemOf(file.path), false));
    }
    return answeredBy(file, functionOf(file, node), depth);
  };

  /** The HTTP method of a handler that is found by its file: `export async function POST()`, `notes.get.ts`. */
  const verbOfFile = (file: FileFacts, inner: FunctionId): string | null => {
    for (let fn = inner; fn > 0; fn = file.functions[fn]?.parent ?? 0) {
      for (const name of routes.namesOf(file, fn)) if (verbOf(name) !== null) return verbOf(name);
    }
    return verbOf(/\.(\w+)\.\w+$/.exec(file.path)?.[1] ?? '');
  };

  const registeredReaders = (file: FileFacts, fn: FunctionId): readonly NodeRef[] | null => {
    for (const site of program.registrations(file, fn)) {
      const handler = names
        .of(site.file, calleeOf(site.file, site.call))
        .map((name) => index.handler(name))
        .find((found) => found !== null);
      if (handler === undefined) continue;
      const { readers } = handler.framework;
      if (readers !== undefined) {
        const asking = new Set(readers);
        return proceduresOf(program, site.file, site.call).flatMap((name) =>
          once(`${name.key} of ${name.routers.join(' ')}`, () =>
            readersOfProcedure(program, filesWith([name.key]), name, asking),
          ),
        );
      }
      const { named } = handler;
      if (named !== undefined) {
        const asked = namesAskedBy(program, site.file, site.call, named).filter((name) => !name.includes(HOLE));
        return asked.flatMap((name) =>
          once(`named ${name}`, () => readersByName(program, index, filesWith(name.match(WORD) ?? []), [name])),
        );
      }
      return addressesOfRoute(core, site.file, site.call).flatMap(({ path, whole }) =>
        ofAddress(serverAddress(path, whole), verbOf(methodName(site.file, site.call))),
      );
    }
    return null;
  };

  const holds = (path: string, part: string): boolean =>
    program.passes(path, `has ${part}`, (text) => text.includes(part));
  const filesWith = (words: readonly string[]): readonly string[] => {
    const [first = '', ...rest] = [...words].sort((a, b) => b.length - a.length);
    return program.words.holding(first).filter((path) => isProduct(path) && rest.every((word) => holds(path, word)));
  };

  /**
   * @param verb the HTTP method it is asked by; null if any
   * @param written the part of it that clients write in any case
   */
  const ofAddress = (address: Address, verb: string | null, written = address): readonly NodeRef[] => {
    const words = fixedSteps(written).flatMap((step) => step.match(WORD) ?? []);
    if (words.length === 0) return [];
    return once(`${verb ?? ''} ${address.steps.map((step) => step ?? '*').join('/')}`, () => {
      const found: NodeRef[] = [...hooksAt(address)];
      const open = openEnds(address);
      const below = open === null ? [] : filesWith(open.folder.flatMap((step) => step.match(WORD) ?? []));
      const paths = new Set(filesWith(words));
      for (const path of below) {
        if (open !== null && program.passes(path, `below ${open.folder.join('/')}`, (text) => open.text.test(text)))
          paths.add(path);
      }
      for (const path of paths) {
        const file = program.facts(path);
        for (const call of file?.calls ?? []) {
          if (file === undefined || !asks(file, call, address)) continue;
          const asked = verb === null ? null : verbOfRequest(program, file, call);
          if (asked === null || asked === verb) found.push(answerOf(file, call));
        }
      }
      return found.slice(0, MAX_READERS);
    });
  };

  /** Where the answer of a request is: what the call gives, or what the method is called on. */
  const answerOf = (file: FileFacts, call: NodeId): NodeRef => {
    for (const e of program.entities({ file, node: calleeOf(file, call) })) {
      const api = e.k === 'global' ? index.canonical('', e.name) : e.k === 'api' ? apiName(e) : '';
      if (api === '' || index.httpClient(api)?.answer === undefined) continue;
      return (e.k === 'api' ? e.maker : null) ?? madeBy(file, call) ?? { file, node: call };
    }
    return { file, node: call };
  };

  /** Texts a value is, or that a function gives which hooks ask for the address. */
  const writtenAt = (ref: NodeRef): readonly string[] => {
    const made = program.entities(ref).flatMap((e) => (e.k === 'function' ? [e] : []));
    if (made.length === 0) return program.strings(ref);
    return made.flatMap(({ file, fn }) =>
      (file.functions[fn]?.returns ?? []).flatMap(({ node }) => program.strings({ file, node })),
    );
  };

  const asks = (file: FileFacts, call: NodeId, address: Address): boolean => {
    const sent = byClient(file, call, address);
    if (sent !== null) return sent;
    // a client of the project may put something before the address
    const whole = !isOwn(file, call);
    const hits = (node: NodeId, keys: readonly string[] = []): boolean => {
      if (node < 0) return false;
      const ref = keys.length === 0 ? { file, node } : program.propertyOf({ file, node }, keys);
      return ref !== null && writtenAt(ref).some((text) => text !== HOLE && leads(text, address, whole));
    };
    const first = argumentOf(file, call, 0);
    const named = hits(first) || (opOf(file, first) === Op.Array && hits(listAt(file, aOf(file, first), 0)));
    const given = named || hits(argumentOf(file, call, 1)) || (opOf(file, first) === Op.Object && hits(first, ['url']));
    return given && isRequest(file, call);
  };

  /** Whether a client of the platform or a package is given the address, joined to its base; null for other calls. */
  const byClient = (file: FileFacts, call: NodeId, address: Address): boolean | null => {
    let known = false;
    for (const e of program.entities({ file, node: calleeOf(file, call) })) {
      const api = asApi(index, e);
      const client = api === null ? null : index.httpClient(apiName(api));
      if (api === null || client === null) continue;
      known = true;
      // what was made with a base may put one before it
      const texts = addressesOf(program, file, call, client, api);
      if (texts.some((text) => leads(text, address, api.maker === null || client.under !== undefined))) return true;
    }
    return known ? false : null;
  };

  const isOwn = (file: FileFacts, call: NodeId): boolean =>
    program.entities({ file, node: calleeOf(file, call) }).some((e) => e.k === 'function');

  /** A request by a hook or a client of the project; a registration of a handler is none. */
  const isRequest = (file: FileFacts, call: NodeId): boolean => {
    const method = methodName(file, call);
    const callee = calleeOf(file, call);
    if (names.of(file, callee).some((name) => index.handler(name) !== null)) return false;
    if (REQUESTS.test(method) || HOOK.test(method)) return true;
    return program
      .entities({ file, node: callee })
      .some((e) => e.k === 'function' || (e.k === 'api' && isFetchingHook(apiName(e))));
  };

  let hooks: readonly (NodeRef & { readonly addresses: readonly string[] })[] | null = null;
  const hooksAt = (address: Address | null): readonly NodeRef[] => {
    hooks ??= [...chatHooks(program, index, parts.surfaces)];
    return hooks
      .filter((hook) => address === null || hook.addresses.some((text) => leads(text, address)))
      .slice(0, MAX_HOOKS)
      .map(({ file, node }) => ({ file, node }));
  };

  return { readersOf, clientsOf: (file, node) => answeredAt(file, node, 0) ?? [] };
}

const leads = (text: string, address: Address, whole = true): boolean => {
  const client = clientAddress(text);
  return client !== null && leadsTo(whole ? client : { ...client, whole: false }, address);
};

/** Hooks of chats and completions, with the addresses they ask. */
function* chatHooks(
  program: Program,
  index: CatalogueIndex,
  surfaces: readonly ChatSurface[],
): Iterable<NodeRef & { readonly addresses: readonly string[] }> {
  const words = new Set(surfaces.flatMap(({ at, asks }) => (asks === undefined ? [] : [/^\w+/.exec(at)?.[0] ?? ''])));
  const paths = new Set([...words].flatMap((word) => program.words.holding(word)));
  for (const path of paths) {
    const file = isProduct(path) ? program.facts(path) : undefined;
    for (const node of file?.calls ?? []) {
      if (file === undefined) break;
      const step = opOf(file, node) === Op.New ? '.new()' : '()';
      for (const e of program.entities({ file, node: calleeOf(file, node) })) {
        const asked = e.k === 'api' ? index.chatSurface(`${apiName(e)}${step}`)?.asks : undefined;
        if (asked === undefined) continue;
        const given = asked.at.flatMap((access) => {
          const value = valueAt(program, { file, node }, access);
          return value === null ? [] : [...program.strings(value)];
        });
        yield { file, node, addresses: given.length > 0 ? given : asked.default === undefined ? [] : [asked.default] };
      }
    }
  }
}
