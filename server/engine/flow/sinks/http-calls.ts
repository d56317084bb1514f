import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { argumentOf } from '../../extract/index.ts';
import { apiName, HOLE, type Entity, type Program } from '../../link/index.ts';
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
  if (client === null) return null;
  for (const url of addressesOf(program, file, call, client.url, entity)) {
    const host = index.host(url);
    if (host === null || (host.ignorePaths ?? []).some((path) => url.includes(path))) continue;
    return {
      file,
      node: call,
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
  return null;
}

/** Texts the address of a request may be; relative ones are joined to the base the client was made with. */
export function addressesOf(
  program: Program,
  file: FileFacts,
  call: NodeId,
  access: readonly string[],
  entity: Entity & { readonly k: 'api' },
): readonly string[] {
  const out: string[] = [];
  const maker = entity.maker;
  const bases =
    maker === null
      ? []
      : ['0.baseURL', '0.prefixUrl'].flatMap((base) => [...textsAt(program, maker.file, maker.node, base)]);
  for (const path of access) {
    for (const text of textsAt(program, file, call, path)) {
      out.push(text);
      if (/^[a-z]+:/i.test(text)) continue;
      for (const base of bases) out.push(`${base.replace(/\/$/, '')}/${text.replace(/^\//, '')}`);
    }
  }
  return out.length === 0 ? bases : out;
}

function textsAt(program: Program, file: FileFacts, call: NodeId, access: string): readonly string[] {
  const [head = '', ...keys] = access.split('.');
  const argument = argumentOf(file, call, Number(head));
  if (argument < 0) return [];
  const value = program.propertyOf({ file, node: argument }, keys);
  return value === null ? [] : program.strings(value).filter((text) => text !== HOLE);
}

/** Address without query and unknown parts, shortened. */
function readable(url: string): string {
  const [plain = ''] = url.split('?');
  return plain
    .replaceAll(HOLE, '…')
    .replace(/^https?:\/\//, '')
    .slice(0, 80);
}
