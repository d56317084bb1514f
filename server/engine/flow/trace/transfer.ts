import { HOLE } from '../../link/index.ts';
import type { NodeId } from '../../extract/facts.ts';
import { aOf, bOf, cOf, listAt, listItems, listLength, opOf, stringOf, Op, PropKind } from '../../extract/index.ts';
import { inner, isIndex, skipIndexes, under, WHOLE, without, type AccessPath } from './access-path.ts';
import { inContext, whereHolds } from './consent.ts';
import { transferCall, transferNew } from './calls.ts';
import { transferParameter } from './callbacks.ts';
import { transferThis, transferMembersOf } from './fields.ts';
import { effectStates } from './effects.ts';
import { evidenceOfName, evidenceOfMember } from './evidence.ts';
import { at, Flag, stepped, type State } from './state.ts';
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
export function transfer(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  if (node < 0) return;
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
      for (const part of list(s, a)) emit.state({ ...at(s, part, WHOLE) });
      return;
    case Op.Concat:
      if (skipIndexes(s.path).keys.length > 0) return;
      emit.state(at(s, a, WHOLE));
      emit.state(at(s, b, WHOLE));
      return;
    case Op.Binary:
      if (isArithmetic(stringOf(file, cOf(file, node)))) {
        emit.state(at(s, a, WHOLE));
        emit.state(at(s, b, WHOLE));
      }
      return;
    case Op.Unary:
      if (stringOf(file, b) === '+' || stringOf(file, b) === '-') emit.state(at(s, a));
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
      emit.state(at(whereHolds(t, s, test, true), listAt(file, a, 1)));
      emit.state(at(whereHolds(t, s, test, false), listAt(file, a, 2)));
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
      const keys = t.program.strings({ file, node: b });
      const constant = keys.length <= 4 && keys.every((key) => key !== '' && !key.includes(HOLE));
      for (const key of constant ? keys : ['*']) transferMember(t, s, key, emit);
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
    case Op.Cast:
    case Op.Element:
      emit.state(at(s, a));
      return;
    case Op.Rest:
      transferRest(s, a, b, emit);
      return;
    case Op.Def:
      transferDefinition(t, s, emit);
      return;
    case Op.Cell:
      transferCell(s, emit);
      return;
    case Op.Phi:
      for (let i = 0; i + 1 < listLength(file, a); i += 2) {
        const value = listAt(file, a, i + 1);
        if (value !== node) emit.state(at(inContext(t, s, listAt(file, a, i)), value));
      }
      return;
    case Op.Store:
      transferStore(s, emit);
      return;
    case Op.Effect:
      emit.state(at(s, a));
      for (const state of effectStates(t, s)) emit.state(state);
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
      if (s.path.keys.length === 0) for (const part of list(s, a).slice(1)) emit.state(at(s, part, WHOLE));
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

function list(s: State, id: number): readonly NodeId[] {
  return Array.from(listItems(s.file, id)).filter((n) => n >= 0);
}

const isArithmetic = (operator: string): boolean => /^(?:\*\*?|\/|%|-|\||&|\^|<<|>>>?)=?$/.test(operator);

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
    if (kind === PropKind.Computed) {
      emit.state(at(s, value, key === undefined ? WHOLE : inner(path)));
      continue;
    }
    const text = stringOf(file, name);
    if (key === undefined) {
      if (s.path.minus.includes(text) || hidden.includes(text)) continue;
      hidden.push(text);
      emit.state(ofProperty(t, at(s, value, WHOLE), kind));
    } else if (text === key || key === '*') {
      emit.state(ofProperty(t, at(s, value, inner(path)), kind));
      if (key !== '*') return;
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
  const spread = items.some((n) => opOf(s.file, n) === Op.Spread);
  if (key !== undefined && isIndex(key)) {
    const path = inner(s.path);
    if (!spread) {
      emit.state(at(s, items[Number(key)] ?? -1, path));
      return;
    }
    for (const n of items) emit.state(at(s, n, path));
    return;
  }
  const path = key === '*' ? inner(s.path) : s.path;
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
  emit.state({ ...at(next, value), awaited: s.awaited });
  for (const write of variable?.closureWrites ?? []) if (write !== node) emit.state(at(s, write));
}

/** Reading one variable into another is not worth a step. */
const isPlainRead = (op: number): boolean => op === Op.Def || op === Op.Cell || op === Op.Param;

function transferCell(s: State, emit: Emit): void {
  const variable = s.file.variables[aOf(s.file, s.node)];
  if (variable === undefined) return;
  for (const definition of variable.definitions) emit.state({ ...at(s, definition), awaited: s.awaited });
  if (variable.definitions.length === 0) emit.leaf({ ...s, k: 'opaque' });
}

/** `base.key = value` seen later: the value for that key, the base for all others. */
function transferStore(s: State, emit: Emit): void {
  const { file } = s;
  const items = aOf(file, s.node);
  const base = listAt(file, items, 0);
  const value = listAt(file, items, 1);
  const name = bOf(file, s.node);
  const path: AccessPath = skipIndexes(s.path);
  const [key] = path.keys;
  if (name < 0) {
    emit.state(at(s, base));
    emit.state(stepped(at(s, value, key === undefined ? WHOLE : inner(path)), 'property', '', s.node));
    return;
  }
  const text = stringOf(file, name);
  if (key === undefined) {
    emit.state(at(s, base, without(path, [text])));
    if (!path.minus.includes(text)) emit.state(stepped(at(s, value, WHOLE), 'property', text, s.node));
  } else if (key === text) {
    emit.state(stepped(at(s, value, inner(path)), 'property', text, s.node));
  } else {
    emit.state(at(s, base));
    if (key === '*') emit.state(stepped(at(s, value, inner(path)), 'property', text, s.node));
  }
}
