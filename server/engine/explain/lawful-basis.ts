import type { DataCategory, GuardLexicon } from '../../../rules/schema/types.ts';
import { FREE_TEXT } from '../base/free-text.ts';
import { nearest } from '../base/nearest.ts';
import type { Place } from '../base/place.ts';
import type { DataFact, Finding, NearMissFact } from '../check/finding.ts';
import { LineIndex } from '../source/index.ts';
import { code } from './code.ts';
import type { AiCall, Diagnostic } from './diagnostic.ts';
import { remark } from './suppressions.ts';
import type { Directive, DirectiveSource } from './suppressions.ts';

/** A file with its comments to the linter and its functions. */
export interface BasisSource extends DirectiveSource {
  /** Functions and classes. Asked for only where a basis is declared. */
  readonly functions: () => readonly { readonly start: number; readonly end: number }[];
}

/** An entry of the config's `lawfulBasis`, its globs compiled by the host. */
export interface ConfiguredBasis {
  readonly basis: string;
  readonly applies: (path: string) => boolean;
  /** fideslang keys it covers, with what is below them; empty is all. */
  readonly data: readonly string[];
}

/** What explain knows of bases and categories. */
export interface BasisContext {
  readonly bases: Pick<GuardLexicon, 'lawfulBases' | 'specialBases'>;
  readonly categories: ReadonlyMap<string, Pick<DataCategory, 'special'>>;
  readonly settings: { readonly lawfulBasis?: readonly ConfiguredBasis[] };
}

/** A declared basis, and where it holds. */
interface Declaration {
  readonly basis: string;
  readonly covers: (place: Place) => boolean;
  readonly data: readonly string[];
  /** The comment; null for one of the config. */
  readonly at: Place | null;
}

export interface BasisResult {
  readonly findings: readonly Finding[];
  readonly aiCalls: readonly AiCall[];
  /** What is wrong with the declarations themselves. */
  readonly remarks: readonly Diagnostic[];
}

/**
 * Takes out what a declared lawful basis stands for: `// @lawful-basis contract -- reason` above a call or a function
 * on the way of the data, or `lawfulBasis` in the configuration. It satisfies what asks for consent and nothing else. A basis that is none for
 * special categories leaves the finding with their data.
 */
export function applyLawfulBases(
  findings: readonly Finding[],
  aiCalls: readonly AiCall[],
  sources: readonly BasisSource[],
  context: BasisContext,
): BasisResult {
  const remarks: Diagnostic[] = [];
  const declarations: Declaration[] = (context.settings.lawfulBasis ?? []).map(({ basis, applies, data }) => ({
    basis,
    covers: ({ path }) => applies(path),
    data,
    at: null,
  }));
  for (const source of sources) {
    for (const directive of source.directives.filter(({ kind }) => kind === 'lawful-basis')) {
      const declared = read(source, directive, context, remarks);
      if (declared !== null) declarations.push(declared);
    }
  }
  if (declarations.length === 0) return { findings, aiCalls, remarks };
  return {
    findings: findings.flatMap((finding) => judged(finding, declarations, context)),
    aiCalls: aiCalls.map((call) => judgedCall(call, declarations, context)),
    remarks,
  };
}

function judged(finding: Finding, declarations: readonly Declaration[], context: BasisContext): readonly Finding[] {
  if (!finding.missing.some((missing) => missing === 'consent' || missing === 'explicit-consent')) return [finding];
  const places = [finding.place, ...finding.path.map(({ place }) => place)];
  const sinks = finding.sink === null ? [] : [finding.sink, ...(finding.otherSinks ?? [])].map(({ place }) => place);
  // what goes to several calls is settled only if each of them is
  const all = sinks.every((sink) => declarations.some(({ covers }) => covers(sink)));
  const near = declarations.filter(({ covers }) => places.some(covers) || (all && sinks.some(covers)));
  if (near.length === 0) return [finding];
  const settled = (fact: DataFact): boolean =>
    near.some((declared) => holds(declared, fact.category, fact.special, context));
  const data = finding.data.filter((fact) => !settled(fact));
  if (data.length === 0) return [];
  const misses = near
    .filter(({ basis, at }) => at !== null && !coversSpecial(basis, context))
    .map(({ basis, at }): NearMissFact => ({
      reason: 'general-basis',
      place: at ?? finding.place,
      snippet: `@lawful-basis ${basis}`,
      detail: '',
    }));
  return [{ ...finding, data, nearMisses: [...misses, ...finding.nearMisses] }];
}

function judgedCall(call: AiCall, declarations: readonly Declaration[], context: BasisContext): AiCall {
  const { status } = call.consent;
  const needing = call.data.filter((key) => key !== FREE_TEXT);
  if ((status !== 'none' && status !== 'partial') || needing.length === 0) return call;
  const near = declarations.filter(({ covers }) => covers(call.place));
  const settled = needing.every((key) =>
    near.some((declared) => holds(declared, key, isSpecial(key, context), context)),
  );
  const basis = [...new Set(near.map((declared) => declared.basis))].sort();
  return settled ? { ...call, consent: { status: 'not-needed', at: near[0]?.at ?? null, basis } } : call;
}

function holds({ basis, data }: Declaration, category: string, special: boolean, context: BasisContext): boolean {
  if (special && !coversSpecial(basis, context)) return false;
  return data.length === 0 || data.some((key) => category === key || category.startsWith(`${key}.`));
}

const coversSpecial = (basis: string, context: BasisContext): boolean => context.bases.specialBases.includes(basis);

/** Whether a category is special, or the nearest one above it that is known. */
function isSpecial(category: string, { categories }: BasisContext): boolean {
  for (let key = category; key !== ''; key = key.slice(0, Math.max(0, key.lastIndexOf('.')))) {
    const known = categories.get(key);
    if (known !== undefined) return known.special === true;
  }
  return false;
}

function read(
  source: BasisSource,
  directive: Directive,
  context: BasisContext,
  remarks: Diagnostic[],
): Declaration | null {
  const [before = '', ...after] = directive.text.split(/(?:^|\s)--(?=\s|$)/);
  const basis = before
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const at = { path: source.path, start: directive.start, end: directive.end };
  const wrong = (message: string): null => {
    const hint = `Write it as ${code('@lawful-basis <basis> -- reason')}.`;
    remarks.push(remark(at, 'warning', message, hint));
    return null;
  };
  if (basis === '') return wrong('This declaration names no lawful basis; it declares nothing');
  const known = context.bases.lawfulBases;
  if (known.length > 0 && !known.includes(basis)) {
    const near = nearest(basis, known);
    const hint = near === null ? `; known: ${known.join(', ')}` : `; did you mean ${code(near)}?`;
    return wrong(`${code(basis)} is not a lawful basis${hint}`);
  }
  if (after.join('--').trim() === '') return wrong('This lawful basis gives no reason; it declares nothing');
  return { basis, covers: coverOf(source, directive), data: [], at };
}

/**
 * What a comment speaks of: the line that its next token stands in, the functions and classes that begin there, and
 * what is under decorators; behind code on its line, that code.
 */
function coverOf({ path, text, functions }: BasisSource, { start: own, target }: Directive): (place: Place) => boolean {
  const index = new LineIndex(text);
  const lineOf = (offset: number): number => index.position(offset).line;
  if (text.slice(text.lastIndexOf('\n', own - 1) + 1, own).trim() !== '') {
    const at = lineOf(own);
    return (place) => place.path === path && lineOf(place.start) <= at && lineOf(place.end) >= at;
  }
  const line = lineOf(target);
  const all = functions();
  const here = all.filter(({ start, end }) => start >= target && end > start && lineOf(start) === line);
  if (text[target] === '@') here.push(...all.filter(({ start }) => start > target && decorates(text, target, start)));
  return (place) =>
    place.path === path &&
    (lineOf(place.start) === line || here.some(({ start, end }) => place.start >= start && place.start < end));
}

/** Brackets with what is in them, innermost ones: the arguments of decorators. */
const BRACKETS = /\([^()]*\)|\{[^{}]*\}|\[[^[\]]*\]/g;
const COMMENTS = /\/\*[^]*?\*\/|\/\/.*/g;

/** Whether there are only decorators and modifiers between the two offsets. */
function decorates(text: string, from: number, to: number): boolean {
  let rest = text.slice(from, to).replace(COMMENTS, '');
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(BRACKETS, '');
  }
  return /^(?:\s*@[\w$.]+)+(?:\s+[\w$#*]+)*\s*$/.test(rest);
}
