import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { endOf, startOf } from '../../extract/reader.ts';
import type { Entity, ProgramView } from '../../link/contract.ts';
import type { FunctionRef } from './core.ts';

/** Calls followed to see whether a function has to do with consent at all. */
const MAX_HOPS = 3;
const SPEAKS =
  /consent|opt(?:ed)?[\s_-]?in|permission|agree|lawful|legal[\s_-]?basis|соглас|разреш|келіс|рұқсат|soglas|einwillig|zustimm|erlaub|accord|autoris|autoriz|consenti|zgod|rıza|onay|згод/i;

export interface Relevance {
  /** Whether a call, or what it calls within a few calls, speaks of consent: if not, judging it is in vain. */
  concerns(file: FileFacts, call: NodeId, callee: FunctionRef): boolean;
}

/** A cheap test by the texts of functions, memoised; it only spares work, and errs towards looking. */
export function createRelevance(
  program: ProgramView,
  callees: (file: FileFacts, call: NodeId) => readonly Entity[],
): Relevance {
  const memo = new WeakMap<FileFacts, Map<string, boolean>>();
  const callsIn = new WeakMap<FileFacts, Map<FunctionId, readonly NodeId[]>>();

  const calls = (file: FileFacts, fn: FunctionId): readonly NodeId[] => {
    let table = callsIn.get(file);
    if (table === undefined) {
      table = new Map();
      callsIn.set(file, table);
    }
    let found = table.get(fn);
    if (found === undefined) {
      const facts = file.functions[fn];
      found =
        facts === undefined
          ? []
          : Array.from(file.calls).filter((c) => startOf(file, c) >= facts.start && startOf(file, c) < facts.end);
      table.set(fn, found);
    }
    return found;
  };

  const speaks = (ref: FunctionRef, hops: number): boolean => {
    let table = memo.get(ref.file);
    if (table === undefined) {
      table = new Map();
      memo.set(ref.file, table);
    }
    const key = `${String(ref.fn)}/${String(hops)}`;
    const known = table.get(key);
    if (known !== undefined) return known;
    table.set(key, false);
    const facts = ref.file.functions[ref.fn];
    const text = facts === undefined ? '' : (program.text(ref.file.path) ?? '').slice(facts.start, facts.end);
    const found =
      SPEAKS.test(text) ||
      (hops < MAX_HOPS &&
        calls(ref.file, ref.fn).some((call) =>
          callees(ref.file, call).some((e) => e.k === 'function' && speaks(e, hops + 1)),
        ));
    table.set(key, found);
    return found;
  };

  return {
    concerns(file, call, callee) {
      const text = (program.text(file.path) ?? '').slice(startOf(file, call), endOf(file, call));
      return SPEAKS.test(text) || speaks(callee, 0);
    },
  };
}
