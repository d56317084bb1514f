import type { FieldShape, NodeRef, Shape } from '../../contract.ts';
import { argumentOf, opOf, Op } from '../../../extract/index.ts';
import type { Core } from '../core.ts';
import { fieldOf, record, renamed, UNKNOWN } from '../shape.ts';
import type { Site } from '../site.ts';
import { sqlTables } from './sql-tables.ts';
import { sqlResult, type SqlColumn, type SqlResult } from './sql-text.ts';

/** The row a statement in argument i of a call (or in the tagged template) gives; unknown if it cannot be read. */
export function sqlRows(core: Core, site: Site, i = 0): Shape {
  const ref = site.argument(i);
  const text = ref === null ? null : statement(core, ref);
  return text === null ? UNKNOWN : sqlRow(core, text);
}

/** The text of a statement: a string, a tagged template, or an object that has it as `text`, `sql` or `query`. */
function statement(core: Core, ref: NodeRef): string | null {
  const { file, node } = ref;
  if (opOf(file, node) === Op.Tagged) return statement(core, { file, node: argumentOf(file, node, 0) });
  for (const s of core.program.strings(ref)) if (/\b(?:select|returning)\b/i.test(s)) return s;
  const properties = core.properties(ref);
  const inner = properties.get('text') ?? properties.get('sql') ?? properties.get('query');
  return inner === undefined
    ? null
    : (core.program.strings(inner).find((s) => /\b(?:select|returning)\b/i.test(s)) ?? null);
}

/** The row of a statement's text: columns by name, their types where the tables are known. */
export function sqlRow(core: Core, text: string): Shape {
  const result = sqlResult(text);
  if (result === null) return UNKNOWN;
  const tables = sqlTables(core);
  const names = result.tables.map((t) => t.name);
  const first = tables.get(names[0]?.toLowerCase() ?? '');
  return record(names[0] ?? '', () => fieldsOf(core, result), first?.source ?? null, names.slice(1));
}

function fieldsOf(core: Core, result: SqlResult): ReadonlyMap<string, FieldShape> {
  const tables = sqlTables(core);
  const out = new Map<string, FieldShape>();
  for (const star of result.stars) {
    for (const use of result.tables) {
      if (star !== '' && star !== use.alias && star !== use.name) continue;
      for (const c of tables.get(use.name.toLowerCase())?.columns.values() ?? [])
        out.set(c.name, fieldOf(c.shape, c.source));
    }
  }
  for (const column of result.columns) {
    const found = lookUp(core, result, column);
    const field = fieldOf(found?.shape ?? UNKNOWN, found?.source ?? null);
    const other = column.column !== '' && column.column !== column.name;
    out.set(column.name, other ? renamed(field, column.column) : field);
  }
  return out;
}

function lookUp(core: Core, result: SqlResult, column: SqlColumn): FieldShape | null {
  if (column.column === '') return null;
  const tables = sqlTables(core);
  for (const use of result.tables) {
    if (column.of !== '' && column.of !== use.alias && column.of !== use.name) continue;
    const found = tables.get(use.name.toLowerCase())?.columns.get(column.column.toLowerCase());
    if (found !== undefined) return fieldOf(found.shape, found.source);
  }
  return null;
}
