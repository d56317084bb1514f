import { HOLE } from '../../link/index.ts';
import { NONE, Op } from '../../extract/facts.ts';
import type { NodeId } from '../../extract/facts.ts';
import { aOf, bOf, opOf, stringOf } from '../../extract/reader.ts';
import { originOf } from './origin.ts';
import { sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { CONSTANT, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { passes } from './test.ts';
import type { Constant, Test } from './test.ts';

/** A constant either cannot pass, so the point is never reached, or always does. */
export function judgeConstant(c: Constant, test: Test): Judgement {
  const passed = passes(test, c);
  return passed === false ? NEVER : passed === null ? OPAQUE : CONSTANT;
}

/** The constant a node is, or null. Program constants (`STATUS.GRANTED`) count. */
export function constantOf(core: Core, v: Value): Constant | null {
  const literal = literalOf(v);
  if (literal !== null) return literal;
  const op = opOf(v.file, v.node);
  const member = op === Op.Member ? enumMember(core, v) : null;
  if (member !== null) return member;
  if (op !== Op.Member && op !== Op.Import && op !== Op.Cell && op !== Op.Def && op !== Op.Index) return null;
  for (const e of core.program.entities({ file: v.file, node: v.node })) {
    if (e.k !== 'literal') return null;
    const known = literalOf({ ...v, file: e.file, node: e.node });
    if (known !== null && known.k === 'string') return known;
  }
  const strings = core.program.strings({ file: v.file, node: v.node });
  const [text] = strings;
  return strings.length === 1 && text !== undefined && !text.includes(HOLE) ? { k: 'string', value: text } : null;
}

/** `Consent.Granted`: the value of the member of an enum of the project, its name where it has no text. */
function enumMember(core: Core, v: Value): Constant | null {
  const at = originOf(core, v.file, aOf(v.file, v.node));
  if (opOf(at.file, at.node) !== Op.Enum) return null;
  const name = stringOf(v.file, bOf(v.file, v.node));
  const found = at.file.declarations[aOf(at.file, at.node)]?.members.find((m) => m.name === name);
  if (found === undefined) return null;
  const value = found.node === NONE ? null : literalOf({ ...v, file: at.file, node: found.node });
  return value?.k === 'string' ? value : { k: 'string', value: name };
}

function literalOf(v: Value): Constant | null {
  const { file } = v;
  const node: NodeId = v.node;
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Str:
      return { k: 'string', value: stringOf(file, a) };
    case Op.Num:
      return { k: 'number', value: stringOf(file, a) };
    case Op.Bool:
      return { k: 'boolean', value: a === 1 };
    case Op.Null:
      return { k: 'null' };
    case Op.Undefined:
      return { k: 'undefined' };
    case Op.Object:
    case Op.Array:
    case Op.Func:
    case Op.Class:
    case Op.Regex:
      return { k: 'object' };
    default:
      return null;
  }
}

/** The constant a node holds through its definitions and casts, or null. */
export function constantBehind(core: Core, v: Value): Constant | null {
  let n = v.node;
  while (opOf(v.file, n) === Op.Def || opOf(v.file, n) === Op.Cast) n = aOf(v.file, n);
  return constantOf(core, sibling(v, n));
}
