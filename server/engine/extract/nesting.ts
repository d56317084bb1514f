import { NestingScan } from './nesting-scan.ts';
import type { Cut, Limits } from './nesting-scan.ts';

const LIMITS: Limits = { brackets: 500, run: 4000 };
/** Where a text went beyond, it is cut down further: what is left must be read in any case. */
const CUT_LIMITS: Limits = { brackets: 150, run: 1200 };
const { brackets: BRACKETS, run: RUN } = LIMITS;
/** Shorter texts cannot nest deeply enough to matter. */
const SHORT = 1000;

const BRACE = '{'.charCodeAt(0);
/** Change of depth at each ASCII character; 2 for what ends a run. */
const STEP = new Int8Array(128);
for (const c of '([{') STEP[c.charCodeAt(0)] = 1;
for (const c of ')]}') STEP[c.charCodeAt(0)] = -1;
for (const c of ',;') STEP[c.charCodeAt(0)] = 2;

/** Cheap look over all characters, quoted ones included: whether a closer look is worth its time. */
function isSuspicious(text: string): boolean {
  let depth = 0;
  let runStart = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128) continue;
    const step = STEP[c] ?? 0;
    if (step === 0) continue;
    if (i - runStart > RUN) return true;
    if (step === 2) {
      runStart = i;
    } else {
      depth += step;
      if (depth < 0) depth = 0;
      else if (depth > BRACKETS) return true;
      if (c >= BRACE) runStart = i;
    }
  }
  return text.length - runStart > RUN || occursOften(text, 'else') || occursOften(text, 'for');
}

/** Statements can nest without brackets by these words. */
function occursOften(text: string, word: string): boolean {
  let count = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (++count > RUN / 4) return true;
  }
  return false;
}

/**
 * Whether a text nests so deeply that a recursive parser could run out of the machine's stack, which would end the whole
 * process. A rough scan that rather says yes: such texts go to a parser whose failure can be caught.
 */
export function mayOverflow(text: string): boolean {
  return text.length >= SHORT && isSuspicious(text) && new NestingScan(text, LIMITS).exceeds();
}

/** What is left of a text. */
export interface Shallow {
  readonly text: string;
  readonly cuts: readonly Cut[];
}

/**
 * A text without the parts that nest too deeply, blanks in their place, so that all else can be read and stands where it
 * stood; null if nothing of it is that deep.
 *
 * @param wholeRuns leaves a long statement out as a whole: what is cut in its middle may be beyond parsers
 */
export function withoutDeepParts(text: string, wholeRuns: boolean): Shallow | null {
  const cuts = new NestingScan(text, CUT_LIMITS, wholeRuns).cuts();
  if (cuts.length === 0) return null;
  let out = '';
  let at = 0;
  for (const { start, end, wantsOperand } of cuts) {
    const filler = wantsOperand && end - start > 1 ? ' 0' : '';
    out += text.slice(at, start) + filler + ' '.repeat(end - start - filler.length);
    at = end;
  }
  return { text: out + text.slice(at), cuts };
}
