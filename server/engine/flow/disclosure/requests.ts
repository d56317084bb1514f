import type { OutletChannel } from '../../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { calleeOf } from '../../extract/index.ts';
import { apiName, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import { addressesOf } from '../sinks/http-calls.ts';

/** A request whose body people get. */
export interface Request {
  readonly channel: OutletChannel;
  /** Access paths of what is sent: the body, and the address, which may have the text in its query. */
  readonly content: readonly string[];
}

/** A raw HTTP request to a service that hands on what it is sent: a messenger, a sender of mail; null for other calls. */
export function requestToPeople(
  program: Program,
  index: CatalogueIndex,
  file: FileFacts,
  call: NodeId,
): Request | null {
  for (const e of program.entities({ file, node: calleeOf(file, call) })) {
    const api = e.k === 'global' ? ({ k: 'api', pkg: '', at: index.canonical('', e.name), maker: null } as const) : e;
    if (api.k !== 'api') continue;
    const client = index.httpClient(apiName(api));
    if (client === null) continue;
    for (const url of addressesOf(program, file, call, client, api)) {
      const endpoint = index.endpoint(url);
      if (endpoint !== null) return { channel: endpoint.channel, content: [...client.url, ...client.body] };
    }
  }
  return null;
}
