import type { HttpClient } from '../../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, listAt, opOf, stringOf, Op } from '../../extract/index.ts';
import { apiName, HOLE, type Entity, type NodeRef, type Program, type Strings } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { ModelCall } from './model-calls.ts';

/** A raw HTTP call to a known AI host, by one of the catalogue's HTTP clients. */
export function httpCall(
  program: Program,
  index: CatalogueIndex,
  file: FileFacts,
  call: NodeId,
  entity: Entity & { readonly k: 'api' },
  method: string,
): ModelCall | null {
  const client = index.httpClient(apiName(entity));
  // where what is sent and what comes stand apart, one call is not all of it
  if (client === null || client.answer !== undefined) return null;
  for (const url of addressesOf(program, file, call, client, entity)) {
    const found = requestTo(index, url, { file, node: call, client, entity, method });
    if (found !== null) return found;
  }
  return null;
}

/** A call by which a request is made. */
interface Requesting {
  readonly file: FileFacts;
  readonly node: NodeId;
  readonly client: HttpClient;
  readonly entity: Entity & { readonly k: 'api' };
  readonly method: string;
}

/** The model call that a request to an address is, or null. */
export function requestTo(
  index: CatalogueIndex,
  url: string,
  { file, node, client, entity, method }: Requesting,
): ModelCall | null {
  const host = index.host(url);
  if (host === null || (host.ignorePaths ?? []).some((path) => url.includes(path))) return null;
  return {
    file,
    node,
    sdk: 'http',
    api: `${method === '' ? 'fetch' : method} ${readable(url)}`,
    kind: host.kind,
    recipient: host.recipient.name,
    country: host.recipient.country,
    sends: client.body,
    returns: [{ path: '', content: 'response' }],
    schemas: [],
    entity,
  };
}

/** Texts the address of a request may be; relative ones are joined to the base the client was made with. */
export function addressesOf(
  program: Program,
  file: FileFacts,
  call: NodeId,
  { url: access, under = '' }: Pick<HttpClient, 'url' | 'under'>,
  entity: Entity & { readonly k: 'api' },
  strings: Strings = (at, node) => program.strings({ file: at, node }),
): readonly string[] {
  const out: string[] = [];
  const maker = entity.maker;
  const bases =
    maker === null
      ? []
      : ['0.baseURL', '0.prefixUrl'].flatMap((base) => [...textsAt(program, strings, maker.file, maker.node, base)]);
  for (const path of access) {
    const of = path.startsWith(RECEIVER) ? (maker ?? madeBy(file, call)) : { file, node: call };
    if (of === null) continue;
    for (const written of textsAt(program, strings, of.file, of.node, path.replace(RECEIVER, ''))) {
      const text = `${under}${written}`;
      out.push(text);
      if (/^[a-z]+:/i.test(text)) continue;
      for (const base of bases) out.push(`${base.replace(/\/$/, '')}/${text.replace(/^\//, '')}`);
    }
  }
  return out.length === 0 ? bases : out;
}

const RECEIVER = 'receiver.';
const MAX_STEPS = 12;

/** The call that made what a method of the platform is called on, where the file alone tells: no path leads back to it. */
export function madeBy(file: FileFacts, call: NodeId): NodeRef | null {
  const callee = calleeOf(file, call);
  let n = opOf(file, callee) === Op.Member ? aOf(file, callee) : -1;
  for (let i = 0; i < MAX_STEPS && n >= 0; i++) {
    const a = aOf(file, n);
    switch (opOf(file, n)) {
      case Op.New:
      case Op.Call:
        return { file, node: n };
      case Op.Def:
      case Op.Cast:
      case Op.Effect:
      case Op.Await:
        n = a;
        break;
      case Op.Store:
        n = listAt(file, a, 0);
        break;
      case Op.Cell:
        n = file.variables[a]?.definitions.find((d) => opOf(file, plain(file, d)) === Op.New) ?? -1;
        break;
      case Op.Member:
        n = opOf(file, a) === Op.This ? writtenField(file, stringOf(file, bOf(file, n))) : -1;
        break;
      default:
        return null;
    }
  }
  return null;
}

function plain(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  return n;
}

/** What a class of the file makes for one of its fields. */
function writtenField(file: FileFacts, key: string): NodeId {
  for (const fn of file.functions) {
    for (const write of fn.thisWrites) {
      if (write.key === key && opOf(file, plain(file, write.node)) === Op.New) return plain(file, write.node);
    }
  }
  return file.classes.flatMap((c) => c.fields).find((field) => field.name === key)?.node ?? -1;
}

function textsAt(program: Program, strings: Strings, file: FileFacts, call: NodeId, access: string): readonly string[] {
  const [head = '', ...keys] = access.split('.');
  const argument = argumentOf(file, call, Number(head));
  if (argument < 0) return [];
  const value = program.propertyOf({ file, node: argument }, keys);
  if (value === null) return [];
  const { file: at, node } = value;
  // `new URL('/v1/models', base)`: the base may be anything
  const made = opOf(at, node) === Op.New && opOf(at, calleeOf(at, node)) === Op.Global;
  if (made && stringOf(at, aOf(at, calleeOf(at, node))) === 'URL') {
    const paths = strings(at, argumentOf(at, node, 0));
    return paths.map((path) => (path.startsWith('/') && argumentOf(at, node, 1) >= 0 ? `${HOLE}${path}` : path));
  }
  return strings(at, node).filter((text) => text !== HOLE);
}

/** Address without query and unknown parts, shortened. */
function readable(url: string): string {
  const [plain = ''] = url.split('?');
  return plain
    .replaceAll(HOLE, '…')
    .replace(/^https?:\/\//, '')
    .slice(0, 80);
}
