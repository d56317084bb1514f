import type { FileFacts, NodeId } from '../../extract/facts.ts';
import type { Entity, ProgramView, ShapeView } from '../contract.ts';
import type { Canonical } from './api-path.ts';

/** Most answers kept for one node: beyond that a value is "anything" and useless as a call target. */
const MAX_ENTITIES = 24;

export interface EntityResolver {
  of(file: FileFacts, node: NodeId): readonly Entity[];
  /** Members of an entity by key. */
  member(entity: Entity, key: string): readonly Entity[];
  /** What calling an entity gives. */
  called(entity: Entity, file: FileFacts, call: NodeId): readonly Entity[];
  readonly program: ProgramView;
  readonly shapes: () => ShapeView;
  readonly canonical: Canonical;
}

/** Adds without duplicates, up to the limit. */
export function addEntities(into: Entity[], more: readonly Entity[]): void {
  for (const entity of more) {
    if (into.length >= MAX_ENTITIES) return;
    if (!into.some((e) => sameEntity(e, entity))) into.push(entity);
  }
}

function sameEntity(a: Entity, b: Entity): boolean {
  if (a.k !== b.k) return false;
  switch (a.k) {
    case 'function':
      return b.k === 'function' && a.file === b.file && a.fn === b.fn;
    case 'class':
    case 'instance':
      return (b.k === 'class' || b.k === 'instance') && a.file === b.file && a.cls === b.cls;
    case 'api':
      return b.k === 'api' && a.pkg === b.pkg && a.at === b.at && a.maker?.node === b.maker?.node;
    case 'global':
      return b.k === 'global' && a.name === b.name;
    case 'object':
    case 'literal':
      return (b.k === 'object' || b.k === 'literal') && a.file === b.file && a.node === b.node;
    case 'module':
      return b.k === 'module' && a.path === b.path;
    case 'interface':
      return b.k === 'interface' && a.path === b.path && a.name === b.name;
  }
}
