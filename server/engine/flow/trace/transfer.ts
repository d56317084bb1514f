import type { NodeId } from '../../extract/facts.ts';
import {
  aOf,
  bOf,
  cOf,
  contextOf,
  listAt,
  listItems,
  listLength,
  opOf,
  stringOf,
  Op,
  PropKind,
} from '../../extract/index.ts';
import {
  ANY,
  FIRST,
  inner,
  isAny,
  isIndex,
  KEYS,
  pathOf,
  RESULT,
  SECOND,
  skipIndexes,
  under,
  WHOLE,
  without,
} from './access-path.ts';
import { isChosen, isChosenIn } from './chosen.ts';
import { inContext, whereHolds } from './consent.ts';
import { transferCall, transferNew } from './calls.ts';
import { transferParameter } from './callbacks.ts';
import { transferThis, transferMembersOf } from './fields.ts';
import { transferEffect } from './effects.ts';
import { changesElsewhere, isEmptyContainer, isSetFromOutside } from './containers.ts';
import { evidenceOfName, evidenceOfMember } from './evidence.ts';
import { noteDeclared } from './declared.ts';
import { deletedKeys, keysAt, withoutKeys } from './keys.ts';
import { absentIn, overwrittenByCall, overwrittenInLoop } from './overwritten.ts';
import { isSilent } from './silent.ts';
import { at, behind, Flag, partAt, stepped, type State } from './state.ts';
import { isNumber, transferStore } from './stores-into.ts';
import type { Emit, Tracing } from './tracing.ts';

/** Keys whose value tells nothing of the data. */
const CLEAN_KEYS = new Set([
  'length',
  'size',
  'byteLength',
  'ok',
  'status',
  'statusCode',
  'statusText',
  'index',
  'lastIndex',
]);

/** One step backwards: emits the states and leaves a state leads to. Never throws, always ends. */
export function transfer(t: Tracing, asked: State, emit: Emit): void {
  const { file, node } = asked;
  if (node < 0 || (t.follows === 'content' && isSilent(t, asked))) return;
  const s = t.follows === 'data' ? noteDeclared(asked) : asked;
  const a = aOf(file, node);
  const b = bOf(file, node);
  switch (opOf(file, node)) {
    case Op.Str:
    case Op.Num:
      if (s.path.keys.length === 0 && t.classifier.classifyLiteral(stringOf(file, a)) !== null) {
        emit.leaf({ ...s, k: 'literal' });
      }
      return;
    case Op.Template:
      if (skipIndexes(s.path).keys.length > 0) return;
      for (const part of list(s, a)) emit.state(partAt(s, part, WHOLE));
      return;
    case Op.Concat:
      if (skipIndexes(s.path).keys.length > 0) return;
      emit.state(partAt(s, a, WHOLE));
      emit.state(partAt(s, b, WHOLE));
      return;
    case Op.Binary:
      if (t.follows === 'data' && isArithmetic(stringOf(file, cOf(file, node)))) {
        emit.state(partAt(s, a, WHOLE));
        emit.state(partAt(s, b, WHOLE));
      }
      return;
    case Op.Unary:
      if (t.follows === 'data' && (stringOf(file, b) === '+' || stringOf(file, b) === '-')) emit.state(at(s, a));
      return;
    case Op.Logical: {
      const operator = stringOf(file, cOf(file, node));
      // the falsy left side of && holds no data
      if (operator !== '&&') emit.state(at(s, a));
      emit.state(at(whereHolds(t, s, a, operator === '&&'), b));
      return;
    }
    case Op.Conditional: {
      const test = listAt(file, a, 0);
      for (const [i, holds] of [true, false].entries()) {
        const branch = listAt(file, a, i + 1);
        // one of a few words that code compares with is a decision, nothing to read
        if (t.follows === 'content' && isChosen(t.program, file, branch, test, holds)) continue;
        emit.state(at(whereHolds(t, s, test, holds), branch));
      }
      return;
    }
    case Op.Default:
      emit.state(at(s, a));
      emit.state(at(s, b));
      return;
    case Op.Member:
      transferMember(t, s, stringOf(file, b), emit);
      return;
    case Op.Index: {
      const names = namesAsked(t, s, b);
      // an element of a list is asked for by the same path as the list
      if (names[0] === ANY && isNumber(t, s, b)) emit.state({ ...at(s, a), awaited: s.awaited });
      else for (const key of names) transferMember(t, s, key, emit);
      return;
    }
    case Op.Object:
      transferObject(t, s, emit);
      return;
    case Op.Array:
      transferArray(s, emit);
      return;
    case Op.Spread:
      emit.state({ ...at(s, a), flags: s.flags | Flag.Serialised });
      return;
    case Op.Await:
      emit.state({ ...at(s, a), awaited: true });
      return;
    case Op.Yield:
      // to a runner that settles what it is yielded: what comes back is that
      emit.state({ ...at(s, a), awaited: true });
      return;
    case Op.Cast:
    case Op.Element:
      emit.state(at(s, a));
      return;
    case Op.KeyOf:
      emit.state(partAt(s, a, pathOf([KEYS])));
      return;
    case Op.Rest:
      transferRest(s, a, b, emit);
      return;
    case Op.Def:
      transferDefinition(t, s, emit);
      return;
    case Op.Cell:
      transferCell(t, s, emit);
      return;
    case Op.Phi:
      transferPhi(t, s, emit);
      return;
    case Op.Store:
      transferStore(t, s, emit);
      return;
    case Op.Effect: {
      const left = withoutKeys(s.path, [...overwrittenByCall(t, file, node)]);
      if (left !== null) emit.state(at(s, a, left));
      transferEffect(t, inContext(t, s, contextOf(file, node)), emit);
      return;
    }
    case Op.Func:
      if (skipIndexes(s.path).keys[0] === RESULT) transferResult(t, s, emit);
      return;
    case Op.Call:
    case Op.Tagged:
      transferCall(t, s, emit);
      return;
    case Op.New:
      transferNew(t, s, emit);
      return;
    case Op.Param:
      transferParameter(t, s, emit);
      return;
    case Op.This:
    case Op.Super:
      transferThis(t, s, emit);
      return;
    case Op.Import:
    case Op.DynamicImport:
      transferMembersOf(t, s, emit);
      return;
    case Op.Jsx:
      if (s.path.keys.length === 0) for (const part of list(s, a).slice(1)) emit.state(partAt(s, part, WHOLE));
      return;
    case Op.Global:
    case Op.Unknown:
      emit.leaf({ ...s, k: 'opaque' });
      return;
    default:
      // literals, functions, classes, enums, keys, caught errors: no data of a person
      return;
  }
}

/** What a function gives to a library that calls it, which makes up its first argument: a tool of a model. */
function transferResult(t: Tracing, s: State, emit: Emit): void {
  const fn = aOf(s.file, s.node);
  const exit = s.file.functions[fn]?.isGenerator === true ? 'yield' : 'return';
  const path = inner(skipIndexes(s.path));
  for (const leaf of t.summary(s.file, fn, exit, path)) {
    const madeUp = leaf.k === 'param' && leaf.file === s.file && leaf.fn === fn && leaf.index === 0;
    if (!madeUp) emit.leaf(behind(leaf, { ...s, flags: s.flags | Flag.Crossed }));
  }
}

function list(s: State, id: number): readonly NodeId[] {
  return Array.from(listItems(s.file, id)).filter((n) => n >= 0);
}

const isArithmetic = (operator: string): boolean => /^(?:\*\*?|\/|%|-|\||&|\^|<<|>>>?)=?$/.test(operator);

/** Keys that a lookup means. One of several asked for again, by a loop or recursion that unwraps, is any of them. */
function namesAsked(t: Tracing, s: State, key: NodeId): readonly string[] {
  const { names } = keysAt(t, s.file, key);
  return names.length > 1 && s.path.keys.some((asked) => names.includes(asked) || isAny(asked)) ? [ANY] : names;
}

/** `object.key`: the question moves to the object, the personal name is noted. */
function transferMember(t: Tracing, s: State, key: string, emit: Emit): void {
  if (CLEAN_KEYS.has(key)) return;
  const evidence = evidenceOfMember(t, s, key);
  emit.state({ ...at(s, aOf(s.file, s.node), under(key, s.path)), evidence, awaited: s.awaited });
}

function transferObject(t: Tracing, s: State, emit: Emit): void {
  const { file } = s;
  const items = aOf(file, s.node);
  const path = skipIndexes(s.path);
  const [key] = path.keys;
  // read from the end: a later property hides an earlier one, those of a spread included
  const hidden: string[] = [];
  for (let i = listLength(file, items) - 3; i >= 0; i -= 3) {
    const kind = listAt(file, items, i);
    const name = listAt(file, items, i + 1);
    const value = listAt(file, items, i + 2);
    if (kind === PropKind.Setter) continue;
    if (kind === PropKind.Spread) {
      const left = key === undefined ? without(path, hidden) : path;
      emit.state({ ...at(s, value, left), flags: s.flags | (key === undefined ? Flag.Serialised : 0) });
      continue;
    }
    if (key === KEYS) {
      if (kind === PropKind.Computed) emit.state(partAt(s, name, WHOLE));
      continue;
    }
    if (kind === PropKind.Computed) {
      if (key === undefined) emit.state(partAt(s, name, WHOLE));
      emit.state(partAt(s, value, key === undefined ? WHOLE : inner(path)));
      continue;
    }
    const text = stringOf(file, name);
    if (key === undefined) {
      if (s.path.minus.includes(text) || hidden.includes(text)) continue;
      hidden.push(text);
      emit.state(ofProperty(t, partAt(s, value, WHOLE), kind));
    } else if (text === key || isAny(key)) {
      emit.state(ofProperty(t, at(s, value, inner(path)), kind));
      if (!isAny(key)) return;
    }
  }
}

/** A getter's value is what it returns. */
function ofProperty(t: Tracing, s: State, kind: number): State {
  if (kind !== PropKind.Getter) return s;
  const fn = s.file.functions[aOf(s.file, s.node)];
  const exit = fn?.returns[0];
  return exit === undefined ? s : inContext(t, at(s, exit.node), exit.context);
}

function transferArray(s: State, emit: Emit): void {
  const items = Array.from(listItems(s.file, aOf(s.file, s.node)));
  const [key] = s.path.keys;
  if (key === KEYS) return;
  if (key === FIRST || key === SECOND) {
    // a list of pairs, or a pair itself
    const isPair =
      items.length === 2 && items.every((n) => opOf(s.file, n) !== Op.Array && opOf(s.file, n) !== Op.Spread);
    if (isPair) emit.state(at(s, items[key === FIRST ? 0 : 1] ?? -1, inner(s.path)));
    else for (const n of items) emit.state(at(s, n));
    return;
  }
  const spread = items.some((n) => opOf(s.file, n) === Op.Spread);
  if (key !== undefined && isIndex(key)) {
    const path = inner(s.path);
    if (!spread) {
      emit.state(at(s, items[Number(key)] ?? -1, path));
      return;
    }
    // what is spread may be pairs, whose positions these are
    for (const n of items) emit.state(at(s, n, opOf(s.file, n) === Op.Spread ? s.path : path));
    return;
  }
  const path = key !== undefined && isAny(key) ? inner(s.path) : s.path;
  for (const n of items) emit.state(at(s, n, path));
}

function transferRest(s: State, object: NodeId, left: number, emit: Emit): void {
  const names = Array.from(listItems(s.file, left), (id) => stringOf(s.file, id));
  const path = skipIndexes(s.path);
  const [key] = path.keys;
  if (key !== undefined && names.includes(key)) return;
  emit.state(at(s, object, key === undefined ? without(path, names) : path));
}

function transferDefinition(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const variable = file.variables[bOf(file, node)];
  const value = aOf(file, node);
  const named: State = variable === undefined ? s : { ...s, evidence: evidenceOfName(t, s, variable.name, value) };
  const next = isPlainRead(opOf(file, value)) ? named : stepped(named, 'assign', variable?.name ?? '');
  const writes = variable?.closureWrites ?? [];
  const gone = writes.flatMap((write) => deletedKeys(t, file, write));
  const left = withoutKeys(s.path, gone);
  if (left === null) return;
  emit.state({ ...at(next, value, left), awaited: s.awaited });
  // each definition of a variable would ask for all that closures write into it
  if (writes.length > 0 && emit.first?.({ ...s, path: left }, bOf(file, node)) !== false)
    for (const write of writes) emit.state(at(s, write, left));
  if (variable?.owner === 0) transferContents(t, s, bOf(file, node), emit);
}

/** Reading one variable into another is not worth a step. */
const isPlainRead = (op: number): boolean => op === Op.Def || op === Op.Cell || op === Op.Param;

function transferCell(t: Tracing, s: State, emit: Emit): void {
  const id = aOf(s.file, s.node);
  const variable = s.file.variables[id];
  if (variable === undefined) return;
  const gone = variable.closureWrites.flatMap((write) => deletedKeys(t, s.file, write));
  const left = withoutKeys(s.path, gone);
  if (left === null) return;
  for (const definition of variable.definitions) emit.state({ ...at(s, definition, left), awaited: s.awaited });
  transferContents(t, s, id, emit);
}

/** What other files put into a container this variable holds; where nobody is seen to, it is filled from outside. */
function transferContents(t: Tracing, s: State, variable: number, emit: Emit): void {
  const facts = s.file.variables[variable];
  if (facts?.owner !== 0) return;
  const elsewhere = changesElsewhere(t.program, s.file, variable);
  for (const { file, node } of elsewhere) emit.state(stepped({ ...at(s, node), file }, 'field', facts.name, node));
  const unfilled = facts.definitions.every((definition) => isEmptyContainer(s.file, definition));
  if (elsewhere.length === 0 && (unfilled || isSetFromOutside(s.file, variable))) emit.leaf({ ...s, k: 'opaque' });
}

/** Where paths meet. What a loop writes in any case is not what was there before it, which comes first. */
function transferPhi(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const list = aOf(file, node);
  const inputs: { readonly context: number; readonly value: NodeId }[] = [];
  for (let i = 0; i + 1 < listLength(file, list); i += 2) {
    inputs.push({ context: listAt(file, list, i), value: listAt(file, list, i + 1) });
  }
  const before = withoutKeys(s.path, [...overwrittenInLoop(t, file, node)]);
  for (const [i, { context, value }] of inputs.entries()) {
    const asked = i === 0 ? before : s.path;
    const left = asked === null ? null : withoutKeys(asked, absentIn(file, context, value));
    if (left === null || value === node || (t.follows === 'content' && isChosenIn(t.program, file, value, context)))
      continue;
    emit.state(at(inContext(t, s, context), value, left));
  }
}
