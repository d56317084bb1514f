import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { Op } from '../../extract/facts.ts';
import { aOf, endOf, opOf, startOf } from '../../extract/reader.ts';
import type { Entity, ProgramView } from '../../link/contract.ts';
import type { FunctionRef } from './core.ts';

/** Calls followed whatever the imports say: an implementation need not be imported where its interface is called. */
const SURE_HOPS = 2;
/** Functions looked at for one question; beyond that the answer is yes. */
const MAX_FUNCTIONS = 600;

/** The text of a constant; '' for a function or a table. */
function shortText(file: FileFacts, node: NodeId, text: string): string {
  const end = endOf(file, node);
  return end - startOf(file, node) < 200 ? text.slice(startOf(file, node), end) : '';
}

export interface Relevance {
  /** Whether a call, or anything it leads to, speaks of consent: if not, judging it is in vain. */
  concerns(file: FileFacts, call: NodeId, callee: FunctionRef): boolean;
}

/**
 * Spares the judgement of functions that cannot lead to a check. A function speaks of consent if its text does, or that
 * of a function it leads to by calls; and it can only lead to one if its file leads by imports to a file that speaks.
 * Both closures are taken over texts and names alone, and remembered: what was searched in vain is never searched again.
 */
export function createRelevance(
  program: ProgramView,
  callees: (file: FileFacts, call: NodeId) => readonly Entity[],
  speaks: (text: string) => boolean,
): Relevance {
  const leading = new Map<string, boolean>();
  const known = new WeakMap<FileFacts, Map<FunctionId, boolean>>();
  const constants = new WeakMap<FileFacts, readonly string[]>();
  const callsIn = new WeakMap<FileFacts, Map<FunctionId, readonly NodeId[]>>();

  const fileSpeaks = (path: string): boolean => program.passes(path, 'speaks of consent', speaks);

  /** Whether a file, or one it leads to by imports, speaks of consent. */
  const fileLeads = (path: string): boolean => {
    const before = leading.get(path);
    if (before !== undefined) return before;
    const seen = new Set([path]);
    for (const at of seen) {
      if (leading.get(at) ?? fileSpeaks(at)) {
        leading.set(path, true);
        return true;
      }
      if (leading.has(at)) continue;
      for (const specifier of program.modules.specifiers(at)) {
        const target = program.modules.resolve(at, specifier);
        if (target.k === 'file') seen.add(target.path);
      }
    }
    for (const at of seen) leading.set(at, false);
    return false;
  };

  const calls = (file: FileFacts, fn: FunctionId): readonly NodeId[] => {
    let table = callsIn.get(file);
    if (table === undefined) {
      table = new Map();
      callsIn.set(file, table);
    }
    let found = table.get(fn);
    if (found === undefined) {
      const facts = file.functions[fn];
      const inside = (c: NodeId): boolean =>
        facts !== undefined && startOf(file, c) >= facts.start && startOf(file, c) < facts.end;
      table.set(fn, (found = Array.from(file.calls).filter(inside)));
    }
    return found;
  };

  const tableOf = (file: FileFacts): Map<FunctionId, boolean> => {
    let table = known.get(file);
    if (table === undefined) {
      table = new Map();
      known.set(file, table);
    }
    return table;
  };

  /** Names of constants of a module whose text speaks: `const KEY = 'ai-consent'`. */
  const spokenNames = (file: FileFacts): readonly string[] => {
    let names = constants.get(file);
    if (names === undefined) {
      const text = program.text(file.path) ?? '';
      names = file.variables
        .filter((v) => v.owner === 0 && v.kind === 'const' && v.name !== '')
        .filter((v) =>
          v.definitions.some((d) => opOf(file, d) === Op.Def && speaks(shortText(file, aOf(file, d), text))),
        )
        .map((v) => v.name);
      constants.set(file, names);
    }
    return names;
  };

  const functionSpeaks = (ref: FunctionRef): boolean => {
    const facts = ref.file.functions[ref.fn];
    if (facts === undefined || !fileSpeaks(ref.file.path)) return false;
    const text = (program.text(ref.file.path) ?? '').slice(facts.start, facts.end);
    return speaks(text) || spokenNames(ref.file).some((name) => text.includes(name));
  };

  const leads = (start: FunctionRef): boolean => {
    const before = tableOf(start.file).get(start.fn);
    if (before !== undefined) return before;
    const queue: { readonly ref: FunctionRef; readonly hops: number }[] = [{ ref: start, hops: 0 }];
    const seen = new Set<string>([`${String(start.fn)} ${start.file.path}`]);
    for (const { ref, hops } of queue) {
      const told = tableOf(ref.file).get(ref.fn);
      if (told === true || (told === undefined && functionSpeaks(ref)) || queue.length > MAX_FUNCTIONS) {
        tableOf(start.file).set(start.fn, true);
        return true;
      }
      if (told === false || (hops >= SURE_HOPS && !fileLeads(ref.file.path))) continue;
      for (const call of calls(ref.file, ref.fn)) {
        for (const e of callees(ref.file, call)) {
          if (e.k !== 'function' || seen.has(`${String(e.fn)} ${e.file.path}`)) continue;
          seen.add(`${String(e.fn)} ${e.file.path}`);
          queue.push({ ref: e, hops: hops + 1 });
        }
      }
    }
    // functions that were met far from the start may have been left out by their imports alone, the start was not
    tableOf(start.file).set(start.fn, false);
    for (const { ref } of queue) if (!fileLeads(ref.file.path)) tableOf(ref.file).set(ref.fn, false);
    return false;
  };

  return {
    concerns(file, call, callee) {
      const text = (program.text(file.path) ?? '').slice(startOf(file, call), endOf(file, call));
      return speaks(text) || leads(callee);
    },
  };
}
