import type { Finding } from '../check/finding.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { FixContext, FixSource } from './fixes/index.ts';

interface Known {
  readonly diagnostic: Diagnostic | null;
  /** What its fixes were made from. */
  readonly sources: ReadonlyMap<string, FixSource | null>;
}

/**
 * Findings that were put in words before: the same finding over the same texts is told in the same words. Settings, rules
 * and the paths of the workspace must be the same for all that one such memory is asked.
 */
export class Explained {
  #known = new Map<string, Known>();
  #used = new Map<string, Known>();
  /** Findings as texts, by ordinal: most are the same objects check after check. */
  readonly #keys = new WeakMap<Finding, Map<number, string>>();

  /** The words for a finding, made anew if need be. @param ordinal tells findings of one identity apart */
  of(
    finding: Finding,
    ordinal: number,
    fixes: FixContext,
    make: (fixes: FixContext) => Diagnostic | null,
  ): Diagnostic | null {
    const key = this.#keyOf(finding, ordinal);
    let known = this.#known.get(key);
    if (known === undefined || !isCurrent(known, fixes)) {
      const sources = new Map<string, FixSource | null>();
      const noting: FixContext = {
        ...fixes,
        source(path) {
          const found = fixes.source(path);
          sources.set(path, found);
          return found;
        },
      };
      known = { diagnostic: make(noting), sources };
    }
    this.#used.set(key, known);
    return known.diagnostic;
  }

  #keyOf(finding: Finding, ordinal: number): string {
    let keys = this.#keys.get(finding);
    if (keys === undefined) this.#keys.set(finding, (keys = new Map<number, string>()));
    let key = keys.get(ordinal);
    if (key === undefined) keys.set(ordinal, (key = `${String(ordinal)} ${JSON.stringify(finding)}`));
    return key;
  }

  /** All findings of a check were told: what it had no use for is let go. */
  end(): void {
    this.#known = this.#used;
    this.#used = new Map<string, Known>();
  }
}

/** Whether what its fixes were made from is what there is now. */
function isCurrent({ sources }: Known, fixes: FixContext): boolean {
  for (const [path, before] of sources) if (fixes.source(path) !== before) return false;
  return true;
}
