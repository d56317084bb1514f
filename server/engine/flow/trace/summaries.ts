import { Rests } from '../../base/rests.ts';
import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import type { AccessPath } from './access-path.ts';
import { NO_VALUE } from './limits.ts';
import type { Leaf } from './state.ts';
import type { ExitOf } from './tracing.ts';

/** Rounds over the functions of one recursion: each only adds, to a bounded set, and most add nothing after the second. */
const MAX_ROUNDS = 50;
/** How often a summary that was cut short for depth is sought again, in the hope of a shorter way to it. */
const MAX_ATTEMPTS = 2;

interface Entry {
  value: readonly Leaf[];
  final: boolean;
  /** Depth at which it is being computed, 0 if it is not. */
  at: number;
  /** The recursion's head it rests on, and in which of the head's rounds it was computed. */
  head: Entry | null;
  round: number;
  attempts: number;
  /** Whether it was asked for while it was being computed. */
  reentered: boolean;
  /** What rests on it as a head. */
  readonly members: Set<Entry>;
}

export interface Summaries {
  /** The summary of a function's exit for an access path. */
  of(
    key: { readonly file: FileFacts; readonly fn: FunctionId; readonly exit: ExitOf; readonly path: AccessPath },
    compute: () => readonly Leaf[],
  ): readonly Leaf[];
  /** Says that what is being computed was cut short. */
  cutShort(): void;
}

/**
 * Memoised summaries of functions that may call each other in circles: the least fixed point, by rounds over each
 * strongly connected component (found as by Tarjan, on the way). A recursive call gives what is known so far; the head
 * of the circle is computed again until nothing is added, and with it all that rests on it is final.
 */
export function createSummaries(): Summaries {
  const tables = new WeakMap<FileFacts, Map<string, Entry>>();
  const stack: Entry[] = [];
  const rests = new Rests();

  const entryOf = (file: FileFacts, key: string): Entry => {
    let table = tables.get(file);
    if (table === undefined) {
      table = new Map();
      tables.set(file, table);
    }
    let entry = table.get(key);
    if (entry === undefined) {
      entry = {
        value: NO_VALUE,
        final: false,
        at: 0,
        head: null,
        round: 0,
        attempts: 0,
        reentered: false,
        members: new Set(),
      };
      table.set(key, entry);
    }
    return entry;
  };

  const settle = (entry: Entry): void => {
    entry.final = true;
    for (const member of entry.members) {
      member.final = true;
      member.members.clear();
    }
    entry.members.clear();
  };

  const restOn = (head: Entry, entry: Entry): void => {
    for (const member of [entry, ...entry.members]) {
      member.head = head;
      member.round = head.round;
      head.members.add(member);
    }
    entry.members.clear();
  };

  return {
    of({ file, fn, exit, path }, compute) {
      const entry = entryOf(file, `${String(fn)}|${exit}|${path.id}`);
      if (entry.final) return entry.value;
      if (entry.at > 0) {
        entry.reentered = true;
        rests.on(entry.at);
        return entry.value;
      }
      const { head } = entry;
      if (head !== null && head.at > 0 && head.round === entry.round) {
        rests.on(head.at);
        return entry.value;
      }
      const outer = rests.begin();
      stack.push(entry);
      entry.at = stack.length;
      entry.round = 0;
      entry.reentered = false;
      let size = sizeOf(entry.value);
      do {
        rests.again();
        entry.round++;
        entry.value = compute();
        const before = size;
        size = sizeOf(entry.value);
        if (size === before) break;
      } while (isHead(entry, rests.lowest) && entry.round < MAX_ROUNDS);
      const { at } = entry;
      entry.at = 0;
      stack.pop();
      const [root] = stack;
      const above = rests.lowest < at ? stack[rests.lowest - 1] : undefined;
      if (above !== undefined) restOn(above, entry);
      else if (rests.cut && root !== undefined && ++entry.attempts < MAX_ATTEMPTS) {
        entry.members.clear();
        entry.head = root;
        entry.round = root.round;
      } else {
        settle(entry);
        rests.clear();
      }
      if (above === undefined) rests.again();
      rests.end(outer);
      return entry.value;
    },
    cutShort: () => {
      rests.cutShort();
    },
  };
}

/** Whether an open entry is the head of a circle: asked for again, and resting on nothing further out. */
const isHead = (entry: Entry, lowest: number): boolean => entry.reentered && lowest >= entry.at;

/** Grows with every leaf, and with every leaf that turns out to be less guarded. */
function sizeOf(leaves: readonly Leaf[]): number {
  let size = 0;
  for (const leaf of leaves) size += 4 - leaf.guard;
  return size;
}
