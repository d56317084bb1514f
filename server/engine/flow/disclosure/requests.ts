import type { OutletChannel } from '../../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, calleeOf, endOf, opOf, startOf, Op } from '../../extract/index.ts';
import { apiName, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import { asApi } from '../sinks/as-api.ts';
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
    const api = asApi(index, e);
    const client = api === null ? null : index.httpClient(apiName(api));
    if (api === null || client === null) continue;
    const addresses = addressesOf(program, file, call, client, api);
    for (const url of addresses) {
      const endpoint = index.endpoint(url);
      if (endpoint !== null) return { channel: endpoint.channel, content: [...client.url, ...client.body] };
    }
    // what is kept under a name is an address, and holds no body
    const body = client.body.filter((access) => !client.url.some((url) => access.startsWith(url)));
    const named =
      addresses.length > 0 || body.length === 0
        ? null
        : index.endpointNamed(nameBehind(program, file, argumentOf(file, call, 0)));
    if (named !== null) return { channel: named.channel, content: body };
  }
  return null;
}

const MAX_STEPS = 8;

/** The name an address is kept under, as written: `process.env.SLACK_WEBHOOK_URL`, `config.slack.webhook`; '' for other values. */
function nameBehind(program: Program, file: FileFacts, node: NodeId): string {
  let n = node;
  for (let i = 0; i < MAX_STEPS && n >= 0; i++) {
    const a = aOf(file, n);
    switch (opOf(file, n)) {
      case Op.Def:
      case Op.Cast:
      case Op.Await:
      case Op.Logical:
      case Op.Default:
        n = a;
        break;
      case Op.Cell:
        n = file.variables[a]?.definitions.find((d) => opOf(file, d) !== Op.Effect) ?? -1;
        break;
      case Op.Member:
      case Op.Import:
      case Op.Param:
        return (program.text(file.path) ?? '').slice(startOf(file, n), endOf(file, n));
      default:
        return '';
    }
  }
  return '';
}
