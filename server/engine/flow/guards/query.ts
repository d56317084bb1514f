import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  listAt,
  listLength,
  opOf,
  stringOf,
} from '../../extract/reader.ts';
import { constantBehind } from './constants.ts';
import { missAt, sibling, valueOf } from './core.ts';
import type { Core, Value } from './core.ts';
import { both, either, Level, missed, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName } from './leaf.ts';
import { segmentsOf, textsOf } from './names.ts';
import { functionAt } from './promises.ts';
import { conditionsIn, entriesOf } from './query-parts.ts';
import { judgeSql } from './sql.ts';
import { templateText } from './template-text.ts';
import { usesOf } from './uses.ts';
import { negated, TRUTHY } from './test.ts';
import type { Constant, Test } from './test.ts';

/** Keys of query options that choose columns or hold new values: `{ select: { aiConsent: true } }` filters nothing. */
const NOT_FILTERS = new Set(
  'select data include create update set $set $setOnInsert projection orderBy order sort fields attributes relations cursor distinct'.split(
    ' ',
  ),
);
const OPTIONS = new Set(['where', 'filter', 'query']);
/** Steps of nested filters that lead to related rows or combine what is below. */
const THROUGH = new Set(['some', 'every', 'is', 'and', '$and', '$elemMatch', 'AND', 'has', 'equals', 'contains']);
/** Steps to related rows. */
const RELATED = new Set(['some', 'none']);
const NEGATING = new Set(['not', 'NOT', '$not', 'none', '$nor', 'isNot']);
const CHOICE = new Set(['OR', '$or', 'or']);
/** Joins that keep rows which have no partner. */
const RESTRICTS = /^(?!(?:left|right|full|outer)(?:Outer|Lateral)?Join)/i;
/** Methods whose argument is what a row becomes: `set({ aiConsent: true })` asks nobody. */
const WRITES = /^(?:set|values|create|insert|save|build|update|upsert|assign)(?:One|Many|All)?$/;
const MAX_CHAIN = 24;
/** Functions in functions that a condition is told by. */
const MAX_WITHIN = 4;

/** What the rows a query gives are known to be: by its filter objects, builder calls, operators and SQL text. */
export function judgeQuery(core: Core, file: FileFacts, call: NodeId): Judgement {
  let all: Judgement = OPAQUE;
  let node = call;
  for (let i = 0; i < MAX_CHAIN && node !== NONE; i++) {
    const op = opOf(file, node);
    if (op === Op.Await || op === Op.Def || op === Op.Cast || op === Op.Effect) {
      node = aOf(file, node);
      continue;
    }
    if (op !== Op.Call && op !== Op.Tagged) break;
    all = both(all, judgeStep(core, valueOf(file, node)));
    if (all.level >= Level.guard) return { ...all, level: Level.guard };
    const callee = calleeOf(file, node);
    if (opOf(file, callee) !== Op.Member) break;
    node = aOf(file, callee);
  }
  return all;
}

/** One call of a query: `.where(…)`, `findMany(…)`, `eq(…)`, `sql`…``. */
function judgeStep(core: Core, v: Value, within = 0): Judgement {
  const { file, node } = v;
  if (opOf(file, node) === Op.Tagged) return judgeSql(core, v, templateText(file, argumentOf(file, node, 0)));
  const callee = calleeOf(file, node);
  const method =
    opOf(file, callee) === Op.Member ? stringOf(file, bOf(file, callee)) : (segmentsOf(file, callee).at(-1) ?? '');
  if (!RESTRICTS.test(method)) return OPAQUE;
  const compared = judgeOperator(core, v, method, within);
  if (compared !== null) return compared;
  let all: Judgement = OPAQUE;
  const writes = WRITES.test(method);
  for (let i = 0; i < Math.min(2, argumentCount(file, node)); i++) {
    all = both(all, judgeArgument(core, sibling(v, argumentOf(file, node, i)), i === 0 && !writes, within));
  }
  return all;
}

/** @param within how many functions it stands in that are part of the same query: one may be handed on to itself */
function judgeArgument(core: Core, v: Value, first: boolean, within: number): Judgement {
  const { file } = v;
  let n = v.node;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  const at = sibling(v, n);
  switch (opOf(file, n)) {
    case Op.Object:
      return judgeOptions(core, at, first, within);
    case Op.Call:
    case Op.Tagged:
      return judgeStep(core, at, within);
    case Op.Str:
      return judgeSql(core, at, stringOf(file, aOf(file, n)));
    case Op.Template:
      return judgeSql(core, at, templateText(file, n));
    case Op.Func: {
      // where((q) => q.eq('aiConsent', true))
      if (within >= MAX_WITHIN) return OPAQUE;
      const fn = file.functions[functionAt(file, n)];
      return (fn?.returns ?? []).reduce(
        (all: Judgement, r) => both(all, judgeArgument(core, sibling(v, r.node), true, within + 1)),
        OPAQUE,
      );
    }
    case Op.Array: {
      let all: Judgement = OPAQUE;
      const list = aOf(file, n);
      for (let i = 0; i < listLength(file, list); i++)
        all = both(all, judgeArgument(core, sibling(v, listAt(file, list, i)), false, within));
      return all;
    }
    case Op.Spread:
      return conditionsIn(core, sibling(v, aOf(file, n))).reduce(
        (all: Judgement, condition) => both(all, judgeArgument(core, condition, false, within)),
        OPAQUE,
      );
    default:
      return OPAQUE;
  }
}

function judgeOptions(core: Core, v: Value, first: boolean, within: number): Judgement {
  let all: Judgement | null = null;
  const entries = entriesOf(core, v);
  for (const [key, value] of entries) {
    if (OPTIONS.has(key)) all = both(all ?? OPAQUE, judgeArgument(core, value, true, within));
  }
  if (all !== null) return all;
  const keys = entries.map(([key]) => key);
  return first && !keys.some((k) => NOT_FILTERS.has(k)) ? judgeFilter(core, v, [], true) : OPAQUE;
}

/** What several conditions say: all of them hold, or, of what is denied as a whole, one of them does not. */
function together(parts: readonly Judgement[], polarity: boolean): Judgement {
  const [first] = parts;
  if (first === undefined) return OPAQUE;
  return polarity ? parts.reduce(both, OPAQUE) : parts.slice(1).reduce(either, first);
}

/** A filter object: all its entries hold for every row. */
function judgeFilter(core: Core, v: Value, path: readonly string[], polarity: boolean): Judgement {
  const { file } = v;
  let n = v.node;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  const at = sibling(v, n);
  if (opOf(file, n) === Op.Array) {
    const list = aOf(file, n);
    const parts = Array.from({ length: listLength(file, list) }, (_, i) =>
      judgeFilter(core, sibling(v, listAt(file, list, i)), path, polarity),
    );
    return together(parts, polarity);
  }
  if (opOf(file, n) !== Op.Object) return judgeEntry(core, at, path, polarity, []);
  const entries = entriesOf(core, at);
  const kinds = entries.flatMap(([, value]) => textsOf(value.file, value.node, core.program));
  const parts = entries.map(([key, next]) => {
    if (CHOICE.has(key)) return judgeChoice(core, next, path, polarity);
    if (RELATED.has(key) && polarity) return judgeRelated(core, next, path, key === 'none');
    if (NEGATING.has(key)) return judgeFilter(core, next, path, !polarity);
    if (THROUGH.has(key)) return judgeFilter(core, next, path, polarity);
    return judgeField(core, next, path, key, polarity, kinds);
  });
  return together(parts, polarity);
}

/** `consents: { some: { purpose: 'ai' } }`: that there is such a row of consent is the consent; `none`: it is not there. */
function judgeRelated(core: Core, v: Value, path: readonly string[], absent: boolean): Judgement {
  const inner = judgeFilter(core, v, path, true);
  const said = inner.level === Level.opaque && inner.misses.length === 0 && opOf(v.file, v.node) === Op.Object;
  const kinds = said ? entriesOf(core, v).flatMap(([, e]) => textsOf(e.file, e.node, core.program)) : [];
  const some = said && path.length > 0 ? byName(core, v, path, TRUTHY, kinds) : inner;
  if (!absent) return some;
  return some.level === Level.guard
    ? missed(missAt(core, 'wrong-branch', v.file, v.node))
    : judgeFilter(core, v, path, false);
}

function judgeChoice(core: Core, v: Value, path: readonly string[], polarity: boolean): Judgement {
  if (opOf(v.file, v.node) !== Op.Array) return OPAQUE;
  const list = aOf(v.file, v.node);
  const parts = Array.from({ length: listLength(v.file, list) }, (_, i) =>
    judgeFilter(core, sibling(v, listAt(v.file, list, i)), path, polarity),
  );
  return together(parts, !polarity);
}

function judgeField(
  core: Core,
  v: Value,
  path: readonly string[],
  key: string,
  polarity: boolean,
  kinds: readonly string[],
): Judgement {
  const compare = OPERATORS[key.replace(/^\$/, '')];
  if (compare !== undefined && path.length > 0) {
    const c = constantBehind(core, v);
    const test = compare(c ?? { k: 'other' });
    return byName(core, v, path, polarity ? test : negated(test), kinds);
  }
  let n = v.node;
  while (opOf(v.file, n) === Op.Def || opOf(v.file, n) === Op.Cast) n = aOf(v.file, n);
  if (opOf(v.file, n) === Op.Object) {
    const inner = judgeFilter(core, sibling(v, n), [...path, key], polarity);
    return inner;
  }
  return judgeEntry(core, sibling(v, n), [...path, key], polarity, kinds);
}

/** `aiConsent: true`, `aiConsentAt: Not(IsNull())`, `consentStatus: 'granted'`. */
function judgeEntry(
  core: Core,
  v: Value,
  path: readonly string[],
  polarity: boolean,
  kinds: readonly string[],
): Judgement {
  if (path.length === 0) return OPAQUE;
  const name = ofTable(core, v, path);
  const asked = (test: Test): Judgement => byName(core, v, name, polarity ? test : negated(test), kinds);
  if (opOf(v.file, v.node) === Op.Call) {
    const name = segmentsOf(v.file, calleeOf(v.file, v.node)).at(-1) ?? '';
    const argument = sibling(v, argumentOf(v.file, v.node, 0));
    if (name === 'Not') return judgeEntry(core, argument, path, !polarity, kinds);
    if (name === 'IsNull') return asked({ k: 'is', of: { k: 'nullish' } });
    if (name === 'Equal') return judgeEntry(core, argument, path, polarity, kinds);
    if (name.startsWith('MoreThan')) return asked({ k: 'above' });
    return OPAQUE;
  }
  const c = constantBehind(core, v);
  return c === null || c.k === 'object' ? OPAQUE : asked({ k: 'is', of: c });
}

/** The name of a field, with its table's where it tells an answer: `consent.granted`, but not `consent.deletedAt`. */
function ofTable(core: Core, v: Value, path: readonly string[]): readonly string[] {
  const leaf = path[path.length - 1] ?? '';
  const tells =
    core.lexicon.granted(leaf) || core.lexicon.denied(leaf) || core.lexicon.sense([leaf]).negative || STATUS.test(leaf);
  return tells ? [...tableOf(v.file, v.node), ...path] : path;
}

const STATUS = /^(?:status|state|decision|answer)$/i;

/** The names of what a filter stands in the query of: `prisma.consent.findFirst({ where: … })`. */
function tableOf(file: FileFacts, node: NodeId): readonly string[] {
  let n = node;
  for (let i = 0; i < 8; i++) {
    const user = (usesOf(file).users.get(n) ?? []).find((u) => u > n);
    if (user === undefined) return [];
    if (opOf(file, user) === Op.Call) {
      const callee = calleeOf(file, user);
      return opOf(file, callee) === Op.Member ? segmentsOf(file, aOf(file, callee)) : [];
    }
    if (opOf(file, user) !== Op.Object && opOf(file, user) !== Op.Array) return [];
    n = user;
  }
  return [];
}

const NULLISH: Constant = { k: 'nullish' };
const unless = (c: Constant): Test => ({ k: 'not', of: [c.k === 'null' || c.k === 'undefined' ? NULLISH : c] });
const exactly = (c: Constant): Test => ({ k: 'is', of: c.k === 'null' || c.k === 'undefined' ? NULLISH : c });

/** Comparison operators by name, as a test of the field for a constant. */
const OPERATORS: Readonly<Partial<Record<string, (c: Constant) => Test>>> = {
  eq: exactly,
  equals: exactly,
  is: exactly,
  ne: unless,
  neq: unless,
  not: unless,
  isNot: unless,
  gt: () => ({ k: 'above' }),
  gte: () => ({ k: 'above' }),
  lt: () => ({ k: 'below' }),
  lte: () => ({ k: 'below' }),
  exists: (c) => (c.k === 'boolean' && !c.value ? { k: 'falsy' } : TRUTHY),
  in: () => ({ k: 'is', of: { k: 'other' } }),
};
const SIGNS: Readonly<Partial<Record<string, string>>> = {
  '=': 'eq',
  '==': 'eq',
  '===': 'eq',
  is: 'eq',
  '!=': 'ne',
  '<>': 'ne',
  'is not': 'ne',
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
};
const UNARY: Readonly<Partial<Record<string, Test>>> = {
  isNotNull: unless({ k: 'null' }),
  whereNotNull: unless({ k: 'null' }),
  isNull: exactly({ k: 'null' }),
  whereNull: exactly({ k: 'null' }),
  isTrue: TRUTHY,
};

/** `eq(users.aiConsent, true)`, `.eq('ai_consent', true)`, `.where('ai_consent', '=', true)`, `and(…)`, `or(…)`, `not(…)`. */
function judgeOperator(core: Core, v: Value, method: string, within: number): Judgement | null {
  const { file, node } = v;
  const count = argumentCount(file, node);
  const first = argumentOf(file, node, 0);
  if (method === 'or' || method === 'orWhere') {
    if (method === 'orWhere' || count < 2) return OPAQUE;
    let all: Judgement = NEVER;
    for (let i = 0; i < count; i++)
      all = either(all, judgeArgument(core, sibling(v, argumentOf(file, node, i)), true, within));
    return all;
  }
  if (method === 'and' && count > 0 && columnOf(core, file, first) === null) {
    let all: Judgement = OPAQUE;
    for (let i = 0; i < count; i++)
      all = both(all, judgeArgument(core, sibling(v, argumentOf(file, node, i)), true, within));
    return all;
  }
  const unary = UNARY[method];
  const column = columnOf(core, file, first);
  if (column === null) return null;
  if (unary !== undefined) return byName(core, v, column, unary);
  if (count < 2) return null;
  const middle = textsOf(file, argumentOf(file, node, 1), core.program)[0]?.toLowerCase() ?? '';
  if (count >= 3) {
    // where('ai_consent', '=', true); not('ai_consent_at', 'is', null)
    const compare = OPERATORS[SIGNS[middle] ?? middle];
    if (compare === undefined) return null;
    const test = compare(constantBehind(core, sibling(v, argumentOf(file, node, 2))) ?? { k: 'other' });
    return byName(core, v, column, method === 'not' ? negated(test) : test);
  }
  const compare = OPERATORS[method] ?? (/^(?:and)?where$/i.test(method) ? exactly : undefined);
  if (compare === undefined) return null;
  const c = constantBehind(core, sibling(v, argumentOf(file, node, 1)));
  return c === null || c.k === 'object' ? null : byName(core, v, column, compare(c));
}

/** The column an operand names: a text that is one name, `table.column`, `q.field('column')`. */
function columnOf(core: Core, file: FileFacts, node: NodeId): readonly string[] | null {
  const op = opOf(file, node);
  if (op === Op.Str) {
    const text = stringOf(file, aOf(file, node));
    return /^[\p{L}\p{N}_$.:"`-]+$/u.test(text) ? text.split('.') : null;
  }
  if (op === Op.Member || op === Op.Index) return segmentsOf(file, node, core.program);
  if (op === Op.Call && opOf(file, calleeOf(file, node)) === Op.Member) {
    const texts = textsOf(file, argumentOf(file, node, 0), core.program);
    return texts.length > 0 ? texts : null;
  }
  return null;
}
