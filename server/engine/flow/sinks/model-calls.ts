import type { AiHost, Recipient, Sdk, SdkCall } from '../../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { argumentOf, calleeOf } from '../../extract/index.ts';
import { apiName, methodName, type NodeRef, type Program } from '../../link/index.ts';
import type { CallMatch, CatalogueIndex } from '../catalogue-index/index.ts';
import { asApi, type Api } from './as-api.ts';
import { displayName } from './display-name.ts';
import { httpCall } from './http-calls.ts';
import { tellsHost, wrappedCall, type Recognise, type Through, type WrappedParts } from './wrapped-calls.ts';

/** A call that sends something to a model. */
export interface ModelCall {
  readonly file: FileFacts;
  readonly node: NodeId;
  readonly sdk: string;
  /** As users know it: `chat.completions.create`, `POST api.openai.com/v1/chat/completions`. */
  readonly api: string;
  readonly kind: SdkCall['kind'];
  readonly recipient: string;
  readonly country: string;
  readonly sends: readonly string[];
  readonly returns: NonNullable<SdkCall['returns']>;
  /** Access paths of the schema of a structured answer. */
  readonly schemas: readonly string[];
  /** The api value the call was made on, for `receiver.` paths. */
  readonly entity: Api;
  /**
   * Where a function of the project makes the request for who calls it: the request, of which the rest is told, and the
   * calls that lead to it, this one first.
   */
  readonly inner?: Pick<ModelCall, 'file' | 'node' | 'entity'> & { readonly through: readonly Through[] };
}

export interface ModelCalls {
  /** The model call at a Call, New or Tagged node, or null. */
  at(file: FileFacts, call: NodeId): ModelCall | null;
}

/** Whether two calls, told of the same texts at different times, are the same in all that is known of them. */
export function sameCall(a: ModelCall, b: ModelCall): boolean {
  const { maker } = a.entity;
  const other = b.entity.maker;
  const sameMaker = maker === other || (maker?.file === other?.file && maker?.node === other?.node);
  const plain = (call: ModelCall): string =>
    JSON.stringify({ ...call, file: null, inner: null, entity: [call.entity.pkg, call.entity.at] });
  return sameInner(a.inner, b.inner) && a.file === b.file && a.node === b.node && sameMaker && plain(a) === plain(b);
}

function sameInner(a: ModelCall['inner'], b: ModelCall['inner']): boolean {
  if (a === undefined || b === undefined) return a === b;
  const sameWay = a.through.every(({ file, fn, site }, i) => {
    const other = b.through[i];
    return other?.file === file && other.fn === fn && other.site.file === site.file && other.site.call === site.call;
  });
  return a.file === b.file && a.node === b.node && a.through.length === b.through.length && sameWay;
}

/** Recognises model calls by resolved symbol or host, never by a word. */
export function createModelCalls(program: Program, index: CatalogueIndex): ModelCalls {
  const memo = new WeakMap<FileFacts, Map<NodeId, ModelCall | null>>();
  const open = new Set<string>();

  const recognise: Recognise = (file, call, callee) => {
    const api = asApi(index, callee);
    if (api === null) return null;
    for (const { name, shift } of calledAs(apiName(api))) {
      const found = index.call(name, (argument) =>
        commandNames(program, index, file, argumentOf(file, call, argument)),
      );
      if (found !== null) return shifted(ofSdk(program, index, file, call, found, api), shift);
    }
    return httpCall(program, index, file, call, api, methodName(file, call));
  };

  const find = (file: FileFacts, call: NodeId): ModelCall | null => {
    const entities = program.entities({ file, node: calleeOf(file, call) });
    for (const e of entities) {
      const found = recognise(file, call, e);
      if (found !== null) return found;
    }
    return entities.every((e) => e.k === 'api' || e.k === 'global')
      ? byConstant(file, call)
      : wrappedCall(wrapped, file, call, entities);
  };

  /** `env.AI.run('@cf/…', …)` where nothing in the project tells what `env.AI` is. */
  const byConstant = (file: FileFacts, call: NodeId): ModelCall | null => {
    for (const { argument, pattern, path } of index.untyped(methodName(file, call))) {
      const node = argumentOf(file, call, argument);
      if (node < 0 || !program.strings({ file, node }).some((text) => pattern.test(text))) continue;
      const found = index.call(path);
      if (found !== null) return ofSdk(program, index, file, call, found, { k: 'api', pkg: '', at: path, maker: null });
    }
    return null;
  };

  const calls: ModelCalls = {
    at(file, call) {
      let table = memo.get(file);
      if (table === undefined) {
        table = new Map();
        memo.set(file, table);
      }
      const known = table.get(call);
      if (known !== undefined) return known;
      const id = `${file.path}:${String(call)}`;
      if (open.has(id)) return null;
      open.add(id);
      const found = find(file, call);
      open.delete(id);
      table.set(call, found);
      return found;
    },
  };
  const wrapped: WrappedParts = {
    program,
    index,
    tells: tellsHost(index),
    recognise,
    isModelCall: (file, call) => calls.at(file, call) !== null,
  };
  return calls;
}

interface CalledAs {
  readonly name: string;
  readonly shift: ((index: string) => string) | null;
}

/**
 * What a call may be a call of: a method of that name, which an SDK may itself name `call`, or
 * `create.call(client, options)`, `create.apply(client, [options])`, whose arguments stand further back.
 */
function calledAs(name: string): readonly CalledAs[] {
  const own: CalledAs = { name, shift: null };
  const found = /^(.*)\.(call|apply)$/.exec(name);
  if (found?.[1] === undefined) return [own];
  const shift = found[2] === 'call' ? (i: string): string => String(Number(i) + 1) : (i: string): string => `1.${i}`;
  return [own, { name: found[1], shift }];
}

function shifted(call: ModelCall, shift: CalledAs['shift']): ModelCall {
  if (shift === null) return call;
  const moved = (access: string): string => access.replace(/^\d+/, shift);
  return { ...call, sends: call.sends.map(moved), schemas: call.schemas.map(moved) };
}

function commandNames(program: Program, index: CatalogueIndex, file: FileFacts, argument: NodeId): readonly string[] {
  return program.entities({ file, node: argument }).flatMap((e) => {
    const api = asApi(index, e);
    return api === null ? [] : [apiName(api)];
  });
}

function ofSdk(
  program: Program,
  index: CatalogueIndex,
  file: FileFacts,
  node: NodeId,
  call: CallMatch,
  entity: Api,
): ModelCall {
  const { sdk } = call;
  const { name, country } = recipientOf(program, index, sdk, { file, node, entity });
  return {
    file,
    node,
    sdk: sdk.id,
    api: displayName(call.at, sdk.types ?? {}),
    kind: call.kind,
    recipient: name,
    country,
    sends: call.sends,
    returns: call.returns ?? [],
    schemas: sdk.schemas ?? [],
    entity,
  };
}

interface Made {
  readonly file: FileFacts;
  readonly node: NodeId;
  readonly entity: Api;
}

/** The country of a recipient that depends on the set-up. */
const UNSETTLED = '??';

/**
 * Who gets what a call sends: by the address that its client was given, or as the SDK says; where that depends on the
 * set-up, by the package that the model it is given is from.
 */
function recipientOf(program: Program, index: CatalogueIndex, sdk: Sdk, made: Made): Recipient {
  const host = endpointOf(program, index, sdk, made.entity);
  if (host !== null) return host.recipient;
  if (sdk.recipient.country !== UNSETTLED) return sdk.recipient;
  for (const access of sdk.models ?? []) {
    const value = givenAt(program, made, access);
    for (const e of value === null ? [] : program.entities(value)) {
      const found = e.k === 'api' ? settled(index, e.pkg) : null;
      if (found !== null) return found;
    }
  }
  return sdk.recipient;
}

/** The recipient of a package's own SDK, if it does not depend on the set-up. */
function settled(index: CatalogueIndex, pkg: string): Recipient | null {
  const recipient = pkg === '' ? undefined : index.sdkOfPackage(pkg)?.recipient;
  return recipient === undefined || recipient.country === UNSETTLED ? null : recipient;
}

/** What stands at an access path of a call, or of the call that made its receiver. */
function givenAt(program: Program, { file, node, entity }: Made, access: string): NodeRef | null {
  const [head = '', ...keys] = access.split('.');
  if (head !== 'receiver') return program.propertyOf({ file, node: argumentOf(file, node, Number(head)) }, keys);
  const { maker } = entity;
  const [i = '0', ...inner] = keys;
  return maker === null
    ? null
    : program.propertyOf({ file: maker.file, node: argumentOf(maker.file, maker.node, Number(i)) }, inner);
}

/** A client that was given another base URL talks to another vendor. */
function endpointOf(program: Program, index: CatalogueIndex, sdk: Sdk, entity: Api): AiHost | null {
  const maker = entity.maker;
  if (maker === null) return null;
  for (const access of sdk.endpoint ?? []) {
    const [head = '', ...keys] = access.split('.');
    const argument = argumentOf(maker.file, maker.node, Number(head));
    const value = program.propertyOf({ file: maker.file, node: argument }, keys);
    if (value === null) continue;
    for (const text of program.strings(value)) {
      const host = index.host(text);
      if (host !== null) return host;
    }
  }
  return null;
}
