import { Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, opOf, stringOf } from '../../extract/reader.ts';
import type { NodeRef } from '../../link/contract.ts';
import type { Core } from './core.ts';
import { originOf } from './origin.ts';

const MAX_STEPS = 40;

/** One call in a chain: `router.use(mw).post(…)`. */
export interface Link {
  readonly file: FileFacts;
  readonly call: NodeId;
  readonly method: string;
}

/** The calls a receiver came out of, nearest first, across files. The last link's receiver is the root. */
export function linksOf(
  core: Core,
  file: FileFacts,
  receiver: NodeId,
): { readonly links: readonly Link[]; readonly root: NodeRef } {
  const links: Link[] = [];
  let at = originOf(core, file, receiver);
  for (let i = 0; i < MAX_STEPS; i++) {
    if (opOf(at.file, at.node) !== Op.Call) break;
    const callee = calleeOf(at.file, at.node);
    if (opOf(at.file, callee) !== Op.Member) break;
    links.push({ file: at.file, call: at.node, method: stringOf(at.file, bOf(at.file, callee)) });
    const next = originOf(core, at.file, aOf(at.file, callee));
    if (next.file === at.file && next.node === at.node) break;
    at = next;
  }
  return { links, root: at };
}
