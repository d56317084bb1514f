import { HOLE } from '../../link/index.ts';
import { NONE, Op, PropKind } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  cOf,
  listAt,
  listLength,
  opOf,
  stringOf,
} from '../../extract/reader.ts';
import type { ProgramView } from '../../link/contract.ts';
import { isSql, sqlNames } from './sql-names.ts';
import { templateText } from './template-text.ts';
import { usesOf } from './uses.ts';

const MAX_SEGMENTS = 24;
const MAX_STEPS = 16;
/** Methods whose callback is given elements of the receiver. */
export const ELEMENT_METHODS: ReadonlySet<string> = new Set(
  'some every find findLast findIndex filter map flatMap forEach reduce sort'.split(' '),
);

/**
 * The name a value goes by, root first: `user.consents.ai` gives user, consents, ai. Goes through definitions (their
 * variable's name too), awaits, casts, calls (the callee's name), loop elements and callback parameters.
 */
export function segmentsOf(file: FileFacts, node: NodeId, program?: ProgramView): readonly string[] {
  const out: string[] = [];
  walk(file, node, out, 0, program);
  return out.slice(-MAX_SEGMENTS);
}

function walk(file: FileFacts, node: NodeId, out: string[], depth: number, program?: ProgramView): void {
  if (node < 0 || depth > MAX_STEPS) return;
  const a = aOf(file, node);
  const go = (n: NodeId): void => {
    walk(file, n, out, depth + 1, program);
  };
  switch (opOf(file, node)) {
    case Op.Member:
      go(a);
      out.push(stringOf(file, bOf(file, node)));
      return;
    case Op.Index: {
      go(a);
      const key = textsOf(file, bOf(file, node), program);
      const names = segmentsOf(file, bOf(file, node), program).map((s) =>
        s.replace(/_?(?:id|key|name|type|field)$/i, ''),
      );
      // several keys are none: which one it is is not known
      out.push(...[...(key.length === 1 ? key : []), ...names].filter((s) => s !== ''));
      return;
    }
    case Op.Def: {
      go(a);
      const name = file.variables[bOf(file, node)]?.name ?? '';
      if (name !== '' && out[out.length - 1] !== name) out.push(name);
      return;
    }
    case Op.Cell: {
      const variable = file.variables[a];
      const [only] = variable?.definitions ?? [];
      if (variable !== undefined && only !== undefined && variable.definitions.length === 1) {
        if (opOf(file, only) === Op.Def || opOf(file, only) === Op.Param || opOf(file, only) === Op.Import) {
          go(only);
          return;
        }
      }
      out.push(variable?.name ?? '');
      return;
    }
    case Op.Await:
    case Op.Yield:
    case Op.Cast:
    case Op.Element:
    case Op.KeyOf:
    case Op.Rest:
    case Op.Effect:
    case Op.Spread:
    case Op.Default:
      go(a);
      return;
    case Op.Logical:
    case Op.Conditional: {
      const only = onlyNamed(file, node);
      if (only !== NONE) go(only);
      return;
    }
    case Op.Store:
      go(listAt(file, a, 0));
      return;
    case Op.Call:
    case Op.New:
    case Op.Tagged:
      if (carries(file, listAt(file, a, 0)) && listLength(file, a) > 1) {
        go(listAt(file, a, 1));
        return;
      }
      go(listAt(file, a, 0));
      out.push(...argumentTexts(file, node, program));
      return;
    case Op.Param:
      receiverOf(file, node, out, depth, program);
      out.push(file.functions[a]?.parameters[bOf(file, node)]?.name ?? '');
      return;
    case Op.Import: {
      const record = file.imports[a];
      const local = importName(file, node);
      if (record !== undefined && record.name !== 'default' && record.name !== '*') out.push(record.name);
      if (local !== '' && local !== record?.name) out.push(local);
      return;
    }
    case Op.Global:
      out.push(stringOf(file, a));
      return;
    case Op.Func:
      out.push(file.functions[a]?.name ?? '');
      return;
    case Op.Class:
      out.push(file.classes[a]?.name ?? '');
      return;
    case Op.Phi:
      out.push(file.variables[bOf(file, node)]?.name ?? '');
      return;
    case Op.This: {
      const owner = file.functions[a]?.owner ?? -1;
      if (owner >= 0) out.push(file.classes[owner]?.name ?? '');
      return;
    }
    default:
      return;
  }
}

/** The one side of `a && b`, `a || {}`, `c ? a : null` that a field of the whole may come from; NONE if there are two. */
function onlyNamed(file: FileFacts, node: NodeId): NodeId {
  const a = aOf(file, node);
  const b = bOf(file, node);
  if (opOf(file, node) === Op.Logical) {
    if (stringOf(file, cOf(file, node)) === '&&') return b;
    return isEmpty(file, b) ? a : NONE;
  }
  const yes = listAt(file, a, 1);
  const no = listAt(file, a, 2);
  return isEmpty(file, no) ? yes : isEmpty(file, yes) ? no : NONE;
}

/** Nothing, or an object or a list of nothing. */
function isEmpty(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  if (op === Op.Object || op === Op.Array) return listLength(file, aOf(file, node)) === 0;
  return op === Op.Null || op === Op.Undefined;
}

/** Globals whose result goes by the name of what it was made of. */
const CARRYING: ReadonlySet<string> = new Set(
  'Set Map Object.fromEntries Object.values Object.keys Object.entries Array.from structuredClone JSON.parse Boolean String'.split(
    ' ',
  ),
);

function carries(file: FileFacts, callee: NodeId): boolean {
  const op = opOf(file, callee);
  if (op === Op.Global) return CARRYING.has(stringOf(file, aOf(file, callee)));
  if (op !== Op.Member || opOf(file, aOf(file, callee)) !== Op.Global) return false;
  return CARRYING.has(`${stringOf(file, aOf(file, aOf(file, callee)))}.${stringOf(file, bOf(file, callee))}`);
}

/**
 * The parameter of a callback of an array method is an element of the receiver; what a vendor's global (`__tcfapi`, by
 * convention with underscores) hands to a callback is the vendor's.
 */
function receiverOf(file: FileFacts, param: NodeId, out: string[], depth: number, program?: ProgramView): void {
  const fn = file.functions[aOf(file, param)];
  if (fn === undefined || fn.node < 0) return;
  for (const user of usesOf(file).users.get(fn.node) ?? []) {
    if (opOf(file, user) !== Op.Call) continue;
    const callee = calleeOf(file, user);
    if (depth < MAX_STEPS) {
      const vendor: string[] = [];
      walk(file, callee, vendor, depth + 4, program);
      if (vendor.at(-1)?.startsWith('__') === true) out.push(...vendor);
    }
    const method = opOf(file, callee) === Op.Member ? stringOf(file, bOf(file, callee)) : '';
    if (VALUE_METHODS.test(method)) out.push(...fieldHolding(file, user));
    if (!ELEMENT_METHODS.has(method)) continue;
    walk(file, aOf(file, callee), out, depth + 4, program);
    return;
  }
}

/** Methods of a schema whose function is handed the value of the field it describes. */
const VALUE_METHODS = /^(?:refine|superRefine|check|test|transform)$/;

/** The key under which an object holds what a chain of calls gives: `aiConsent: boolean().refine(…)`. */
function fieldHolding(file: FileFacts, call: NodeId): readonly string[] {
  let n = call;
  for (let i = 0; i < MAX_STEPS; i++) {
    const users: readonly NodeId[] = usesOf(file).users.get(n) ?? [];
    const object = users.find((u) => opOf(file, u) === Op.Object);
    if (object !== undefined) {
      const list = aOf(file, object);
      for (let k = 0; k + 2 < listLength(file, list); k += 3) {
        if (listAt(file, list, k) === PropKind.Init && listAt(file, list, k + 2) === n)
          return [stringOf(file, listAt(file, list, k + 1))];
      }
    }
    const before = n;
    const next = users.find(
      (u) => opOf(file, u) === Op.Member || (opOf(file, u) === Op.Call && calleeOf(file, u) === before),
    );
    if (next === undefined) return [];
    n = next;
  }
  return [];
}

const importNames = new WeakMap<FileFacts, Map<NodeId, string>>();

/** The local name of an import node. */
function importName(file: FileFacts, node: NodeId): string {
  let names = importNames.get(file);
  if (names === undefined) {
    names = new Map();
    for (const v of file.variables) {
      for (const d of v.definitions) if (opOf(file, d) === Op.Import) names.set(d, v.name);
    }
    importNames.set(file, names);
  }
  return names.get(node) ?? '';
}

/** Constant texts of a node, and of constants it names (`CONSENT_TYPES.AI` is its value and its name). */
export function textsOf(file: FileFacts, node: NodeId, program?: ProgramView): readonly string[] {
  if (node < 0) return [];
  const op = opOf(file, node);
  if (op === Op.Str) return [stringOf(file, aOf(file, node))];
  if (op === Op.Template && listLength(file, aOf(file, node)) === 1) {
    return textsOf(file, listAt(file, aOf(file, node), 0), program);
  }
  const out: string[] = [];
  if (
    program !== undefined &&
    op !== Op.Func &&
    op !== Op.Param &&
    op !== Op.Call &&
    op !== Op.Object &&
    op !== Op.Array
  ) {
    for (const s of program.strings({ file, node })) if (!s.includes(HOLE)) out.push(s);
  }
  return out;
}

/**
 * What the arguments of a call say in constants: strings, constants by value and name, strings in arrays and in objects.
 */
export function argumentTexts(file: FileFacts, call: NodeId, program?: ProgramView): readonly string[] {
  const out: string[] = [];
  const callee = calleeOf(file, call);
  const method = opOf(file, callee) === Op.Member ? stringOf(file, bOf(file, callee)) : '';
  if (SELECTING.has(method)) return [];
  const tables = TABLE_METHODS.has(method);
  for (let i = 0; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    gather(file, argument, out, 0, program);
    if (tables && opOf(file, argument) !== Op.Str) out.push(segmentsOf(file, argument).at(-1) ?? '');
  }
  return out.filter((t) => t !== '').slice(0, MAX_SEGMENTS);
}

/** Methods of query builders that name a table. */
const TABLE_METHODS: ReadonlySet<string> = new Set(
  'from table collection model getRepository join leftJoin innerJoin into'.split(' '),
);
/** Methods that say what is read of a row, which does not name the row. */
const SELECTING: ReadonlySet<string> = new Set(
  'select columns column pluck returning only attributes project projection addSelect distinct orderBy groupBy'.split(
    ' ',
  ),
);
const MAX_TEXT = 60;

/** Long texts say nothing, but for queries. */
function said(text: string): readonly string[] {
  if (isSql(text)) return sqlNames(text);
  return text.length <= MAX_TEXT ? [text] : [];
}

function gather(file: FileFacts, node: NodeId, out: string[], depth: number, program?: ProgramView): void {
  if (node < 0 || depth > 4) return;
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Str:
      out.push(...said(stringOf(file, a)));
      return;
    case Op.Array:
      for (let i = 0; i < listLength(file, a); i++) gather(file, listAt(file, a, i), out, depth + 1, program);
      return;
    case Op.Object:
      for (let i = 0; i + 2 < listLength(file, a); i += 3) {
        if (listAt(file, a, i) === PropKind.Init) gather(file, listAt(file, a, i + 2), out, depth + 1, program);
      }
      return;
    case Op.Template: {
      const whole = templateText(file, node);
      if (isSql(whole)) {
        out.push(...sqlNames(whole));
        return;
      }
      const texts = program?.strings({ file, node }).filter((s) => s.length <= MAX_TEXT) ?? [];
      out.push(...texts.flatMap((s) => s.split(HOLE)).filter((s) => s !== ''));
      return;
    }
    case Op.Call:
      // doc(db, 'consents', id)
      for (let i = 0; i < argumentCount(file, node); i++) {
        gather(file, argumentOf(file, node, i), out, depth + 2, program);
      }
      return;
    case Op.Cast:
    case Op.Member:
    case Op.Import:
    case Op.Cell:
    case Op.Def: {
      out.push(...textsOf(file, node, program).flatMap(said));
      const constant = constantName(file, node);
      if (constant !== '') out.push(constant);
      return;
    }
    default:
      return;
  }
}

/** `CONSENT_TYPES.AI_ANALYSIS` and `AI_PURPOSE` are named for what they hold; `user.id` is not. */
function constantName(file: FileFacts, node: NodeId): string {
  const segments = segmentsOf(file, node);
  const leaf = segments[segments.length - 1] ?? '';
  const enumLike = opOf(file, node) === Op.Member && /^\p{Lu}/u.test(segments[segments.length - 2] ?? '');
  return /^[\p{Lu}\p{N}_]{2,}$/u.test(leaf) || enumLike ? leaf : '';
}
