import type { Severity } from '../../../rules/schema/types.ts';
import { hash64 } from '../base/hash.ts';
import { nearest } from '../base/nearest.ts';
import { LineIndex } from '../source/index.ts';
import { code } from './code.ts';
import type { Diagnostic, Place } from './diagnostic.ts';

/** Rule id of what is said about the suppressions themselves. */
export const SUPPRESSION_RULE = 'suppression';

/** The part of a DirectiveFacts that is needed; offsets are UTF-16, `text` is what follows the keyword. */
export interface Directive {
  readonly kind: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly target: number;
}

/** A file and its linter comments. */
export interface DirectiveSource {
  readonly path: string;
  readonly text: string;
  readonly directives: readonly Directive[];
}

export interface SuppressionContext {
  /** Ids of all rules. */
  readonly rules: ReadonlySet<string>;
  /** Severity of a rule in a file: suppressions of rules that are off are not called unused. */
  readonly severity: (rule: string, path: string) => Severity;
  /** What the user set for remarks about suppressions in a file; null: each has its own. */
  readonly remarks: (path: string) => Severity | null;
}

interface Suppression {
  readonly path: string;
  readonly directive: Directive;
  readonly rules: readonly string[];
  readonly reason: string;
  /** Line it covers (0-based), -1 for the whole file. */
  readonly line: number;
  used: Set<string>;
}

/**
 * Applies `probity-ignore-next-line`, `-line` and `-file` comments: covered diagnostics get the reason as `suppressed`.
 * A comment without a reason, with an unknown rule, or that covers nothing, gives a diagnostic of its own.
 *
 * @param remarks what is to be said about other comments to the linter
 */
export function applySuppressions(
  diagnostics: readonly Diagnostic[],
  sources: readonly DirectiveSource[],
  context: SuppressionContext,
  remarks: readonly Diagnostic[] = [],
): Diagnostic[] {
  const byPath = new Map<string, { index: LineIndex; suppressions: Suppression[] }>();
  const out: Diagnostic[] = [];
  const own: Diagnostic[] = [...remarks];
  for (const source of sources) {
    const ignoring = source.directives.filter((directive) => directive.kind.startsWith('ignore-'));
    if (ignoring.length === 0) continue;
    const index = new LineIndex(source.text);
    const suppressions = ignoring.map((directive) => parse(source.path, directive, index));
    byPath.set(source.path, { index, suppressions });
    for (const suppression of suppressions) own.push(...wrongs(suppression, context));
  }
  for (const diagnostic of diagnostics) {
    const here = byPath.get(diagnostic.place.path);
    const line = here?.index.position(diagnostic.place.start).line ?? 0;
    const cover = here?.suppressions.filter((s) => covers(s, diagnostic.rule, line)) ?? [];
    for (const suppression of cover) suppression.used.add(diagnostic.rule);
    out.push(cover[0] ? { ...diagnostic, suppressed: cover[0].reason } : diagnostic);
  }
  for (const { suppressions } of byPath.values()) {
    for (const suppression of suppressions) own.push(...unused(suppression, context));
  }
  const judged = own.flatMap((remark) => {
    const severity = context.remarks(remark.place.path) ?? remark.severity;
    return severity === 'off' ? [] : [{ ...remark, severity }];
  });
  return [...out, ...numbered(judged)];
}

const covers = (s: Suppression, rule: string, line: number): boolean =>
  s.reason !== '' && (s.line === -1 || s.line === line) && s.rules.includes(rule);

/** `rule-a, rule-b -- reason` */
function parse(path: string, directive: Directive, index: LineIndex): Suppression {
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(directive.text);
  const before = dashes ? directive.text.slice(0, dashes.index) : directive.text;
  const reason = dashes ? directive.text.slice(dashes.index + dashes[0].length).trim() : '';
  const rules = before.split(/[\s,]+/).filter((rule) => rule !== '');
  let line = -1;
  if (directive.kind === 'ignore-line') line = index.position(directive.start).line;
  else if (directive.kind !== 'ignore-file') line = index.position(directive.target).line;
  return { path, directive, rules, reason: reason.replace(/\s+/g, ' '), line, used: new Set() };
}

function wrongs(suppression: Suppression, context: SuppressionContext): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (suppression.rules.length === 0) {
    found.push(about(suppression, 'warning', 'This suppression names no rule; it suppresses nothing'));
  }
  for (const rule of suppression.rules.filter((id) => !context.rules.has(id))) {
    const near = nearest(rule, context.rules);
    const hint = near ? `; did you mean ${code(near)}?` : '';
    found.push(about(suppression, 'warning', `This suppression names ${code(rule)}, which is not a rule${hint}`));
  }
  if (suppression.rules.length > 0 && suppression.reason === '') {
    found.push(about(suppression, 'warning', 'This suppression gives no reason; it suppresses nothing'));
  }
  return found;
}

function unused(suppression: Suppression, context: SuppressionContext): Diagnostic[] {
  if (suppression.reason === '') return [];
  return suppression.rules
    .filter((rule) => context.rules.has(rule) && !suppression.used.has(rule))
    .filter((rule) => context.severity(rule, suppression.path) !== 'off')
    .map((rule) => about(suppression, 'info', `This suppression of ${code(rule)} covers no finding; it can go`));
}

function about(suppression: Suppression, severity: 'info' | 'warning', message: string): Diagnostic {
  const { start, end } = suppression.directive;
  const hint = `Write it as ${code('probity-ignore-next-line <rule-id> -- reason')}, or remove it.`;
  return {
    ...remark({ path: suppression.path, start, end }, severity, message, hint),
    why: 'A suppression hides a finding from everyone who comes later. It must say which one and why, and go when the finding is gone.',
  };
}

/** Something to say about a comment to the linter. */
export function remark(place: Place, severity: 'info' | 'warning', message: string, fixHint: string): Diagnostic {
  return {
    rule: SUPPRESSION_RULE,
    severity,
    confidence: 'high',
    message,
    why: 'A comment to the linter decides what others get to see. It must be clear and give its reason.',
    fixHint,
    place,
    data: [],
    sink: null,
    path: [],
    related: [],
    missing: [],
    laws: [],
    fingerprint: '',
    fixes: [],
    suppressed: null,
  };
}

function numbered(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const ordinal = seen.get(diagnostic.message) ?? 0;
    seen.set(diagnostic.message, ordinal + 1);
    return { ...diagnostic, fingerprint: hash64(`${SUPPRESSION_RULE}|${diagnostic.message}#${String(ordinal)}`) };
  });
}
