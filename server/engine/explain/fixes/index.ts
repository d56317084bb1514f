import type { FixLexicon, RuleDefinition } from '../../../../rules/schema/types.ts';
import type { Finding } from '../../check/finding.ts';
import { code } from '../code.ts';
import type { Fix } from '../diagnostic.ts';
import { fixTitle } from '../words.ts';
import { addField } from './add-field.ts';
import { appendStatement } from './append-statement.ts';
import type { Endings, FixInput, FixMaker, FixSource, RawFix } from './contract.ts';
import { declareBasis } from './declare-basis.ts';
import { dropField } from './drop-field.ts';
import { insertGuard } from './insert-guard.ts';
import { insertNotice } from './insert-notice.ts';
import { pickFields } from './pick-fields.ts';
import { redact } from './redact.ts';
import { suppress } from './suppress.ts';

export type { FixSource } from './contract.ts';
export { placedAt } from './placed-at.ts';
export { edited, together } from './together.ts';

/** Makers by the name a rule's page gives them under `fixes`. */
const MAKERS: Readonly<Record<string, FixMaker>> = {
  'insert-guard': insertGuard,
  redact,
  'drop-field': dropField,
  'pick-fields': pickFields,
  'declare-lawful-basis': declareBasis,
  'add-field': addField,
  'insert-notice': insertNotice,
  'append-statement': appendStatement,
};

/** What fixes are made from, the same for all findings of a check. */
export interface FixContext {
  readonly words: FixLexicon | undefined;
  source(path: string): FixSource | null;
  has(path: string): boolean;
  /** How imports in a file must end; null where they may go without. */
  endings(path: string): Endings | null;
}

/** The fixes of a finding: those its rule's page names, those the check gave, and always a suppression. */
export function fixesOf(finding: Finding, rule: RuleDefinition | undefined, context: FixContext): readonly Fix[] {
  const given = finding.fixes.map((fix): Fix => ({ ...titled(fix), edits: fix.edits }));
  if (context.words === undefined) return given;
  const input: FixInput = {
    finding,
    words: context.words,
    source: context.source,
    has: context.has,
    endings: context.endings,
  };
  const made = [...(rule?.fixes ?? []).map((name) => MAKERS[name]), suppress].flatMap((make) => make?.(input) ?? []);
  return [...given, ...made.map((fix): Fix => ({ ...titled(fix), edits: sorted(fix) }))];
}

function titled({ kind, name, safety, creates }: RawFix): Omit<Fix, 'edits'> {
  const files = creates ?? [];
  const created = files.length === 0 ? '' : `; create ${files.map(({ path }) => code(path)).join(', ')}`;
  return { kind, title: `${fixTitle(kind, name)}${created}`, safety, creates: files };
}

const sorted = ({ edits }: RawFix): Fix['edits'] =>
  [...edits].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.start - b.start || a.end - b.end));
