import type { FileFacts, FunctionFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, functionOf, opOf, stringOf, Op } from '../../extract/index.ts';
import type { Entity } from '../contract.ts';
import { addEntities, type EntityResolver } from './entity-set.ts';

/** Classes looked at from a subclass up to the one that keeps what it is handed. */
const MAX_ABOVE = 4;

/**
 * What a field of a base class holds in the instances of one subclass, where the base class keeps there what it is
 * constructed with: `constructor(client) { this.client = client }` and, in the subclass, `super(new OpenAI())`. Each
 * subclass has its own; the parameter alone is anything.
 */
export function heldByConstruction(
  resolver: EntityResolver,
  file: FileFacts,
  cls: number,
  key: string,
): readonly Entity[] {
  const out: Entity[] = [];
  const ctor = file.classes[cls]?.ctor ?? -1;
  if (ctor < 0) return out;
  let bases = resolver.of(file, file.classes[cls]?.superclass ?? -1);
  for (let i = 0; i < MAX_ABOVE && bases.length > 0; i++) {
    const above: Entity[] = [];
    for (const base of bases) {
      if (base.k !== 'class') continue;
      const facts = base.file.classes[base.cls];
      if (facts === undefined) continue;
      // without a constructor of its own it hands on what it is handed
      if (facts.ctor < 0) addEntities(above, resolver.of(base.file, facts.superclass));
      const index = keptParameter(base.file, facts, fieldBehind(base.file, facts, key));
      if (index < 0) continue;
      for (const call of superCalls(file, ctor)) addEntities(out, resolver.of(file, argumentOf(file, call, index)));
    }
    bases = above;
  }
  return out;
}

type ClassFacts = FileFacts['classes'][number];

/** `get client() { return this._client }`: the field that a getter gives. */
function fieldBehind(file: FileFacts, cls: ClassFacts, key: string): string {
  const getter = cls.methods.map((id) => file.functions[id]).find((fn) => fn?.name === key && fn.kind === 'getter');
  const [exit, more] = getter?.returns ?? [];
  if (exit === undefined || more !== undefined) return key;
  const value = plain(file, exit.node);
  return opOf(file, value) === Op.Member && opOf(file, aOf(file, value)) === Op.This
    ? stringOf(file, bOf(file, value))
    : key;
}

/** The position of the parameter that a constructor keeps under a key, -1 if it keeps something else there. */
function keptParameter(file: FileFacts, cls: ClassFacts, key: string): number {
  const ctor: FunctionFacts | undefined = file.functions[cls.ctor];
  for (const write of ctor?.thisWrites ?? []) {
    const value = write.key === key ? plain(file, write.node) : -1;
    if (value >= 0 && opOf(file, value) === Op.Param && aOf(file, value) === cls.ctor) return bOf(file, value);
  }
  return -1;
}

function superCalls(file: FileFacts, ctor: number): Iterable<NodeId> {
  return file.calls.filter((call) => opOf(file, calleeOf(file, call)) === Op.Super && functionOf(file, call) === ctor);
}

function plain(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  for (let i = 0; i < 8 && (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast); i++) n = aOf(file, n);
  return n;
}
