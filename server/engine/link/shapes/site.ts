import { HOLE } from '../strings.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { argumentCount, argumentOf, functionOf, opOf, Op } from '../../extract/index.ts';
import type { NodeRef, Shape } from '../contract.ts';
import type { Core } from './core.ts';
import { UNKNOWN } from './shape.ts';

/** A call as a provider sees it. */
export interface Site {
  readonly file: FileFacts;
  /** Call, New or Tagged node; NONE when an API path is replayed and no call is at hand. */
  readonly call: NodeId;
  readonly count: number;
  /** Whether literals are read as well (`typeof x`). */
  readonly literal: boolean;
  /** Explicit type arguments. */
  readonly types: readonly Shape[];
  /** Argument i (0-based), null if there is none. */
  argument(i: number): NodeRef | null;
  /** Its shape by annotations, schemas and queries. */
  shape(i: number): Shape;
  /** Its shape with literals read. */
  literalShape(i: number): Shape;
  /** Constant texts it may have, without those that are not constant. */
  strings(i: number): readonly string[];
}

/** The call as providers see it. */
export function siteOf(core: Core, file: FileFacts, call: NodeId, isLiteral: boolean): Site {
  const tagged = opOf(file, call) === Op.Tagged;
  const argument = (i: number): NodeRef | null => {
    const node = argumentOf(file, call, i);
    return node < 0 ? null : { file, node };
  };
  let types: readonly Shape[] | null = null;
  return {
    file,
    call,
    literal: isLiteral,
    count: tagged ? 1 : argumentCount(file, call),
    get types(): readonly Shape[] {
      types ??= core
        .typeArguments(file, call)
        .map((type) => core.typeShape({ file, type, bindings: core.scope(file, functionOf(file, call)) }));
      return types;
    },
    argument,
    shape: (i) => {
      const ref = argument(i);
      return ref === null ? UNKNOWN : core.nodeShape(ref);
    },
    literalShape: (i) => {
      const ref = argument(i);
      return ref === null ? UNKNOWN : core.literalShape(ref);
    },
    strings: (i) => {
      const ref = argument(i);
      return ref === null ? [] : core.program.strings(ref).filter((s) => !s.includes(HOLE));
    },
  };
}

/** A call nothing is known of: steps of an API path that was found elsewhere. */
export function blindSite(file: FileFacts): Site {
  return {
    file,
    call: -1,
    count: 0,
    literal: false,
    types: [],
    argument: () => null,
    shape: () => UNKNOWN,
    literalShape: () => UNKNOWN,
    strings: () => [],
  };
}
