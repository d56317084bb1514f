import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, listAt, listLength, opOf, stringOf, Op } from '../../extract/index.ts';

/** A parameter, or with a key, its property. */
export interface ParameterRef {
  readonly fn: FunctionId;
  readonly index: number;
  /** '' for the parameter itself. */
  readonly key: string;
}

/** The parameter a callee is, if it is one: `cb(x)`, `options.onAnswer(x)` inside the function that was handed them. */
export function parameterBehind(file: FileFacts, callee: NodeId, depth = 0): ParameterRef | null {
  if (depth > 6) return null;
  switch (opOf(file, callee)) {
    case Op.Param:
      return { fn: aOf(file, callee), index: bOf(file, callee), key: '' };
    case Op.Member: {
      const owner = parameterBehind(file, aOf(file, callee), depth + 1);
      return owner?.key === '' ? { ...owner, key: stringOf(file, bOf(file, callee)) } : null;
    }
    case Op.Def:
    case Op.Cast:
    case Op.Effect:
    case Op.Default:
      return parameterBehind(file, aOf(file, callee), depth + 1);
    case Op.Cell: {
      const variable = file.variables[aOf(file, callee)];
      const [first] = variable?.definitions ?? [];
      return first === undefined ? null : parameterBehind(file, first, depth + 1);
    }
    default:
      return null;
  }
}

/** The key under which an object literal holds a value, '' if it does not. */
export function propertyName(file: FileFacts, object: NodeId, value: NodeId): string {
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i + 2) === value) return stringOf(file, listAt(file, list, i + 1));
  }
  return '';
}
