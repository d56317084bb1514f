import type { Severity } from '../../../rules/schema/types.ts';
import { hash64 } from '../base/hash.ts';
import { nearest } from '../base/nearest.ts';
import { LineIndex } from '../source/index.ts';
import { code } from './code.ts';
import type { Diagnostic, Place, SuppressionInfo } from './diagnostic.ts';
import { readSuppression, type Directive, type SuppressionComment } from './suppression-comment.ts';

export type { Directive } from './suppression-comment.ts';

/** Rule id of what is said about the suppressions themselves. */
export const SUPPRESSION_RULE = 'suppression';

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
  /** The day for which it is checked, as YYYY-MM-DD; null: no suppression ends. */
  readonly asOf: string | null;
  /** What the user set for remarks about suppressions in a file; null: each has its own. */
  readonly remarks: (path: string) => Severity | null;
}

interface Suppression extends SuppressionComment {
  readonly path: string;
  /** How many findings it covers, by rule. */
  readonly covered: Map<string, number>;
}

export interface Suppressed {
  readonly diagnostics: readonly Diagnostic[];
  /** The comments themselves, in the order of path and place. */
  readonly suppressions: readonly SuppressionInfo[];
}

/**
 * Applies `probity-ignore-next-line`, `-line` and `-file` comments: covered diagnostics get the reason as `suppressed`.
 * A comment that is wrong, whose time is over, or that covers nothing, gives a diagnostic of its own.
 *
 * @param remarks what is to be said about other comments to the linter
 */
export function applySuppressions(
  diagnostics: readonly Diagnostic[],
  sources: readonly DirectiveSource[],
  context: SuppressionContext,
  remarks: readonly Diagnostic[] = [],
): Suppressed {
  const byPath = new Map<string, { index: LineIndex; suppressions: readonly Suppression[] }>();
  for (const { path, text, directives } of sources) {
    const ignoring = directives.filter((directive) => directive.kind.startsWith('ignore-'));
    if (ignoring.length === 0) continue;
    const index = new LineIndex(text);
    const suppressions = ignoring.map((each) => ({ path, ...readSuppression(each, index), covered: new Map() }));
    byPath.set(path, { index, suppressions });
  }
  const out = diagnostics.map((diagnostic) => {
    const here = byPath.get(diagnostic.place.path);
    const line = here?.index.position(diagnostic.place.start).line ?? 0;
    const cover = here?.suppressions.filter((s) => covers(s, diagnostic.rule, line)) ?? [];
    for (const { covered } of cover) covered.set(diagnostic.rule, (covered.get(diagnostic.rule) ?? 0) + 1);
    const holding = cover.find((suppression) => !isOver(suppression, context));
    return holding === undefined ? diagnostic : { ...diagnostic, suppressed: holding.reason };
  });
  const all = [...byPath.values()].flatMap(({ suppressions }) => suppressions);
  const own = [...remarks, ...all.flatMap((suppression) => said(suppression, context))].flatMap((each) => {
    const severity = context.remarks(each.place.path) ?? each.severity;
    return severity === 'off' ? [] : [{ ...each, severity }];
  });
  return { diagnostics: [...out, ...numbered(own)], suppressions: all.map((each) => infoOf(each, context)) };
}

const isWrong = ({ rules, reason, wrong }: Suppression): boolean =>
  rules.length === 0 || reason === '' || wrong.length > 0;

/** Days compare as their texts do; on its last day a suppression still holds. */
const isOver = ({ until }: Suppression, { asOf }: SuppressionContext): boolean =>
  until !== null && asOf !== null && asOf > until;

const covers = (s: Suppression, rule: string, line: number): boolean =>
  !isWrong(s) && (s.line === -1 || s.line === line) && s.rules.includes(rule);

function infoOf(suppression: Suppression, context: SuppressionContext): SuppressionInfo {
  const { path, directive, rules, reason, owner, until, covered } = suppression;
  const count = [...covered.values()].reduce((sum, each) => sum + each, 0);
  const held = count > 0 ? 'used' : 'unused';
  return {
    place: { path, start: directive.start, end: directive.end },
    scope: directive.kind === 'ignore-file' ? 'file' : directive.kind === 'ignore-line' ? 'line' : 'next-line',
    rules,
    reason,
    owner,
    until,
    state: isWrong(suppression) ? 'wrong' : isOver(suppression, context) ? 'ended' : held,
    covers: count,
  };
}

/** What is to be said of a comment itself. */
function said(suppression: Suppression, context: SuppressionContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const tell = (severity: 'info' | 'warning', what: string): void => {
    found.push(about(suppression, severity, `This suppression ${what}`));
  };
  const { rules, reason, until, wrong } = suppression;
  if (rules.length === 0) tell('warning', 'names no rule; it suppresses nothing');
  for (const rule of rules.filter((id) => !context.rules.has(id))) {
    const near = nearest(rule, context.rules);
    tell('warning', `names ${code(rule)}, which is not a rule${near === null ? '' : `; did you mean ${code(near)}?`}`);
  }
  if (rules.length > 0 && reason === '') tell('warning', 'gives no reason; it suppresses nothing');
  for (const fault of wrong) tell('warning', `${fault}; it suppresses nothing`);
  if (isWrong(suppression)) return found;
  if (isOver(suppression, context)) {
    tell('warning', `ended on ${until ?? ''}; what it covered is told again`);
    return found;
  }
  for (const rule of rules) {
    if (!context.rules.has(rule) || suppression.covered.has(rule)) continue;
    if (context.severity(rule, suppression.path) === 'off') continue;
    found.push(about(suppression, 'info', `This suppression of ${code(rule)} covers no finding; it can go`));
  }
  return found;
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
    identity: '',
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
    return {
      ...diagnostic,
      identity: hash64(`${SUPPRESSION_RULE}|${diagnostic.message}`),
      fingerprint: hash64(`${SUPPRESSION_RULE}|${diagnostic.message}#${String(ordinal)}`),
    };
  });
}
