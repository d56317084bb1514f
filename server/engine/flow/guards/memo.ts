import { Rests } from '../../base/rests.ts';
import type { FileFacts } from '../../extract/facts.ts';
import { MAX_DEPTH, MAX_WORK } from './core.ts';
import type { Frame } from './core.ts';
import { asked } from './fields.ts';
import { NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';

/** How often an answer that rests on a limit is sought again, in the hope of a shorter way to it. */
const MAX_ATTEMPTS = 2;

interface Entry {
  /** The answer, once it rests on nothing that is still open. */
  found: Judgement | null;
  /** An answer that holds as long as the question it rests on is open. */
  guess: Judgement | null;
  restsOn: Entry | null;
  /** Depth at which it is being answered, 0 if it is not. */
  at: number;
  /** Whether a parameter was asked for on the way. */
  dependent: boolean;
  attempts: number;
}

export interface JudgementMemo {
  /** The answer to a question, by what is asked (`what`) of a file, as seen through a frame. */
  once(file: FileFacts, what: string, frame: Frame | null, compute: () => Judgement): Judgement;
  /** An answer at hand; null if there is none. */
  known(file: FileFacts, what: string, frame: Frame | null): Judgement | null;
  /**
   * Runs `work` and says whether all it found rests on nothing assumed; if so, what it hands to `keep` is kept as the
   * answer to other questions.
   */
  along(
    file: FileFacts,
    frame: Frame | null,
    work: (keep: (what: string, judgement: Judgement) => void) => Judgement,
  ): Judgement;
}

/**
 * Memoisation for mutually recursive judgements. A question that comes back to itself is answered `never` (a loop adds
 * no way in). What was found on that assumption serves while the question is open and is then forgotten, unless it is
 * the question itself: a cycle is kept by its head only (Tarjan's strongly connected components: an entry is kept if
 * nothing in it reached above it). Too deep, or after too much work, nothing is known; that is kept after some attempts.
 */
export function createJudgementMemo(): JudgementMemo {
  const plain = new WeakMap<FileFacts, Map<string, Entry>>();
  const framed = new WeakMap<Frame, WeakMap<FileFacts, Map<string, Entry>>>();
  const stack: Entry[] = [];
  let work = 0;
  const rests = new Rests();

  const tableOf = (file: FileFacts, frame: Frame | null): Map<string, Entry> => {
    let tables = plain;
    if (frame !== null) {
      tables = framed.get(frame) ?? new WeakMap<FileFacts, Map<string, Entry>>();
      framed.set(frame, tables);
    }
    let table = tables.get(file);
    if (table === undefined) {
      table = new Map();
      tables.set(file, table);
    }
    return table;
  };

  const entryOf = (table: Map<string, Entry>, what: string): Entry => {
    let entry = table.get(what);
    if (entry === undefined) {
      entry = { found: null, guess: null, restsOn: null, at: 0, dependent: false, attempts: 0 };
      table.set(what, entry);
    }
    return entry;
  };

  /** What is known of an entry already, null if it must be computed. */
  const peek = (entry: Entry): Judgement | null => {
    if (entry.found !== null) {
      if (entry.dependent) asked.parameters++;
      return entry.found;
    }
    if (entry.at > 0) {
      rests.on(entry.at);
      return NEVER;
    }
    if (entry.guess === null || entry.restsOn === null || entry.restsOn.at === 0) return null;
    rests.on(entry.restsOn.at);
    if (entry.dependent) asked.parameters++;
    return entry.guess;
  };

  const once: JudgementMemo['once'] = (file, what, frame, compute) => {
    const entry = entryOf(tableOf(file, frame), what);
    const known = peek(entry);
    if (known !== null) return known;
    const [root] = stack;
    if (root !== undefined && (stack.length > MAX_DEPTH || ++work > MAX_WORK)) {
      rests.cutShort();
      return OPAQUE;
    }
    const outer = rests.begin();
    const parameters = asked.parameters;
    stack.push(entry);
    entry.at = stack.length;
    const found = compute();
    const { at } = entry;
    entry.at = 0;
    stack.pop();
    entry.dependent = frame === null && asked.parameters !== parameters;
    const kept = rests.lowest >= at && (!rests.cut || root === undefined || ++entry.attempts >= MAX_ATTEMPTS);
    if (kept) {
      entry.found = found;
      rests.clear();
    } else {
      entry.guess = found;
      entry.restsOn = rests.lowest < at ? (stack[rests.lowest - 1] ?? null) : (root ?? null);
    }
    rests.end(outer);
    if (root === undefined) work = 0;
    return found;
  };

  return {
    once,
    known: (file, what, frame) => {
      const entry = tableOf(file, frame).get(what);
      return entry === undefined || entry.at > 0 ? null : peek(entry);
    },
    along(file, frame, compute) {
      const outer = rests.begin();
      const parameters = asked.parameters;
      const kept: [string, Judgement][] = [];
      const found = compute((what, judgement) => kept.push([what, judgement]));
      // what rests on an open question above is not whole, even if this is asked from within it
      if (rests.lowest === Infinity && !rests.cut) {
        const table = tableOf(file, frame);
        for (const [what, judgement] of kept) {
          const entry = entryOf(table, what);
          entry.found ??= judgement;
          entry.dependent ||= frame === null && asked.parameters !== parameters;
        }
      }
      rests.end(outer);
      return found;
    },
  };
}
