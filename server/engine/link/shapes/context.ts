import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, functionOf, listAt, opOf, Op, PropKind, stringOf } from '../../extract/index.ts';
import type { NodeRef, Shape } from '../contract.ts';
import type { Core } from './core.ts';
import type { Literals } from './literals.ts';
import { UNKNOWN } from './shape.ts';

/**
 * Contextual types: what a value is expected to be where it stands (TypeScript handbook, "Contextual Typing").
 * `argument` tells what a call expects of its argument i (0-based), `props` what a component expects to be given,
 * `property` what is expected under a key of an object that goes by some name.
 */
export function createContext(
  core: Core,
  literals: Literals,
  argument: (file: FileFacts, call: NodeId, i: number) => Shape,
  props: (component: Shape, given: NodeRef) => Shape,
  property: (owner: string, key: string) => Shape,
): (ref: NodeRef) => Shape {
  const expected = (ref: NodeRef, depth: number): Shape => {
    const { file, node } = ref;
    if (depth > 12) return UNKNOWN;
    const returned = returnType(file, node);
    if (returned.k !== 'unknown') return returned;
    const field = file.classes.flatMap((c) => c.fields).find((f) => f.node === node && f.type >= 0);
    if (field !== undefined) return core.typeShape({ file, type: field.type, bindings: null });
    const at = literals.parent(file, node);
    if (at === null) return UNKNOWN;
    const above = (): Shape => expected({ file, node: at.node }, depth + 1);
    switch (opOf(file, at.node)) {
      case Op.Def: {
        const variable = file.variables[bOf(file, at.node)];
        if (variable === undefined || variable.type < 0) return above();
        return core.typeShape({ file, type: variable.type, bindings: core.scope(file, variable.owner) });
      }
      case Op.Call:
      case Op.New:
        return at.slot === 0 ? UNKNOWN : argument(file, at.node, at.slot - 1);
      case Op.Object: {
        const list = aOf(file, at.node);
        const kind = listAt(file, list, at.slot * 3);
        if (kind === PropKind.Spread || kind === PropKind.Computed) return UNKNOWN;
        const key = stringOf(file, listAt(file, list, at.slot * 3 + 1));
        const told = core.field(above(), key);
        return told.k === 'unknown' && opOf(file, node) === Op.Func ? property(nameOf(file, at.node), key) : told;
      }
      case Op.Array:
        return core.element(above());
      case Op.Cast: {
        const type = bOf(file, at.node);
        return core.typeShape({ file, type, bindings: core.scope(file, functionOf(file, at.node)) });
      }
      case Op.Conditional:
        return at.slot === 0 ? UNKNOWN : above();
      case Op.Logical:
        return above();
      case Op.Jsx: {
        if (at.slot !== 1) return UNKNOWN;
        const tag = core.nodeShape({ file, node: listAt(file, aOf(file, at.node), 0) });
        return props(tag, { file, node: listAt(file, aOf(file, at.node), 1) });
      }
      default:
        return UNKNOWN;
    }
  };

  /** The name an object literal goes by: of the property or the variable that it stands in. */
  const nameOf = (file: FileFacts, object: NodeId): string => {
    const at = literals.parent(file, object);
    if (at === null) return '';
    if (opOf(file, at.node) === Op.Def) return file.variables[bOf(file, at.node)]?.name ?? '';
    if (opOf(file, at.node) !== Op.Object) return '';
    const list = aOf(file, at.node);
    return listAt(file, list, at.slot * 3) === PropKind.Init ? stringOf(file, listAt(file, list, at.slot * 3 + 1)) : '';
  };

  /** A returned value is expected to be what the function declares. */
  const returnType = (file: FileFacts, node: NodeId): Shape => {
    if (opOf(file, node) !== Op.Func && opOf(file, node) !== Op.Object) return UNKNOWN;
    const fn = file.functions.findIndex((f) => f.returnType >= 0 && f.returns.some((r) => r.node === node));
    const type = file.functions[fn]?.returnType ?? -1;
    return type < 0 ? UNKNOWN : core.settled(core.typeShape({ file, type, bindings: core.scope(file, fn) }));
  };

  return (ref) => expected(ref, 0);
}
