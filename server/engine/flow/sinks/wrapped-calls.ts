import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, functionOf, opOf, Op } from '../../extract/index.ts';
import {
  apiName,
  boundStrings,
  HOLE,
  methodName,
  propertyValues,
  type CallSite,
  type Entity,
  type Program,
  type Strings,
} from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import { parameterBehind } from '../trace/parameters.ts';
import { addressesOf, requestTo } from './http-calls.ts';
import { asApi } from './as-api.ts';
import type { ModelCall } from './model-calls.ts';

/** Functions of the project between the one that names the address and the one that makes the request. */
const MAX_DEPTH = 3;

/** A function of the project and the one call of it that is meant. */
export interface Through {
  readonly file: FileFacts;
  readonly fn: FunctionId;
  readonly site: CallSite;
}

/** The request that a function of the project makes for who calls it. */
interface Request {
  readonly call: ModelCall;
  readonly through: readonly Through[];
}

/** Whether a text tells where a model is: an address, a vendor's host, or the end of an address. */
export type TellsHost = (text: string) => boolean;

/** Tells it of the catalogue's hosts. */
export function tellsHost(index: CatalogueIndex): TellsHost {
  const memo = new Map<string, boolean>();
  return (text) => {
    if (text === HOLE || text.length < 4) return false;
    let known = memo.get(text);
    if (known === undefined) memo.set(text, (known = index.hostTexts.some((host) => text.includes(host))));
    return known;
  };
}

/**
 * A call of a project's own function that is handed the address of a model and makes the request to it:
 * `postJson('https://api.openai.com/v1/chat/completions', body)`. It is a model call at this place, for what is handed
 * over here; other callers of the same function may ask somebody else. What is sent is told by the request inside.
 */
export function wrappedCall(
  program: Program,
  index: CatalogueIndex,
  tells: TellsHost,
  file: FileFacts,
  call: NodeId,
  entities: readonly Entity[],
): ModelCall | null {
  if (!entities.some((e) => e.k === 'function')) return null;
  const plain: Strings = (at, node) => program.strings({ file: at, node });
  if (!handsAddress(file, call, plain, tells)) return null;
  const found = new Search(program, index, tells).behind(file, call, entities, plain, MAX_DEPTH);
  if (found === null) return null;
  const { file: at, node, entity, api } = found.call;
  const name = methodName(file, call);
  return {
    ...found.call,
    file,
    node: call,
    api: name === '' ? api : api.replace(/^\S+/, name),
    inner: { file: at, node, entity, through: found.through },
  };
}

/** Whether a call is handed a text that tells where a model is, itself or in an object. */
function handsAddress(file: FileFacts, call: NodeId, strings: Strings, tells: TellsHost): boolean {
  for (let i = 0; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    if (strings(file, argument).some(tells)) return true;
    const object = objectBehind(file, argument);
    if (object >= 0 && propertyValues(file, object).some((value) => strings(file, value).some(tells))) return true;
  }
  return false;
}

/** The object literal that stands at a node or in the variable it reads, -1 for none. */
function objectBehind(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  return opOf(file, n) === Op.Object ? n : -1;
}

class Search {
  readonly #program: Program;
  readonly #index: CatalogueIndex;
  readonly #tells: TellsHost;
  readonly #seen = new Set<string>();

  constructor(program: Program, index: CatalogueIndex, tells: TellsHost) {
    this.#program = program;
    this.#index = index;
    this.#tells = tells;
  }

  /** The request behind a call, with its arguments as `strings` tell them. */
  behind(file: FileFacts, call: NodeId, entities: readonly Entity[], strings: Strings, depth: number): Request | null {
    for (const e of entities) {
      if (e.k !== 'function' || depth === 0) continue;
      const key = `${String(e.fn)}:${e.file.path}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      const through: Through = { file: e.file, fn: e.fn, site: { file, call, how: 'direct', argument: -1 } };
      const inside = boundStrings(this.#program.resolver, (at, node) => this.#argument(through, at, node, strings));
      const found = this.#in(e.file, e.fn, inside, depth);
      if (found !== null) return { ...found, through: [through, ...found.through] };
    }
    return null;
  }

  #in(file: FileFacts, fn: FunctionId, strings: Strings, depth: number): Request | null {
    const calls = [...file.calls].filter((call) => within(file, functionOf(file, call), fn));
    for (const call of calls) {
      const found = this.#request(file, call, strings);
      if (found !== null) return { call: found, through: [] };
    }
    for (const call of calls) {
      if (!handsAddress(file, call, strings, this.#tells)) continue;
      const entities = this.#program.entities({ file, node: calleeOf(file, call) });
      const found = this.behind(file, call, entities, strings, depth - 1);
      if (found !== null) return found;
    }
    return null;
  }

  /** A request whose address is one of a model's only with what the function was handed. */
  #request(file: FileFacts, call: NodeId, strings: Strings): ModelCall | null {
    const method = methodName(file, call);
    for (const e of this.#program.entities({ file, node: calleeOf(file, call) })) {
      const entity = asApi(this.#index, e);
      const client = entity === null ? null : this.#index.httpClient(apiName(entity));
      if (entity === null || client === null) continue;
      for (const url of addressesOf(this.#program, file, call, client, entity, strings)) {
        const found = requestTo(this.#index, url, { file, node: call, client, entity, method });
        if (found !== null) return found;
      }
    }
    return null;
  }

  /** What a parameter of the function, or a property of one, is at its call. */
  #argument(through: Through, at: FileFacts, node: NodeId, strings: Strings): readonly string[] | null {
    if (at !== through.file || (opOf(at, node) !== Op.Param && opOf(at, node) !== Op.Member)) return null;
    const parameter = parameterBehind(at, node);
    if (parameter?.fn !== through.fn) return null;
    const { file, call } = through.site;
    const argument = { file, node: argumentOf(file, call, parameter.index) };
    if (argument.node < 0) return null;
    const value = parameter.key === '' ? argument : this.#program.propertyOf(argument, [parameter.key]);
    return value === null ? null : strings(value.file, value.node);
  }
}

/** Whether a function is another one or stands in it. */
function within(file: FileFacts, inner: FunctionId, outer: FunctionId): boolean {
  for (let fn = inner; fn > 0; fn = file.functions[fn]?.parent ?? 0) if (fn === outer) return true;
  return inner === outer;
}
