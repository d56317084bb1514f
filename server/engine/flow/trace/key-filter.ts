import type { ContextId, FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  bOf,
  calleeOf,
  cOf,
  contextKind,
  contextParent,
  contextX,
  contextY,
  Ctx,
  listAt,
  listLength,
  opOf,
  Op,
  PropKind,
  stringOf,
} from '../../extract/index.ts';
import { HOLE } from '../../link/index.ts';
import { constantList } from './keys.ts';
import type { Tracing } from './tracing.ts';

/** Which fields of an object a callback lets through: only these, or all but these. */
export type KeyFilter =
  | { readonly k: 'only'; readonly names: readonly string[] }
  | { readonly k: 'without'; readonly names: readonly string[] };

/** How a callback is given the key: as its first or second parameter, or as the first of the pair that is its first. */
export type KeyPlace = 'first' | 'second' | 'pair';

/** Stands for every name that no condition speaks of. */
const OTHER = '\u0002other';
const MAX_DEPTH = 24;

interface Question {
  readonly t: Tracing;
  readonly file: FileFacts;
  readonly fn: FunctionId;
  readonly place: KeyPlace;
  /** The name that is tried. */
  readonly name: string;
}

/**
 * What a callback does with each name, told by trying them: `([k]) => ALLOWED.includes(k)`,
 * `(key, value) => (key === 'email' ? undefined : value)`. Null where its answer depends on something else.
 *
 * @param gives 'test' for a predicate, 'value' for a replacer that drops a field by giving undefined (or a constant)
 */
export function keyFilter(
  t: Tracing,
  file: FileFacts,
  fn: FunctionId,
  place: KeyPlace,
  gives: 'test' | 'value',
): KeyFilter | null {
  const names = new Set<string>();
  mentioned(t, file, fn, names);
  if (names.size === 0 || names.size > 64) return null;
  const passes = (name: string): boolean | null => passed({ t, file, fn, place, name }, gives);
  const other = passes(OTHER);
  if (other === null) return null;
  // what depends on more than the name may get through
  const list = [...names].filter((name) => (other ? passes(name) === false : passes(name) !== false));
  return { k: other ? 'without' : 'only', names: list };
}

/** Constants that a function compares or looks up. */
function mentioned(t: Tracing, file: FileFacts, fn: FunctionId, into: Set<string>): void {
  const facts = file.functions[fn];
  if (facts === undefined) return;
  const seen = new Set<NodeId>();
  const visit = (node: NodeId, depth: number): void => {
    if (node < 0 || depth > MAX_DEPTH || seen.has(node) || seen.size > 400) return;
    seen.add(node);
    const a = aOf(file, node);
    switch (opOf(file, node)) {
      case Op.Str:
        into.add(stringOf(file, a));
        return;
      case Op.Binary:
      case Op.Logical:
        visit(a, depth + 1);
        visit(bOf(file, node), depth + 1);
        return;
      case Op.Unary:
      case Op.Def:
      case Op.Cast:
        visit(a, depth + 1);
        return;
      case Op.Conditional:
        for (let i = 0; i < 3; i++) visit(listAt(file, a, i), depth + 1);
        return;
      case Op.Call: {
        const callee = calleeOf(file, node);
        if (opOf(file, callee) !== Op.Member) return;
        for (const name of constantList(t, { file, node: aOf(file, callee) }) ?? []) into.add(name);
        return;
      }
      default:
        for (const text of t.program.strings({ file, node })) if (text !== '' && !text.includes(HOLE)) into.add(text);
    }
  };
  for (const exit of facts.returns) {
    visit(exit.node, 0);
    for (let c: ContextId = exit.context, i = 0; c >= 0 && i < MAX_DEPTH; c = contextParent(file, c), i++) {
      const kind = contextKind(file, c);
      if (kind === Ctx.Entry) break;
      if (kind === Ctx.True || kind === Ctx.False) visit(contextX(file, c), 0);
      if (kind === Ctx.Case || kind === Ctx.NotCase) {
        for (let j = 0; j < listLength(file, contextY(file, c)); j++) visit(listAt(file, contextY(file, c), j), 0);
      }
    }
  }
}

/** Whether a field of the name gets through; null if that does not follow from the name. */
function passed(q: Question, gives: 'test' | 'value'): boolean | null {
  const facts = q.file.functions[q.fn];
  if (facts === undefined) return null;
  let answer: boolean | null = false;
  for (const exit of facts.returns) {
    const reached = holds(q, exit.context, 0);
    if (reached === false) continue;
    const value = gives === 'test' ? truth(q, exit.node, 0) : keeps(q, exit.node, 0);
    if (value === true && reached === true) return true;
    if (value !== false) answer = null;
  }
  return answer;
}

/** Whether the conditions of a context hold for the name. */
function holds(q: Question, context: ContextId, depth: number): boolean | null {
  let all: boolean | null = true;
  const { file } = q;
  for (let c = context, i = 0; c >= 0 && i < MAX_DEPTH; c = contextParent(file, c), i++) {
    const kind = contextKind(file, c);
    if (kind === Ctx.Entry) return all;
    let here: boolean | null = null;
    if (kind === Ctx.True) here = truth(q, contextX(file, c), depth);
    else if (kind === Ctx.False) here = not(truth(q, contextX(file, c), depth));
    else if (kind === Ctx.Called) here = true;
    else if (kind === Ctx.Case || kind === Ctx.NotCase) {
      const among = isAmong(q, contextX(file, c), contextY(file, c));
      here = kind === Ctx.Case ? among : not(among);
    } else if (kind === Ctx.Either && depth < 4) {
      here = or(holds(q, contextX(file, c), depth + 1), holds(q, contextY(file, c), depth + 1));
    }
    if (here === false) return false;
    if (here === null) all = null;
  }
  return all;
}

function isAmong(q: Question, subject: NodeId, tests: number): boolean | null {
  if (!isKey(q, subject)) return null;
  for (let i = 0; i < listLength(q.file, tests); i++) {
    const texts = q.t.program.strings({ file: q.file, node: listAt(q.file, tests, i) });
    if (texts.some((text) => text.includes(HOLE))) return null;
    if (texts.includes(q.name)) return true;
  }
  return false;
}

/** The truth of a condition for the name. */
function truth(q: Question, node: NodeId, depth: number): boolean | null {
  const { file } = q;
  if (node < 0 || depth > MAX_DEPTH) return null;
  const a = aOf(file, node);
  const b = bOf(file, node);
  switch (opOf(file, node)) {
    case Op.Bool:
      return a === 1;
    case Op.Undefined:
    case Op.Null:
      return false;
    case Op.Def:
    case Op.Cast:
      return truth(q, a, depth + 1);
    case Op.Unary:
      return stringOf(file, b) === '!' ? not(truth(q, a, depth + 1)) : null;
    case Op.Logical: {
      const operator = stringOf(file, cOf(file, node));
      const left = truth(q, a, depth + 1);
      const right = truth(q, b, depth + 1);
      if (operator === '&&') return not(or(not(left), not(right)));
      return operator === '||' ? or(left, right) : null;
    }
    case Op.Conditional: {
      const test = truth(q, listAt(file, a, 0), depth + 1);
      return test === null ? null : truth(q, listAt(file, a, test ? 1 : 2), depth + 1);
    }
    case Op.Binary:
      return compared(q, stringOf(file, cOf(file, node)), a, b);
    case Op.Call:
      return looked(q, node);
    default:
      return null;
  }
}

function compared(q: Question, operator: string, a: NodeId, b: NodeId): boolean | null {
  const { file } = q;
  if (operator === 'in') return isKey(q, a) ? isPropertyOf(q, b) : null;
  const other = isKey(q, a) ? b : isKey(q, b) ? a : -1;
  if (other < 0) return null;
  const texts = q.t.program.strings({ file, node: other });
  if (texts.length !== 1 || texts[0]?.includes(HOLE) === true) return null;
  const equal = texts[0] === q.name;
  if (operator === '===' || operator === '==') return equal;
  return operator === '!==' || operator === '!=' ? !equal : null;
}

/** `LIST.includes(k)`, `SET.has(k)`, `LIST.indexOf(k)` is not read. */
function looked(q: Question, call: NodeId): boolean | null {
  const { file } = q;
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member) return null;
  const method = stringOf(file, bOf(file, callee));
  if ((method !== 'includes' && method !== 'has') || !isKey(q, argumentOf(file, call, 0))) return null;
  const names = constantList(q.t, { file, node: aOf(file, callee) });
  return names === null ? null : names.includes(q.name);
}

function isPropertyOf(q: Question, node: NodeId): boolean | null {
  for (const e of q.t.program.entities({ file: q.file, node })) {
    if (e.k !== 'object' || opOf(e.file, e.node) !== Op.Object) continue;
    const list = aOf(e.file, e.node);
    for (let i = 0; i + 2 < listLength(e.file, list); i += 3) {
      const kind = listAt(e.file, list, i);
      if (kind === PropKind.Spread || kind === PropKind.Computed) return null;
      if (stringOf(e.file, listAt(e.file, list, i + 1)) === q.name) return true;
    }
    return false;
  }
  return null;
}

/** Whether what a replacer gives for the name is (still) the value. */
function keeps(q: Question, node: NodeId, depth: number): boolean | null {
  const { file } = q;
  if (node < 0) return false;
  if (depth > MAX_DEPTH) return null;
  switch (opOf(file, node)) {
    case Op.Undefined:
    case Op.Null:
    case Op.Str:
    case Op.Num:
    case Op.Bool:
      return false;
    case Op.Def:
    case Op.Cast:
      return keeps(q, aOf(file, node), depth + 1);
    case Op.Conditional: {
      const list = aOf(file, node);
      const test = truth(q, listAt(file, list, 0), depth + 1);
      if (test !== null) return keeps(q, listAt(file, list, test ? 1 : 2), depth + 1);
      return or(keeps(q, listAt(file, list, 1), depth + 1), keeps(q, listAt(file, list, 2), depth + 1));
    }
    default:
      return true;
  }
}

/** Whether a node is the key the callback was given. */
function isKey(q: Question, node: NodeId): boolean {
  const { file } = q;
  let n = node;
  for (let i = 0; i < 6 && (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast); i++) n = aOf(file, n);
  if (q.place === 'pair') {
    if (opOf(file, n) !== Op.Member || stringOf(file, bOf(file, n)) !== '0') return false;
    n = aOf(file, n);
    for (let i = 0; i < 6 && (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast); i++) n = aOf(file, n);
  }
  const position = q.place === 'second' ? 1 : 0;
  return opOf(file, n) === Op.Param && aOf(file, n) === q.fn && bOf(file, n) === position;
}

const not = (value: boolean | null): boolean | null => (value === null ? null : !value);

function or(a: boolean | null, b: boolean | null): boolean | null {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}
