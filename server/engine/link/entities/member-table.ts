import type { FileFacts } from '../../extract/facts.ts';
import type { Entity } from '../contract.ts';
import { answer, type Answer, type Tabling } from './tabling.ts';

export type MemberTable = (entity: Entity, key: string, compute: () => readonly Entity[]) => readonly Entity[];

/**
 * Answers to "what is this member of that object, class or instance", each computed once. An object that is spread into
 * itself (`x = { ...x, y }` in a loop) asks for its own member while that is being answered: this adds nothing.
 *
 * @param tabling keeps the books of all open questions, those over nodes included
 */
export function createMemberTable(tabling: Tabling): MemberTable {
  const tables = new WeakMap<FileFacts, Map<string, Answer>>();
  return (entity, key, compute) => {
    if (entity.k !== 'object' && entity.k !== 'class' && entity.k !== 'instance') return compute();
    const table = tables.get(entity.file) ?? new Map<string, Answer>();
    tables.set(entity.file, table);
    const id = `${entity.k === 'object' ? 'o' : entity.k === 'class' ? 'c' : 'i'}${String(entity.k === 'object' ? entity.node : entity.cls)}.${key}`;
    const known = table.get(id);
    if (known !== undefined) return tabling.read(known);
    const question = tabling.open();
    table.set(id, tabling.mark(question));
    const found = compute();
    const low = tabling.close(question, (settle) => {
      if (settle) table.set(id, found);
      else table.delete(id);
    });
    table.set(id, answer(low, found));
    return found;
  };
}
