import { isIsoDate } from '../base/iso-date.ts';
import { nearest } from '../base/nearest.ts';
import type { LineIndex } from '../source/index.ts';
import { code } from './code.ts';

/** The part of a DirectiveFacts that is needed; offsets are UTF-16, `text` is what follows the keyword. */
export interface Directive {
  readonly kind: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly target: number;
}

/** A comment that hides findings, as written. */
export interface SuppressionComment {
  readonly directive: Directive;
  readonly rules: readonly string[];
  /** '' if it gives none. */
  readonly reason: string;
  /** Who answers for it, and the last day on which it holds (YYYY-MM-DD); null if it does not say. */
  readonly owner: string | null;
  readonly until: string | null;
  /** What is wrong with its `owner=` and `until=`; it hides nothing then. */
  readonly wrong: readonly string[];
  /** Line it covers (0-based), -1 for the whole file. */
  readonly line: number;
}

const ATTRIBUTES = ['owner', 'until'] as const;
/** Only these in a reason, where other words may hold an equals sign. */
const IN_REASON = /(?<=^|\s)(owner|until)=(\S+)/g;

/**
 * `rule-a, rule-b owner=team until=2026-12-31 -- reason`; owner and until may also stand in the reason.
 *
 * @param index lines of the text in which the comment stands
 */
export function readSuppression(directive: Directive, index: LineIndex): SuppressionComment {
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(directive.text);
  const before = dashes ? directive.text.slice(0, dashes.index) : directive.text;
  const after = dashes ? directive.text.slice(dashes.index + dashes[0].length) : '';
  const words = before.split(/[\s,]+/).filter((word) => word !== '');
  const given = new Map<string, string>();
  const wrong: string[] = [];
  const take = (name: string, value: string): void => {
    if (given.has(name)) wrong.push(`gives ${code(name)} twice`);
    given.set(name, value);
  };
  for (const word of words.filter((each) => each.includes('='))) {
    const name = word.slice(0, word.indexOf('='));
    const value = word.slice(name.length + 1);
    const near = nearest(name, ATTRIBUTES);
    if (!(ATTRIBUTES as readonly string[]).includes(name)) {
      wrong.push(
        `says ${code(word)}, which means nothing${near === null ? '' : `; did you mean ${code(`${near}=`)}?`}`,
      );
    } else if (value === '') wrong.push(`names no ${name} after ${code(`${name}=`)}`);
    else take(name, value);
  }
  for (const [, name = '', value = ''] of after.matchAll(IN_REASON)) take(name, value);
  const until = given.get('until') ?? null;
  if (until !== null && !isIsoDate(until))
    wrong.push(`ends on ${code(until)}, which is no day (as ${code('2026-12-31')})`);
  return {
    directive,
    rules: words.filter((word) => !word.includes('=')),
    reason: after.replace(IN_REASON, '').replace(/\s+/g, ' ').trim(),
    owner: given.get('owner') ?? null,
    until,
    wrong,
    line: lineOf(directive, index),
  };
}

function lineOf({ kind, start, target }: Directive, index: LineIndex): number {
  if (kind === 'ignore-file') return -1;
  return index.position(kind === 'ignore-line' ? start : target).line;
}
