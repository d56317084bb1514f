import type { Diagnostic } from '../../engine/explain/index.ts';

/** A finding under a number, or the number alone of one that was sent before. */
export type SentFinding = number | { readonly id: number; readonly finding: Diagnostic };

/** The side that sends: the same finding is sent once, as copying a thousand of them takes longer than finding them. */
export class FindingSender {
  #ids = new Map<Diagnostic, number>();
  #next = 0;

  send(findings: readonly Diagnostic[]): readonly SentFinding[] {
    const ids = new Map<Diagnostic, number>();
    const out = findings.map((finding): SentFinding => {
      const known = this.#ids.get(finding);
      const id = known ?? this.#next++;
      ids.set(finding, id);
      return known ?? { id, finding };
    });
    this.#ids = ids;
    return out;
  }
}

/** The side that receives all that is sent, in order. */
export class FindingReceiver {
  #findings = new Map<number, Diagnostic>();

  receive(sent: readonly SentFinding[]): readonly Diagnostic[] {
    const findings = new Map<number, Diagnostic>();
    for (const each of sent) {
      const id = typeof each === 'number' ? each : each.id;
      const finding = typeof each === 'number' ? this.#findings.get(each) : each.finding;
      if (finding !== undefined) findings.set(id, finding);
    }
    this.#findings = findings;
    return [...findings.values()];
  }
}
