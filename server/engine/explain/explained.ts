import { MultiMap } from '../base/multi-map.ts';
import type { Finding } from '../check/finding.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { FixContext } from './fixes/index.ts';

interface Known {
  readonly key: string;
  readonly diagnostic: Diagnostic | null;
  /** Files that its fixes were made from. */
  readonly paths: ReadonlySet<string>;
  /** Whether one of them was edited since. */
  stale: boolean;
  round: number;
}

/**
 * Findings that were put in words before: the same finding over the same texts is told in the same words. Settings, rules
 * and the paths of the workspace must be the same for all that one such memory is asked.
 */
export class Explained {
  /** By finding and ordinal: most are the same objects check after check. */
  readonly #byFinding = new WeakMap<Finding, Map<number, Known>>();
  /** By what they say: another object may say the same. */
  readonly #byKey = new Map<string, Known>();
  readonly #users = new MultiMap<string, Known>();
  #order: readonly Finding[] = [];
  #round = 0;

  /** Told of each text that is another one than before. */
  edited(path: string): void {
    for (const known of this.#users.of(path)) known.stale = true;
  }

  /** Whether words that were told at last rest on the text of a file. */
  restOn(path: string): boolean {
    return this.#users.has(path);
  }

  /** Findings in the order of `compare`, begun with the one they had before: few of them are others. */
  inOrder(findings: readonly Finding[], compare: (a: Finding, b: Finding) => number): readonly Finding[] {
    const added = new Set(findings);
    const isEachOnce = added.size === findings.length;
    const kept = this.#order.filter((finding) => added.delete(finding));
    this.#order = (isEachOnce ? [...kept, ...added] : [...findings]).sort(compare);
    return this.#order;
  }

  /** The words for a finding, made anew if need be. @param ordinal tells findings of one identity apart */
  of(
    finding: Finding,
    ordinal: number,
    fixes: FixContext,
    make: (fixes: FixContext) => Diagnostic | null,
  ): Diagnostic | null {
    let ofFinding = this.#byFinding.get(finding);
    if (ofFinding === undefined) this.#byFinding.set(finding, (ofFinding = new Map<number, Known>()));
    let known = ofFinding.get(ordinal);
    if (known === undefined || known.stale) {
      known = this.#said(known?.key ?? `${String(ordinal)} ${JSON.stringify(finding)}`, fixes, make);
      ofFinding.set(ordinal, known);
    }
    known.round = this.#round;
    return known.diagnostic;
  }

  #said(key: string, fixes: FixContext, make: (fixes: FixContext) => Diagnostic | null): Known {
    const before = this.#byKey.get(key);
    if (before?.stale === false) return before;
    if (before !== undefined) this.#letGo(before);
    const paths = new Set<string>();
    const noting: FixContext = {
      ...fixes,
      source(path) {
        paths.add(path);
        return fixes.source(path);
      },
    };
    const known: Known = { key, diagnostic: make(noting), paths, stale: false, round: this.#round };
    this.#byKey.set(key, known);
    for (const path of paths) this.#users.add(path, known);
    return known;
  }

  /** All findings of a check were told: what it had no use for is let go. */
  end(): void {
    for (const known of this.#byKey.values()) if (known.round !== this.#round) this.#letGo(known);
    this.#round++;
  }

  #letGo(known: Known): void {
    // one that is asked for again is said anew
    known.stale = true;
    this.#byKey.delete(known.key);
    for (const path of known.paths) this.#users.remove(path, known);
  }
}
