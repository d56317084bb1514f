import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  listAt,
  listItems,
  listLength,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { inner, isIndex, pathOf, under, type AccessPath } from './access-path.ts';
import { callBehind } from './closures.ts';

export interface Bound {
  readonly node: NodeId;
  readonly path: AccessPath;
}

/** Argument nodes of a call (or JSX element) that a parameter of the target receives, with the path inside them. */
export function boundArguments(
  file: FileFacts,
  call: NodeId,
  target: { readonly file: FileFacts; readonly fn: FunctionId },
  index: number,
  path: AccessPath,
): readonly Bound[] {
  if (opOf(file, call) === Op.Jsx) return boundAttributes(file, call, index, path);
  const parameter = target.file.functions[target.fn]?.parameters[index];
  let first = index;
  const callee = calleeOf(file, call);
  if (opOf(file, callee) === Op.Member && parameter !== undefined) {
    const method = stringOf(file, bOf(file, callee));
    const onFunction = target.file.functions[target.fn]?.name !== method;
    if (onFunction && method === 'call') first = index + 1;
    if (onFunction && method === 'apply') {
      return [{ node: argumentOf(file, call, 1), path: parameter.rest ? path : under(String(index), path) }];
    }
  }
  const bind = bindBehind(file, callee);
  if (bind >= 0) {
    const given = argumentCount(file, bind) - 1;
    if (index < given) return [{ node: argumentOf(file, bind, index + 1), path }];
    first -= Math.max(0, given);
  }
  if (opOf(file, call) === Op.Tagged) return boundParts(file, call, index, parameter?.rest === true, path);
  const count = argumentCount(file, call);
  if (parameter?.rest === true) {
    const one = elementOfRest(file, call, first, path);
    if (one !== null) return [one];
  }
  const out: Bound[] = [];
  for (let i = 0; i < count; i++) {
    const argument = argumentOf(file, call, i);
    const spread = opOf(file, argument) === Op.Spread;
    if (i === first || (parameter?.rest === true && i >= first) || (spread && i <= first)) {
      const element = spread && parameter?.rest !== true;
      out.push({
        node: spread ? aOf(file, argument) : argument,
        path: element ? under(String(first - i), path) : path,
      });
    }
    if (i === first && parameter?.rest !== true) break;
  }
  return out;
}

/** `args[1]` of a rest parameter: one argument, if no list is spread before it; null where any may be meant. */
function elementOfRest(file: FileFacts, call: NodeId, first: number, path: AccessPath): Bound | null {
  const [key = ''] = path.keys;
  if (!isIndex(key)) return null;
  const position = first + Number(key);
  for (let i = 0; i <= position; i++) {
    const argument = argumentOf(file, call, i);
    if (argument >= 0 && opOf(file, argument) === Op.Spread) return null;
  }
  return { node: argumentOf(file, call, position), path: inner(path) };
}

/** The call of `bind` that made the function which is called here, -1 if there is none. */
function bindBehind(file: FileFacts, callee: NodeId): NodeId {
  const call = callBehind(file, callee);
  const of = call < 0 ? -1 : calleeOf(file, call);
  return opOf(file, of) === Op.Member && stringOf(file, bOf(file, of)) === 'bind' ? call : -1;
}

/** A tag receives the texts first and then what stands between them. */
function boundParts(file: FileFacts, call: NodeId, index: number, rest: boolean, path: AccessPath): readonly Bound[] {
  const template = argumentOf(file, call, 0);
  if (index === 0 || opOf(file, template) !== Op.Template) return [];
  const values = Array.from(listItems(file, aOf(file, template))).filter((n) => opOf(file, n) !== Op.Str);
  return (rest ? values.slice(index - 1) : values.slice(index - 1, index)).map((node) => ({ node, path }));
}

function boundAttributes(file: FileFacts, element: NodeId, index: number, path: AccessPath): readonly Bound[] {
  if (index !== 0) return [];
  const list = aOf(file, element);
  const attributes = listAt(file, list, 1);
  const out: Bound[] = attributes < 0 ? [] : [{ node: attributes, path }];
  if (path.keys[0] === 'children' || path.keys.length === 0) {
    const inside = path.keys.length === 0 ? path : pathOf(path.keys.slice(1));
    for (let i = 2; i < listLength(file, list); i++) out.push({ node: listAt(file, list, i), path: inside });
  }
  return out;
}
