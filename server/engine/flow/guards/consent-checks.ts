import type { Catalogue } from '../../../../rules/schema/types.ts';
import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { contextOf, functionOf } from '../../extract/reader.ts';
import { createCore } from './assemble.ts';
import type { FunctionRef } from './core.ts';
import type { GuardProgram } from './index.ts';
import { Level } from './judgement.ts';
import { returnsPromise } from './summaries.ts';
import { FALSY, TRUTHY } from './test.ts';

/** What a function that only looks whether consent was given does: throws without it, or says so. */
export type ConsentCheckKind = 'asserts' | 'tells';

export interface ConsentChecks {
  /** Whether a text can hold a word of consent. */
  speaks(text: string): boolean;
  /** What a function does if all it does is to look whether a person agreed; null if it does anything else. */
  kindOf(file: FileFacts, fn: FunctionId): ConsentCheckKind | null;
}

/**
 * Tells functions that check consent from those that do something with it: once they are done, or say yes, consent holds,
 * and they do nothing that waits for it.
 */
export function createConsentChecks(program: GuardProgram, catalogue: Catalogue): ConsentChecks {
  const core = createCore(program, catalogue);
  const acts = ({ file, fn }: FunctionRef): boolean =>
    Array.from(file.calls).some(
      (call) => functionOf(file, call) === fn && core.context(file, contextOf(file, call), null).level === Level.guard,
    );
  return {
    speaks: core.speaks,
    kindOf(file, fn) {
      const ref = { file, fn };
      if (core.completed(ref, null).level === Level.guard) return acts(ref) ? null : 'asserts';
      const awaited = returnsPromise(core, ref);
      const says = (test: typeof TRUTHY): boolean => core.returned(ref, null, test, awaited).level === Level.guard;
      return says(TRUTHY) && !says(FALSY) && !acts(ref) ? 'tells' : null;
    },
  };
}
