/**
 * What an answer that is being computed rests on: the lowest depth of a question that is still open and was asked again
 * on the way (`Infinity` if there is none), and whether a limit was met. Part of memoising mutually recursive questions.
 */
export class Rests {
  lowest = Infinity;
  cut = false;

  /** Starts a new answer; gives what the one around it rests on so far. */
  begin(): { readonly lowest: number; readonly cut: boolean } {
    const outer = { lowest: this.lowest, cut: this.cut };
    this.clear();
    return outer;
  }

  /** Ends an answer: the one around it rests on the same, unless that was cleared. */
  end(outer: { readonly lowest: number; readonly cut: boolean }): void {
    this.on(outer.lowest);
    this.cut ||= outer.cut;
  }

  /** The answer rests on the open question at a depth. */
  on(depth: number): void {
    this.lowest = Math.min(this.lowest, depth);
  }

  /** The answer rests on nothing but itself. */
  clear(): void {
    this.lowest = Infinity;
    this.cut = false;
  }

  /** The answer is sought once more: open questions may be other ones now. */
  again(): void {
    this.lowest = Infinity;
  }

  /** A limit was met. */
  cutShort(): void {
    this.cut = true;
  }
}
