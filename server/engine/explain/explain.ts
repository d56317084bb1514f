import type { Catalogue, DataCategory, GuardLexicon, Law, RuleDefinition } from '../../../rules/schema/types.ts';
import type { DataFact, Finding } from '../check/finding.ts';
import { hash64 } from '../base/hash.ts';
import { code, listed, oneLine } from './code.ts';
import type { Diagnostic, Step } from './diagnostic.ts';
import { Explained } from './explained.ts';
import { fingerprint, identity } from './fingerprint.ts';
import { fixesOf } from './fixes/index.ts';
import type { FixContext } from './fixes/index.ts';
import type { ConfiguredBasis } from './lawful-basis.ts';
import { lawReferences } from './laws.ts';
import { configured, configuredSeverity, severityOf } from './severity.ts';
import type { SeveritySettings } from './severity.ts';
import { applySuppressions, SUPPRESSION_RULE } from './suppressions.ts';
import type { DirectiveSource, Suppressed } from './suppressions.ts';
import { fill, words } from './template.ts';
import type { TemplateValue } from './template.ts';
import { countryWords, kindWords, missingWords, nearMissNote, stepNote, unknownNote } from './words.ts';

/** What explain needs of the catalogue and the settings, indexed once. */
export interface ExplainContext {
  readonly rules: ReadonlyMap<string, RuleDefinition>;
  readonly laws: ReadonlyMap<string, Law>;
  readonly categories: ReadonlyMap<string, DataCategory>;
  readonly bases: Pick<GuardLexicon, 'lawfulBases' | 'specialBases'>;
  readonly settings: ExplainSettings;
  readonly fixes: FixContext;
  /** What was put in words before, under the same settings. */
  readonly explained: Explained;
}

/** The part of the settings that is about words, severities and declarations. */
export interface ExplainSettings extends SeveritySettings {
  /** The day for which it is checked, as YYYY-MM-DD; without it no suppression ends. */
  readonly asOf?: string;
  /** Jurisdictions whose laws are told with findings; all, if empty. */
  readonly jurisdictions?: readonly string[];
  readonly lawfulBasis?: readonly ConfiguredBasis[];
}

/**
 * Indexes the catalogue for explaining.
 *
 * @param sources what fixes are made from; without it, only those are told that a check gave
 * @param explained what was put in words before, under the same settings and over the same paths
 */
export function explainContext(
  catalogue: Pick<Catalogue, 'rules' | 'laws' | 'data' | 'guards' | 'fixes'>,
  settings: ExplainSettings,
  sources: Omit<FixContext, 'words'> = { source: () => null, has: () => false, endings: () => null },
  explained: Explained = new Explained(),
): ExplainContext {
  return {
    rules: new Map(catalogue.rules.map((rule) => [rule.id, rule])),
    laws: new Map(catalogue.laws.map((law) => [law.id, law])),
    categories: new Map(catalogue.data.map((category) => [category.key, category])),
    bases: catalogue.guards,
    settings,
    fixes: { words: catalogue.fixes, ...sources },
    explained,
  };
}

/**
 * One finding in words; null if its rule is off.
 *
 * @param ordinal how many findings of the same identity stand before it, by path and offset (0-based)
 */
export function explainFinding(finding: Finding, context: ExplainContext, ordinal = 0): Diagnostic | null {
  const rule = context.rules.get(finding.rule);
  const severity = severityOf(finding, rule, context.settings);
  if (severity === 'off') return null;
  const label = (category: string): string => labelOf(category, context);
  const values = templateValues(finding, label);
  const message = fill(rule?.message ?? defaultMessage(finding), values);
  return {
    rule: finding.rule,
    severity,
    confidence: finding.confidence,
    message,
    why: fill(rule?.why ?? '', values),
    fixHint: fill(rule?.fix ?? '', values),
    place: finding.place,
    data: finding.data.map((item) => ({
      category: item.category,
      label: item.label || label(item.category),
      expression: oneLine(item.expression),
      place: item.place,
    })),
    sink: finding.sink,
    path: finding.path.map((step) => ({ place: step.place, note: stepNote(step, label) })),
    related: relatedSteps(finding),
    missing: finding.missing,
    laws: lawReferences(
      finding.laws.length > 0 ? finding.laws : (rule?.laws ?? []),
      finding.data,
      context.laws,
      configured(context.settings, finding.place.path, ({ jurisdictions }) => jurisdictions ?? null) ?? [],
    ),
    identity: hash64(identity(finding)),
    fingerprint: fingerprint(finding, ordinal),
    fixes: fixesOf(finding, rule, context.fixes),
    suppressed: null,
  };
}

/**
 * All findings of a workspace in words, in the order of path and place, with suppressions applied. Findings of rules
 * that are off are left out.
 */
export function explainFindings(
  findings: readonly Finding[],
  sources: readonly DirectiveSource[],
  context: ExplainContext,
  remarks: readonly Diagnostic[] = [],
): Suppressed {
  const ordinals = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  for (const finding of context.explained.inOrder(findings, byFindingPlace)) {
    const key = identity(finding);
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    const diagnostic = context.explained.of(finding, ordinal, context.fixes, (fixes) =>
      explainFinding(finding, { ...context, fixes }, ordinal),
    );
    if (diagnostic) diagnostics.push(diagnostic);
  }
  context.explained.end();
  const { diagnostics: all, suppressions } = applySuppressions(
    diagnostics,
    sources,
    {
      rules: new Set(context.rules.keys()),
      severity: (rule, path) =>
        configuredSeverity(rule, path, context.settings) ?? context.rules.get(rule)?.severity ?? 'off',
      asOf: context.settings.asOf ?? null,
      remarks: (path) => configuredSeverity(SUPPRESSION_RULE, path, context.settings),
    },
    remarks,
  );
  return { diagnostics: [...all].sort(byDiagnosticPlace), suppressions };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function byFindingPlace(a: Finding, b: Finding): number {
  return (
    byText(a.place.path, b.place.path) ||
    a.place.start - b.place.start ||
    byText(a.rule, b.rule) ||
    // one call of a wrapper can hand to several recipients
    byText(a.sink?.recipient ?? '', b.sink?.recipient ?? '')
  );
}

function byDiagnosticPlace(a: Diagnostic, b: Diagnostic): number {
  return byText(a.place.path, b.place.path) || a.place.start - b.place.start || byText(a.rule, b.rule);
}

/** Label of a category; that of the nearest known ancestor if the catalogue lacks it; its last word at worst. */
function labelOf(category: string, context: ExplainContext): string {
  for (let key = category; key !== ''; key = key.slice(0, Math.max(0, key.lastIndexOf('.')))) {
    const known = context.categories.get(key);
    if (known) return known.label;
  }
  return (category.split('.').pop() ?? category).replace(/_/g, ' ');
}

function relatedSteps(finding: Finding): Step[] {
  return [
    ...finding.nearMisses.map((miss) => ({ place: miss.place, note: nearMissNote(miss) })),
    ...finding.openPaths.map((open) => ({
      place: open.place,
      note: `${open.name ? `${code(open.name)} reaches` : 'This call reaches'} it with no check on the way`,
    })),
    ...finding.unknowns.map((unknown) => ({ place: unknown.place, note: unknownNote(unknown) })),
  ];
}

function templateValues(finding: Finding, label: (category: string) => string): Map<string, TemplateValue> {
  const values = new Map<string, TemplateValue>();
  for (const [name, text] of Object.entries(finding.values)) values.set(name, source([text]));
  const missing = missingWords(finding.missing);
  if (missing !== '') values.set('missing', words(missing, finding.missing.length));
  if (finding.data.length > 0) {
    const labels = finding.data.map((item) => item.label || label(item.category));
    values.set('data', source(finding.data.map((item) => item.expression)));
    values.set('categories', words(listed(labels), new Set(labels).size));
    values.set('count', words(String(distinct(finding.data)), distinct(finding.data)));
    values.set('special', words('', finding.data.some((item) => item.special) ? 1 : 0));
  }
  const first = finding.path[0];
  if (first && first.name !== '') values.set('source', source([first.name]));
  if (finding.sink) {
    const apis = [finding.sink, ...(finding.otherSinks ?? [])].map((sink) => sink.api);
    values.set('sink', source([...new Set(apis)]));
    values.set('recipient', words(finding.sink.recipient));
    const country = countryWords(finding.sink.country);
    if (country !== null) values.set('country', words(country));
    values.set('kind', words(kindWords(finding.sink.kind)));
  }
  const scope = finding.scope.at(-1);
  if (scope !== undefined) values.set('function', source([scope]));
  return values;
}

const distinct = (data: readonly DataFact[]): number => new Set(data.map((item) => oneLine(item.expression))).size;

function source(texts: readonly string[]): TemplateValue {
  const count = new Set(texts.map((text) => oneLine(text))).size;
  return { text: listed(texts.map((text) => oneLine(text))), code: listed(texts.map(code)), count };
}

/** For a rule whose page is missing: the facts alone. */
function defaultMessage(finding: Finding): string {
  const data = finding.data.length > 0 ? '{data} {data|reaches|reach} ' : '';
  const sink = finding.sink ? (data ? '{recipient} through {sink}' : '{sink} of {recipient} is called') : 'this place';
  return `${data}${sink}${finding.missing.length > 0 ? '; no {missing} was found on this path' : ''}`;
}
