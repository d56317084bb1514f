import type { SyntaxNode } from '../../extract/index.ts';
import type { FixMaker, FixSource, RawFix } from './contract.ts';
import { know } from './imports.ts';
import { slotBefore } from './insert.ts';
import type { Slot } from './insert.ts';
import { filled } from './parts.ts';
import { inStyle, styleOf } from './style.ts';
import { subjectAt } from './subject.ts';
import { below, child, isFunction, list, nameOf } from './syntax.ts';

/**
 * Asks for consent in front of the call: by a function that throws without it, and, where one is known that tells, by
 * ending the function early in the way that fits it.
 */
export const insertGuard: FixMaker = (input) => {
  const { finding, words } = input;
  const source = input.source(finding.place.path);
  const slot = source === null ? null : slotBefore(source, finding.place);
  if (source === null || slot === null) return [];
  const subject = subjectAt(finding, source, slot);
  if (subject === null) return [];
  const { consent } = words;
  const { semicolon } = styleOf(source.text);
  const fixes: RawFix[] = [];
  const add = (kind: string, name: string, statement: (called: string) => string): void => {
    const known = know(input, source, 'consent', name, finding.place);
    if (known === null) return;
    const edits = [...known.edits, ...slot.edits(statement(known.local))];
    fixes.push({ kind, name, safety: 'review', edits, creates: known.creates });
  };
  const call = consent.call ?? '{name}({subject})';
  if (!call.startsWith('await ') || mayAwait(slot)) {
    add('insert-guard', consent.name, (name) => `${filled(call, { name, subject })}${semicolon}`);
  }
  const refusal = consent.test === undefined ? null : refusalOf(source, slot, words);
  if (consent.test !== undefined && refusal !== null) {
    add('insert-return', consent.test, (name) => `if (!${name}(${subject})) ${refusal}${semicolon}`);
  }
  return fixes;
};

const mayAwait = (slot: Slot): boolean => slot.fn === null || slot.fn['async'] === true;

/** How a function ends early: as its framework refuses, with nothing if it returns nothing, else by throwing. */
function refusalOf(
  source: FixSource,
  slot: Slot,
  words: {
    readonly handlers: readonly { readonly parameter: string; readonly refuse: string }[];
    readonly answers: readonly { readonly mentions: string; readonly refuse: string }[];
  },
): string | null {
  const { fn } = slot;
  if (fn === null) return null;
  const style = styleOf(source.text);
  const parameters = list(fn, 'params').map(nameOf);
  const handler = words.handlers.find(({ parameter }) => parameters.includes(parameter));
  if (handler !== undefined) return `return ${inStyle(handler.refuse, style)}`;
  const body = source.text.slice(fn.start, fn.end);
  const answer = words.answers.find(({ mentions }) => body.includes(mentions));
  if (answer !== undefined) return `return ${inStyle(answer.refuse, style)}`;
  if (child(fn, 'body')?.type === 'BlockStatement' && !returnsSomething(fn)) return 'return';
  return `throw new Error(${inStyle("'No consent to AI processing'", style)})`;
}

function returnsSomething(fn: SyntaxNode): boolean {
  const body = child(fn, 'body');
  if (body === null) return false;
  const inner = [...below(body, isFunction)];
  for (const node of below(body, ({ type }) => type === 'ReturnStatement')) {
    const own = !inner.some((other) => other.start <= node.start && other.end >= node.end);
    if (own && child(node, 'argument') !== null) return true;
  }
  return false;
}
