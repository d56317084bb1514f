import type { FileFacts, NodeId } from '../../extract/facts.ts';
import type { CallSite } from '../../link/index.ts';
import { WHOLE } from '../trace/access-path.ts';
import { climb, type Callers, type Origin } from '../trace/ascend.ts';
import { question, type Leaf, type State } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';

/**
 * Where values come from, found once. Content of many model calls comes by the same functions, whose outlets and writes
 * are asked for each of the calls: the questions are the same, and what differs is which callers count.
 */
export interface Answers {
  /** Where what stands at some nodes of a file comes from, as far as their functions can tell. */
  leaves(file: FileFacts, nodes: readonly NodeId[]): readonly Leaf[];
  /**
   * The same up through callers.
   *
   * @param about always the same object for the same question
   */
  origins(about: object, starts: () => readonly State[], callers: Callers): readonly Origin[];
}

export function createAnswers(t: Tracing): Answers {
  const byNodes = new WeakMap<FileFacts, Map<string, readonly Leaf[]>>();
  const byObject = new WeakMap<object, readonly Leaf[]>();
  const above = new WeakMap<Leaf, Map<CallSite, readonly Leaf[] | null>>();

  const at = (leaf: Leaf & { k: 'param' | 'callback' }, site: CallSite): readonly Leaf[] | null => {
    let known = above.get(leaf);
    if (known === undefined) above.set(leaf, (known = new Map<CallSite, readonly Leaf[] | null>()));
    let found = known.get(site);
    if (found === undefined) known.set(site, (found = t.atSite(leaf, site)));
    return found;
  };

  return {
    leaves(file, nodes) {
      let known = byNodes.get(file);
      if (known === undefined) byNodes.set(file, (known = new Map<string, readonly Leaf[]>()));
      const key = nodes.join();
      let found = known.get(key);
      if (found === undefined) known.set(key, (found = t.query(nodes.map((node) => question(file, node, WHOLE)))));
      return found;
    },
    origins(about, starts, callers) {
      let leaves = byObject.get(about);
      if (leaves === undefined) byObject.set(about, (leaves = t.query(starts())));
      return climb(t, leaves, callers, at);
    },
  };
}
