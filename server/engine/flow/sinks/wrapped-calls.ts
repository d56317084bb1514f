import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, functionOf, opOf, stringOf, Op } from '../../extract/index.ts';
import {
  apiName,
  boundStrings,
  HOLE,
  methodName,
  propertyValues,
  type CallSite,
  type Entity,
  type KnownTexts,
  type NodeRef,
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
/** Members, variables and imports followed to what a value is read of. */
const MAX_STEPS = 12;

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

/** What a call is, by what its callee is; null for what is no model call. */
export type Recognise = (file: FileFacts, call: NodeId, callee: Entity) => ModelCall | null;

/** What a search for wrapped calls needs. */
export interface WrappedParts {
  readonly program: Program;
  readonly index: CatalogueIndex;
  readonly tells: TellsHost;
  readonly recognise: Recognise;
  /** Whether a call is a model call by itself, whoever calls the function it stands in. */
  isModelCall(file: FileFacts, call: NodeId): boolean;
}

/**
 * A call of a project's own function that is handed the address of a model and makes the request to it
 * (`postJson('https://api.openai.com/v1/chat/completions', body)`), was made with it (`new Api(url).chat(messages)`), or
 * is handed the client (`ask(openai, question)`) where nothing in the function tells what that is. It is a model call at
 * this place, for what is handed over here; other callers of the same function may ask somebody else.
 */
export function wrappedCall(
  parts: WrappedParts,
  file: FileFacts,
  call: NodeId,
  entities: readonly Entity[],
): ModelCall | null {
  if (!entities.some((e) => e.k === 'function')) return null;
  const plain: Strings = (at, node) => parts.program.strings({ file: at, node });
  const found = new Search(parts).behind(file, call, entities, plain, MAX_DEPTH);
  if (found === null) return null;
  const { file: at, node, entity, api, returns } = found.call;
  const name = methodName(file, call);
  const isSilent = returns.length > 0 && returns.every(({ content }) => content === 'embedding' || content === 'label');
  return {
    ...found.call,
    file,
    node: call,
    api: name === '' || found.call.sdk !== 'http' ? api : api.replace(/^\S+/, name),
    returns: isSilent ? returns : [{ path: '', content: 'response' }],
    schemas: [],
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
  readonly #parts: WrappedParts;
  readonly #seen = new Set<string>();

  constructor(parts: WrappedParts) {
    this.#parts = parts;
  }

  /** The request behind a call, with its arguments as `strings` tell them. */
  behind(file: FileFacts, call: NodeId, entities: readonly Entity[], strings: Strings, depth: number): Request | null {
    const { program, tells } = this.#parts;
    const site: CallSite = { file, call, how: 'direct', argument: -1 };
    const hands = handsAddress(file, call, strings, tells);
    for (const e of entities) {
      if (e.k !== 'function') continue;
      const key = `${String(e.fn)}:${e.file.path}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      const through: Through = { file: e.file, fn: e.fn, site };
      const client = this.#onClient(through);
      if (client !== null) return { call: client, through: [through] };
      const made = e.receiver?.k === 'instance' ? this.#madeWithAddress(e, file, call, strings) : null;
      if (!hands && made === null) continue;
      const inside = boundStrings(
        program.resolver,
        (at, node) => this.#argument(through, at, node, strings) ?? made?.(at, node) ?? null,
      );
      const found = this.#in(e.file, e.fn, inside, depth);
      if (found !== null) return { ...found, through: [through, ...found.through] };
    }
    return null;
  }

  #in(file: FileFacts, fn: FunctionId, strings: Strings, depth: number): Request | null {
    const calls = callsWithin(file, fn);
    for (const call of calls) {
      const found = this.#request(file, call, strings);
      if (found !== null) return { call: found, through: [] };
    }
    if (depth <= 1) return null;
    for (const call of calls) {
      if (!handsAddress(file, call, strings, this.#parts.tells)) continue;
      const entities = this.#parts.program.entities({ file, node: calleeOf(file, call) });
      const found = this.behind(file, call, entities, strings, depth - 1);
      if (found !== null) return found;
    }
    return null;
  }

  /** A request whose address is one of a model's only with what the function was handed. */
  #request(file: FileFacts, call: NodeId, strings: Strings): ModelCall | null {
    const { program, index } = this.#parts;
    const method = methodName(file, call);
    for (const e of program.entities({ file, node: calleeOf(file, call) })) {
      const entity = asApi(index, e);
      const client = entity === null ? null : index.httpClient(apiName(entity));
      if (entity === null || client === null) continue;
      for (const url of addressesOf(program, file, call, client, entity, strings)) {
        const found = requestTo(index, url, { file, node: call, client, entity, method });
        if (found !== null) return found;
      }
    }
    return null;
  }

  /** A model call that the function makes on a client it is handed. */
  #onClient({ file, fn, site }: Through): ModelCall | null {
    const { program, index, recognise } = this.#parts;
    for (const { call, parameter, keys } of callsOnParameters(file, fn)) {
      if (!index.methodNames.has(keys.at(-1) ?? '') || this.#parts.isModelCall(file, call)) continue;
      let values = program.entities({ file: site.file, node: argumentOf(site.file, site.call, parameter) });
      for (const key of keys) values = values.flatMap((e) => program.resolver.member(e, key));
      for (const value of values) {
        const found = recognise(file, call, value);
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
    return this.#textsAt(through.site.file, through.site.call, parameter, strings);
  }

  #textsAt(
    file: FileFacts,
    call: NodeId,
    { index, key }: { readonly index: number; readonly key: string },
    strings: Strings,
  ): readonly string[] | null {
    const argument = { file, node: argumentOf(file, call, index) };
    if (argument.node < 0) return null;
    const value = key === '' ? argument : this.#parts.program.propertyOf(argument, [key]);
    return value === null ? null : strings(value.file, value.node);
  }

  /** Texts of an object's fields where it was made with an address: `new Api('https://api.openai.com/v1')`. */
  #madeWithAddress(
    method: Entity & { readonly k: 'function' },
    file: FileFacts,
    call: NodeId,
    strings: Strings,
  ): KnownTexts | null {
    const callee = calleeOf(file, call);
    if (opOf(file, callee) !== Op.Member) return null;
    const owner = method.file.functions[method.fn]?.owner ?? -1;
    const ctor = method.file.classes[owner]?.ctor ?? -1;
    if (ctor < 0) return null;
    const made = constructionOf(this.#parts.program, { file, node: aOf(file, callee) });
    if (made === null || !handsAddress(made.file, made.node, strings, this.#parts.tells)) return null;
    return (at, node) => {
      if (at !== method.file || opOf(at, node) !== Op.Member || opOf(at, aOf(at, node)) !== Op.This) return null;
      const key = stringOf(at, bOf(at, node));
      const { parameters = [], thisWrites = [] } = at.functions[ctor] ?? {};
      const declared = parameters.findIndex(({ property }) => property === key);
      if (declared >= 0) return this.#textsAt(made.file, made.node, { index: declared, key: '' }, strings);
      for (const write of thisWrites) {
        const parameter = write.key === key ? parameterBehind(at, write.node) : null;
        if (parameter?.fn === ctor) return this.#textsAt(made.file, made.node, parameter, strings);
      }
      return null;
    };
  }
}

/** The `new` that made what a node holds, where that is one: through variables, imports and fields. */
function constructionOf(program: Program, start: NodeRef): NodeRef | null {
  let { file, node } = start;
  for (let i = 0; i < MAX_STEPS; i++) {
    switch (opOf(file, node)) {
      case Op.New:
        return { file, node };
      case Op.Def:
      case Op.Cast:
      case Op.Await:
        node = aOf(file, node);
        break;
      case Op.Cell: {
        const definitions = file.variables[aOf(file, node)]?.definitions ?? [];
        const [first = -1, ...more] = definitions.filter((n) => opOf(file, n) === Op.Def);
        if (first < 0 || more.length > 0) return null;
        node = first;
        break;
      }
      case Op.Import: {
        const record = file.imports[aOf(file, node)];
        const target = record === undefined ? null : program.modules.resolve(file.path, record.specifier);
        if (record === undefined || target?.k !== 'file') return null;
        const [found, ...others] = program.exported(target.path, record.name);
        if (found === undefined || 'api' in found || others.length > 0) return null;
        ({ file, node } = found);
        break;
      }
      case Op.Member: {
        if (opOf(file, aOf(file, node)) !== Op.This) return null;
        const cls = file.classes[file.functions[aOf(file, aOf(file, node))]?.owner ?? -1];
        const key = stringOf(file, bOf(file, node));
        node = cls?.fields.find((field) => field.name === key)?.node ?? -1;
        break;
      }
      default:
        return null;
    }
  }
  return null;
}

/** A call on a parameter: `client.chat.completions.create(…)`. */
interface OnParameter {
  readonly call: NodeId;
  /** Which parameter. */
  readonly parameter: number;
  /** What is read of it, the method last. */
  readonly keys: readonly string[];
}

const onParameters = new WeakMap<FileFacts, Map<FunctionId, readonly OnParameter[]>>();

/** The calls in a function on its own parameters, those it takes apart too. */
function callsOnParameters(file: FileFacts, fn: FunctionId): readonly OnParameter[] {
  let known = onParameters.get(file);
  if (known === undefined) onParameters.set(file, (known = new Map<FunctionId, readonly OnParameter[]>()));
  let found = known.get(fn);
  if (found === undefined) {
    found = callsWithin(file, fn).flatMap((call) => onParameter(file, fn, call) ?? []);
    known.set(fn, found);
  }
  return found;
}

function onParameter(file: FileFacts, fn: FunctionId, call: NodeId): OnParameter | null {
  const keys: string[] = [];
  let n = calleeOf(file, call);
  for (let i = 0; i < MAX_STEPS; i++) {
    switch (opOf(file, n)) {
      case Op.Member:
        keys.unshift(stringOf(file, bOf(file, n)));
        n = aOf(file, n);
        break;
      case Op.Def:
      case Op.Cast:
      case Op.Effect:
        n = aOf(file, n);
        break;
      case Op.Cell:
        n = file.variables[aOf(file, n)]?.definitions[0] ?? -1;
        break;
      case Op.Param:
        return keys.length > 0 && aOf(file, n) === fn ? { call, parameter: bOf(file, n), keys } : null;
      default:
        return null;
    }
  }
  return null;
}

const callsWithin = (file: FileFacts, fn: FunctionId): readonly NodeId[] =>
  Array.from(file.calls).filter((call) => within(file, functionOf(file, call), fn));

/** Whether a function is another one or stands in it. */
function within(file: FileFacts, inner: FunctionId, outer: FunctionId): boolean {
  for (let fn = inner; fn > 0; fn = file.functions[fn]?.parent ?? 0) if (fn === outer) return true;
  return inner === outer;
}
