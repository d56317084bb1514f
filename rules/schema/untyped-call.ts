/** A call of a method of a value that nothing tells of, known by a constant that only this SDK is given. */
export interface UntypedCall {
  readonly method: string;
  /** Number of the argument, from 0. */
  readonly argument: number;
  /** What its text matches. */
  readonly matches: string;
  /** Which of the calls it is. */
  readonly call: string;
}
