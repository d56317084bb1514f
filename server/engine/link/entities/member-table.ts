import type { FileFacts } from '../../extract/facts.ts';
import type { Entity } from '../contract.ts';

const EMPTY: readonly Entity[] = [];

export type MemberTable = (entity: Entity, key: string, compute: () => readonly Entity[]) => readonly Entity[];

/**
 * Answers to "what is this member of that object, class or instance", each computed once. An object that is spread into
 * itself (`x = { ...x, y }` in a loop) asks for its own member while that is being answered: this adds nothing.
 */
export function createMemberTable(): MemberTable {
  const tables = new WeakMap<FileFacts, Map<string, readonly Entity[] | null>>();
  return (entity, key, compute) => {
    if (entity.k !== 'object' && entity.k !== 'class' && entity.k !== 'instance') return compute();
    let table = tables.get(entity.file);
    if (table === undefined) {
      table = new Map();
      tables.set(entity.file, table);
    }
    const id = `${entity.k === 'object' ? 'o' : entity.k === 'class' ? 'c' : 'i'}${String(entity.k === 'object' ? entity.node : entity.cls)}.${key}`;
    const known = table.get(id);
    if (known !== undefined) return known ?? EMPTY;
    table.set(id, null);
    const found = compute();
    table.set(id, found);
    return found;
  };
}
