import type { Catalogue } from '../../../rules/schema/types.ts';
import type { FileFacts, FunctionId, NodeId } from '../../../server/engine/extract/index.ts';
import {
  calleeOf,
  contextOf,
  functionOf,
  opOf,
  Op,
  startOf,
  stringOf,
  aOf,
} from '../../../server/engine/extract/index.ts';
import { createGuards } from '../../../server/engine/flow/guards/index.ts';
import type { Guards, GuardVerdict } from '../../../server/engine/flow/guards/index.ts';
import { filesOf, memoryProgram } from '../memory-program.ts';
import { guardCatalogue } from './catalogue.ts';

export interface Setting {
  readonly guards: Guards;
  readonly facts: (path: string) => FileFacts;
}

/** A program over in-memory files, and its guards. */
function settingOf(files: ReadonlyMap<string, string>, catalogue: Catalogue = guardCatalogue()): Setting {
  const { program, facts } = memoryProgram(files);
  return { guards: createGuards(program, catalogue), facts };
}

/** One marked call: what stands in the mark, and what was found there. */
export interface Marked {
  readonly path: string;
  readonly line: number;
  /** `guard`, `weak` or `none`, and after a colon reasons of near-misses, of which all must be given. */
  readonly wanted: string;
  readonly verdict: GuardVerdict;
  readonly reasons: readonly string[];
}

const MARK = /\/\*(guard|weak|none)((?::[\w-]+)*)\*\//g;

/** Verdicts at all marks of a text: of the context of the call that follows the mark, or of its function's entry. */
export function marksOf(text: string): readonly Marked[] {
  const files = filesOf(text, 'src/a.ts');
  const { guards, facts } = settingOf(files);
  const out: Marked[] = [];
  for (const [path, body] of files) {
    for (const m of body.matchAll(MARK)) {
      const file = facts(path);
      const call = sinkAfter(file, m.index + m[0].length);
      if (call < 0) throw new Error(`no sink() after ${m[0]} in ${path}`);
      const found = verdictAt(guards, file, call);
      out.push({
        path,
        line: body.slice(0, m.index).split('\n').length,
        wanted: (m[1] ?? '') + (m[2] ?? ''),
        verdict: found.verdict,
        reasons: found.reasons,
      });
    }
  }
  return out;
}

function sinkAfter(file: FileFacts, offset: number): NodeId {
  for (const call of file.calls) {
    const callee = calleeOf(file, call);
    const isSink = opOf(file, callee) === Op.Global && stringOf(file, aOf(file, callee)) === 'sink';
    if (isSink && startOf(file, call) >= offset && startOf(file, call) <= offset + 2) return call;
  }
  return -1;
}

function verdictAt(
  guards: Guards,
  file: FileFacts,
  call: NodeId,
): { verdict: GuardVerdict; reasons: readonly string[] } {
  const fn: FunctionId = functionOf(file, call);
  const here = guards.context(file, contextOf(file, call));
  const reasons = new Set([...here.nearMisses, ...guards.nearMisses(file, fn, call)].map((n) => n.reason as string));
  if (here.status === 'guard') return { verdict: here, reasons: [] };
  const before = guards.entry(file, fn);
  for (const n of before.nearMisses) reasons.add(n.reason);
  const rank = { none: 0, weak: 1, guard: 2 };
  return { verdict: rank[before.status] > rank[here.status] ? before : here, reasons: [...reasons] };
}
