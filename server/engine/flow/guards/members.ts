import { NONE, Op, PropKind } from '../../extract/facts.ts';
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
import { missAt, sibling, spotOf } from './core.ts';
import type { Core, Value } from './core.ts';
import { guardAt, missed, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { argumentFor, frameFor } from './fields.ts';
import { byName } from './leaf.ts';
import { segmentsOf } from './names.ts';
import { originOf } from './origin.ts';
import { judgeParsed } from './parsed.ts';
import { polarityOf } from './test.ts';
import type { Test } from './test.ts';

const STATE_HOOK = /^use\w*State$/;

/** `const [consent] = useState(true)`: consent is what it is before anybody was asked. null: it is no such state. */
export function judgeState(core: Core, v: Value, key: string, test: Test): Judgement | null {
  const call = aOf(v.file, v.node);
  if (key !== '0' || opOf(v.file, call) !== Op.Call || polarityOf(test) !== true) return null;
  if (!STATE_HOOK.test(segmentsOf(v.file, calleeOf(v.file, call)).at(-1) ?? '')) return null;
  const initial = argumentOf(v.file, call, 0);
  if (initial === NONE) return null;
  const c = constantBehind(core, sibling(v, initial, false));
  return c?.k === 'boolean' && c.value ? missed(missAt(core, 'constant', v.file, call)) : null;
}

/**
 * `const { error } = await requireConsent(user)`: no error is a yes where the call is one that demands consent, and
 * nothing where it only looks something up. null: it is no error.
 */
export function judgeError(core: Core, v: Value, key: string, test: Test): Judgement | null {
  if (key !== 'error' && key !== 'err') return null;
  let call = aOf(v.file, v.node);
  while (opOf(v.file, call) === Op.Await || opOf(v.file, call) === Op.Def) call = aOf(v.file, call);
  if (opOf(v.file, call) !== Op.Call || core.callees(v.file, call).some((e) => e.k === 'function')) return null;
  const sense = core.lexicon.sense([segmentsOf(v.file, calleeOf(v.file, call)).at(-1) ?? '']);
  const demands = sense.consent && sense.purpose !== 'other' && (sense.verb === 'asserting' || sense.verb === 'soft');
  return demands && polarityOf(test) === false ? guardAt(spotOf(v.file, call), sense.purpose) : OPAQUE;
}

/** `select({ ok: users.aiConsent })`: a field of a row goes by the column that was chosen for it. null: it was not. */
export function judgeSelected(core: Core, v: Value, key: string, test: Test): Judgement | null {
  const { file } = v;
  let n = aOf(file, v.node);
  for (let i = 0; i < 24 && n !== NONE; i++) {
    const op = opOf(file, n);
    if (op === Op.Def || op === Op.Await || op === Op.Element || op === Op.Cast || op === Op.Index) n = aOf(file, n);
    else if (op === Op.Member && /^(?:\d+|data|rows)$/.test(stringOf(file, bOf(file, n)))) n = aOf(file, n);
    else if (op === Op.Call) {
      const callee = calleeOf(file, n);
      if (opOf(file, callee) !== Op.Member) return null;
      const method = stringOf(file, bOf(file, callee));
      for (let k = 0; (method === 'select' || method === 'returning') && k < argumentCount(file, n); k++) {
        const column = propertyOf(file, argumentOf(file, n, k), key);
        if (column !== NONE) return byName(core, v, segmentsOf(file, column, core.program), test);
      }
      n = aOf(file, callee);
    } else return null;
  }
  return null;
}

/** The value of a key of an object literal that names another one: `{ ok: users.aiConsent }`. */
function propertyOf(file: FileFacts, object: NodeId, key: string): NodeId {
  const value = valueUnder(file, object, key);
  return value !== NONE && opOf(file, value) === Op.Member ? value : NONE;
}

/** What an object literal holds under a key, methods included; NONE if nothing. */
function valueUnder(file: FileFacts, object: NodeId, key: string): NodeId {
  if (object === NONE || opOf(file, object) !== Op.Object) return NONE;
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const kind = listAt(file, list, i);
    if (kind !== PropKind.Init && kind !== PropKind.Method) continue;
    if (stringOf(file, listAt(file, list, i + 1)) === key) return listAt(file, list, i + 2);
  }
  return NONE;
}

/** `schema.safeParse(body).success`, where the schema demands consent. null: it is no such answer. */
export function judgeSuccess(core: Core, v: Value, key: string, test: Test): Judgement | null {
  if (key !== 'success' || polarityOf(test) !== true) return null;
  let call = aOf(v.file, v.node);
  while (opOf(v.file, call) === Op.Await || opOf(v.file, call) === Op.Def) call = aOf(v.file, call);
  return opOf(v.file, call) === Op.Call ? judgeParsed(core, sibling(v, call, true), 'success') : null;
}

/** `useConsents().allowsAi`: a getter of the definition a store was made by. null: it is none. */
export function judgeStored(core: Core, v: Value, key: string, test: Test): Judgement | null {
  const store = originOf(core, v.file, aOf(v.file, v.node));
  if (opOf(store.file, store.node) !== Op.Call) return null;
  const { file, node } = originOf(core, store.file, calleeOf(store.file, store.node));
  if (opOf(file, node) !== Op.Call) return null;
  for (let i = 0; i < argumentCount(file, node); i++) {
    const getters = valueUnder(file, argumentOf(file, node, i), 'getters');
    const getter = getters === NONE ? NONE : valueUnder(file, getters, key);
    if (getter !== NONE && opOf(file, getter) === Op.Func)
      return core.returned({ file, fn: aOf(file, getter) }, null, test, false);
  }
  return null;
}

/** A getter of a class of the project: what it returns. null: it is none. */
export function judgeGetter(core: Core, v: Value, key: string, test: Test): Judgement | null {
  for (const e of core.program.entities({ file: v.file, node: aOf(v.file, v.node) })) {
    if (e.k !== 'instance' && e.k !== 'class') continue;
    const fn = e.file.classes[e.cls]?.methods.find((m) => {
      const facts = e.file.functions[m];
      return facts?.kind === 'getter' && facts.name === key;
    });
    if (fn !== undefined) return core.returned({ file: e.file, fn }, null, test, v.awaited);
  }
  return null;
}

/** A field of what a parameter stands for, or of what a function of the project returns, by the name it goes by there. */
export function judgeThrough(core: Core, v: Value, key: string, test: Test): Judgement {
  let at: Value = sibling(v, aOf(v.file, v.node), false);
  let moved = false;
  for (let i = 0; i < 12; i++) {
    const op = opOf(at.file, at.node);
    if (op === Op.Def || op === Op.Cast || op === Op.Effect) at = sibling(at, aOf(at.file, at.node));
    else if (op === Op.Await) at = sibling(at, aOf(at.file, at.node), true);
    else {
      const next = op === Op.Param ? argumentFor(at) : op === Op.Call ? resultOf(core, at) : null;
      if (next === null) break;
      at = next;
      moved = true;
    }
  }
  return moved ? byName(core, v, [...segmentsOf(at.file, at.node, core.program), key], test) : OPAQUE;
}

/** The one value a function of the project gives, beside nothing. */
function resultOf(core: Core, v: Value): Value | null {
  const [only, second] = core.callees(v.file, v.node);
  if (only?.k !== 'function' || second !== undefined) return null;
  const frame = frameFor(v, only.file, only.fn);
  const values = (only.file.functions[only.fn]?.returns ?? []).filter(({ node }) => {
    const op = opOf(only.file, node);
    return node !== NONE && op !== Op.Null && op !== Op.Undefined;
  });
  const [value] = values;
  if (frame === null || value === undefined || values.length > 1) return null;
  return { file: only.file, node: value.node, frame, awaited: v.awaited };
}
