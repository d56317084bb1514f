import type { FileFacts, NodeId } from '../extract/facts.ts';
import type { NodeRef, OnLimit } from './contract.ts';

/** Places kept; more would tell nobody more. */
const MAX_KEPT = 100;

export interface LimitLog {
  readonly hit: OnLimit;
  /** In the order they were met, each once. */
  readonly hits: () => readonly NodeRef[];
}

/** Remembers where questions were given up, so that it can be said. */
export function createLimitLog(): LimitLog {
  const kept: NodeRef[] = [];
  const seen = new WeakMap<FileFacts, Set<NodeId>>();
  return {
    hit(file, node) {
      if (kept.length >= MAX_KEPT) return;
      const nodes = seen.get(file) ?? new Set<NodeId>();
      seen.set(file, nodes);
      if (nodes.has(node)) return;
      nodes.add(node);
      kept.push({ file, node });
    },
    hits: () => kept,
  };
}
