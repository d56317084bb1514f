import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { argumentOf } from '../../extract/index.ts';
import { HOLE, type Entity, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { ModelCall } from './model-calls.ts';

/** How an HTTP client takes its address and its body: access paths into the arguments. */
interface HttpClient {
  readonly names: RegExp;
  readonly url: readonly string[];
  readonly sends: readonly string[];
}

const VERBS = '(?:post|put|patch|request|get|extend)';
/** HTTP clients by API path (`package#path`) or global name. */
const CLIENTS: readonly HttpClient[] = [
  {
    names: /^(?:fetch|(?:globalThis|window|self)\.fetch|(?:node-fetch|cross-fetch|undici|isomorphic-fetch)#(?:default|fetch|request))$/,
    url: ['0', '0.url'],
    sends: ['1.body', '0.body'],
  },
  {
    names: new RegExp(`^axios#default(?:\\.create\\(\\))?\\.${VERBS}$`),
    url: ['0', '0.url', '0.baseURL'],
    sends: ['1', '0.data'],
  },
  { names: /^axios#default(?:\.create\(\))?$/, url: ['0', '0.url', '0.baseURL'], sends: ['0.data', '1.data'] },
  {
    names: new RegExp(`^(?:ky|got|ofetch|superagent|wretch|needle)#(?:default|got|ofetch|\\$fetch)(?:\\.(?:create|extend)\\(\\))?(?:\\.${VERBS})?$`),
    url: ['0', '0.url'],
    sends: ['1.json', '1.body', '1.form', '0.json', '0.body'],
  },
  { names: /^(?:\$fetch|ofetch|Deno\.fetch)$/, url: ['0'], sends: ['1.body'] },
];

const MAX_CLIENT_NAME = 80;

/** A raw HTTP call to a known AI host. */
export function httpCall(
  program: Program,
  index: CatalogueIndex,
  file: FileFacts,
  call: NodeId,
  entities: readonly Entity[],
  method: string,
): ModelCall | null {
  for (const e of entities) {
    const name = e.k === 'api' ? `${e.pkg}#${e.at}` : e.k === 'global' ? e.name : '';
    if (name === '' || name.length > MAX_CLIENT_NAME) continue;
    const client = CLIENTS.find((c) => c.names.test(name));
    if (client === undefined) continue;
    const entity: Entity & { k: 'api' } = e.k === 'api' ? e : { k: 'api', pkg: '', at: name, maker: null };
    for (const url of urls(program, file, call, client, entity)) {
      const host = index.host(url);
      if (host === null || (host.ignorePaths ?? []).some((path) => url.includes(path))) continue;
      const kind = Object.entries(host.kinds ?? {}).find(([path]) => url.includes(path))?.[1] ?? 'chat';
      return {
        file,
        node: call,
        sdk: 'http',
        api: `${method === '' ? 'fetch' : method} ${readable(url)}`,
        kind,
        recipient: host.recipient.name,
        country: host.recipient.country,
        sends: client.sends,
        returns: [{ path: '', content: 'response' }],
        entity,
      };
    }
  }
  return null;
}

function urls(
  program: Program,
  file: FileFacts,
  call: NodeId,
  client: HttpClient,
  entity: Entity & { k: 'api' },
): readonly string[] {
  const out: string[] = [];
  const maker = entity.maker;
  const bases = maker === null ? [] : textsAt(program, maker.file, maker.node, '0.baseURL').concat(textsAt(program, maker.file, maker.node, '0.prefixUrl'));
  for (const access of client.url) {
    for (const text of textsAt(program, file, call, access)) {
      out.push(text);
      if (!/^[a-z]+:/i.test(text)) for (const base of bases) out.push(`${base.replace(/\/$/, '')}/${text.replace(/^\//, '')}`);
    }
  }
  if (out.length === 0) out.push(...bases);
  return out;
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
  return plain.replaceAll(HOLE, '…').replace(/^https?:\/\//, '').slice(0, 80);
}
