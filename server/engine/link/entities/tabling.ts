import type { Entity } from '../contract.ts';

/** An answer that rests on a question still open: only as good as what is known of that one so far. */
export interface Provisional {
  /** The outermost open question it rests on, by its depth. */
  readonly low: number;
  readonly found: readonly Entity[];
}

export type Answer = readonly Entity[] | Provisional;

/** Takes an answer out of its table, or, asked to settle, makes it the last word. */
type Loose = (settle: boolean) => void;

/**
 * Answers forgotten when a circle closes. In larger circles everything leads to everything: asking all of it anew costs
 * much and tells little, so there the answers stand as they are.
 */
const MAX_FORGOTTEN = 64;

interface Question {
  readonly depth: number;
  readonly outerLow: number;
  readonly loose: number;
}

const NOTHING: readonly Entity[] = [];

/**
 * Keeps the books of questions that may lead back to themselves. What a question finds on its way round is not all there
 * is, so it must not be remembered as the answer: it is held provisionally until the question where the circle began is
 * answered, and then forgotten. These are the strongly connected components of the questions, found as they are asked
 * (Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1972).
 */
export class Tabling {
  #depth = 0;
  #low = Infinity;
  readonly #loose: Loose[] = [];

  /** Begins a question. */
  open(): Question {
    const question = { depth: this.#depth++, outerLow: this.#low, loose: this.#loose.length };
    this.#low = Infinity;
    return question;
  }

  /** What stands for the answer of a question until there is one. */
  mark(question: Question): Provisional {
    return { low: question.depth, found: NOTHING };
  }

  /** What a remembered answer says; notes what the open questions now rest on. */
  read(answer: Answer): readonly Entity[] {
    if (!('low' in answer)) return answer;
    if (answer.low < this.#low) this.#low = answer.low;
    return answer.found;
  }

  /**
   * Ends a question. Its answers are to be made with `answer` from what this returns.
   *
   * @param forget takes the answers out of their table again, if they are provisional; or makes them final
   * @returns the outermost open question the answers rest on, or infinity if on none
   */
  close(question: Question, forget: Loose): number {
    this.#depth--;
    const low = this.#low;
    if (low < question.depth) {
      this.#low = Math.min(low, question.outerLow);
      this.#loose.push(forget);
      return low;
    }
    // the circle closes here, and what rests on this question from outside rests on a whole answer
    this.#low = question.outerLow;
    const settle = this.#loose.length - question.loose > MAX_FORGOTTEN;
    while (this.#loose.length > question.loose) this.#loose.pop()?.(settle);
    return Infinity;
  }
}

/** What to remember of a closed question. */
export function answer(low: number, found: readonly Entity[]): Answer {
  return low === Infinity ? found : { low, found };
}
