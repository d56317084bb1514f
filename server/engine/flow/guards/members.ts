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
import { byName } from './leaf.ts';
import { segmentsOf } from './names.ts';
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
  if (opOf(file, object) !== Op.Object) return NONE;
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const value = listAt(file, list, i + 2);
    if (listAt(file, list, i) !== PropKind.Init || stringOf(file, listAt(file, list, i + 1)) !== key) continue;
    return opOf(file, value) === Op.Member ? value : NONE;
  }
  return NONE;
}
