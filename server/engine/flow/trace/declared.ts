import type { FileFacts, NodeId, TypeId } from '../../extract/facts.ts';
import { aOf, bOf, opOf, typeOf, Op } from '../../extract/index.ts';
import type { Program, Shape } from '../../link/index.ts';
import type { AccessPath } from './access-path.ts';
import { ANY, FIRST, isAny, isIndex, KEYS, SECOND } from './access-path.ts';
import type { Declared, State } from './state.ts';

/** Types that say nothing of what is in a value. */
const EMPTY = new Set(['any', 'unknown', 'object', 'never', 'void']);

/** How many declarations are asked before a value counts as unknown. */
const MAX_ASKED = 6;

/** The state with a note of what its node is declared to be: a cast, a typed variable or parameter, a function's result. */
export function noteDeclared(s: State): State {
  if (s.evidence !== null || !declares(s.file, s.node)) return s;
  return { ...s, declared: { file: s.file, node: s.node, path: s.path, next: s.declared } };
}

function declares(file: FileFacts, node: NodeId): boolean {
  switch (opOf(file, node)) {
    case Op.Cast:
      return says(file, bOf(file, node));
    case Op.Def:
      return says(file, file.variables[bOf(file, node)]?.type ?? -1);
    case Op.Param:
      return says(file, file.functions[aOf(file, node)]?.parameters[bOf(file, node)]?.type ?? -1);
    case Op.Call:
    case Op.Tagged:
      return true;
    default:
      return false;
  }
}

function says(file: FileFacts, type: TypeId): boolean {
  if (type < 0) return false;
  const expr = typeOf(file, type);
  return expr.k !== 'unknown' && !(expr.k === 'prim' && EMPTY.has(expr.name));
}

/** Lists are looked through: the path of an element is that of its list. */
function element(shape: Shape): Shape {
  let inner = shape;
  while (inner.k === 'array') inner = inner.of;
  return inner;
}

function keyName(key: string): string {
  if (key === FIRST) return '0';
  if (key === SECOND) return '1';
  return isAny(key) ? ANY : key;
}

/** The shape of a part of a node's value; queries and promises are settled. */
export function partShape(program: Program, file: FileFacts, node: NodeId, path: AccessPath): Shape {
  return shapeAt(program, program.shapes.ofNode({ file, node }), path);
}

/** The shape of a part of a value; queries and promises are settled. */
export function shapeAt(program: Program, whole: Shape, path: AccessPath): Shape {
  const { shapes } = program;
  let shape = shapes.settled(whole);
  for (const key of path.keys) {
    // of a record any field may be meant
    if (isAny(key) && shape.k !== 'dictionary') continue;
    if (isIndex(key) && shape.k !== 'tuple') continue;
    if (key === KEYS) return { k: 'unknown' };
    shape = shapes.settled(shapes.field(isIndex(key) ? shape : element(shape), keyName(key)));
  }
  return shape;
}

/** Names of type parameters that nothing binds, of functions which are only declared. */
const TYPE_PARAMETER = /^(?:[A-Z]|T[A-Z]\w*)$/;

/** Whether a shape says nothing of what is in the value: a list of anything says no more than anything does. */
export function isUntold(shape: Shape): boolean {
  switch (shape.k) {
    case 'unknown':
      return true;
    case 'array':
    case 'promise':
    case 'dictionary':
      return isUntold(shape.of);
    case 'external':
      return shape.pkg === '' && TYPE_PARAMETER.test(shape.name);
    default:
      return false;
  }
}

/** What the nearest declaration that says anything says the value is. */
export function declaredShape(program: Program, declared: Declared | null): Shape {
  let asked = 0;
  let scalar: Shape = { k: 'unknown' };
  for (let d = declared; d !== null && asked < MAX_ASKED; d = d.next, asked++) {
    const shape = partShape(program, d.file, d.node, d.path);
    if (isUntold(shape)) continue;
    if (shape.k !== 'scalar') return shape;
    // a text may have been parsed into something further on
    if (scalar.k === 'unknown') scalar = shape;
  }
  return scalar;
}
