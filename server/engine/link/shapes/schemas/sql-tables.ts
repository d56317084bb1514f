import type { Shape, ShapeSource } from '../../contract.ts';
import { BOOLEAN, BYTES, DATE, NUMBER, STRING, UNKNOWN } from '../shape.ts';
import type { Core } from '../core.ts';
import { isMigration, migrationTables } from './knex-migrations.ts';

export interface TableColumn {
  readonly name: string;
  readonly shape: Shape;
  readonly source: ShapeSource;
}

export interface SqlTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, TableColumn>;
  readonly source: ShapeSource;
}

const MAX_TEXT = 2_000_000;
const NAME = '(?:"[^"]+"|`[^`]+`|\\[[^\\]]+\\]|[\\p{L}_][\\p{L}\\p{N}_$]*)';
const QUALIFIED = `(?:${NAME}\\s*\\.\\s*)*(${NAME})`;
const CREATE = `create\\s+(?:unlogged\\s+|temp(?:orary)?\\s+|foreign\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?${QUALIFIED}\\s*\\(`;
const ALTER = `alter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?${QUALIFIED}\\s+([^;]*)`;
const NO_COLUMN = /^(?:constraint|primary|foreign|unique|check|key|index|exclude|like|fulltext|spatial|period)\b/i;

const cache = new WeakMap<object, ReadonlyMap<string, SqlTable>>();

/** Tables of the workspace's .sql files, by lower-case name, after all of them ran in the order of their paths; and of migrations in code. */
export function sqlTables(core: Core): ReadonlyMap<string, SqlTable> {
  let known = cache.get(core.program);
  if (known === undefined) {
    const tables = new Map<string, SqlTable>();
    for (const path of core.pathsEnding(['.sql'])) readTables(path, core.program.text(path) ?? '', tables);
    for (const path of core.program.matching('migrations in code', isMigration)) {
      readMigration(path, core.program.text(path) ?? '', tables);
    }
    cache.set(core.program, (known = tables));
  }
  return known;
}

function readMigration(path: string, text: string, tables: Map<string, SqlTable>): void {
  for (const { name, columns, start, end } of migrationTables(text)) {
    const known = tables.get(name.toLowerCase());
    const all = new Map(known?.columns ?? []);
    for (const c of columns) {
      const source: ShapeSource = { path, start: c.start, end: c.end, kind: 'knex' };
      all.set(c.name.toLowerCase(), { name: c.name, shape: typeShape(c.type), source });
    }
    tables.set(name.toLowerCase(), { name, columns: all, source: known?.source ?? { path, start, end, kind: 'knex' } });
  }
}

const unquote = (name: string): string => name.replace(/^["`[]|["`\]]$/g, '');

/** Comments blanked, so that offsets stay. */
const blank = (text: string): string => text.replace(/--[^\n]*|\/\*[^]*?\*\//g, (c) => c.replace(/[^\n]/g, ' '));

/** Applies CREATE TABLE and ALTER TABLE statements of a text to the tables known so far. */
function readTables(path: string, raw: string, tables: Map<string, SqlTable>): void {
  if (raw.length > MAX_TEXT || !/\btable\b/i.test(raw)) return;
  const text = blank(raw);
  for (const m of text.matchAll(new RegExp(`${CREATE}|${ALTER}`, 'giu'))) {
    const [all, created, altered, change] = m;
    if (created !== undefined) {
      const name = unquote(created);
      const columns = columnsIn(path, text, m.index + all.length);
      tables.set(name.toLowerCase(), {
        name,
        columns,
        source: { path, start: m.index, end: m.index + all.length, kind: 'sql' },
      });
    } else if (altered !== undefined && change !== undefined) {
      const table = tables.get(unquote(altered).toLowerCase());
      if (table !== undefined)
        tables.set(
          table.name.toLowerCase(),
          alter(table, change, { path, start: m.index, end: m.index + all.length, kind: 'sql' }),
        );
    }
  }
}

function columnsIn(path: string, text: string, from: number): ReadonlyMap<string, TableColumn> {
  const out = new Map<string, TableColumn>();
  let depth = 0;
  let start = from;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === "'") i = Math.max(i, text.indexOf("'", i + 1));
    if (c === '(') depth++;
    if (c === ')') depth--;
    if ((c === ',' && depth === 0) || depth < 0) {
      const item = text.slice(start, i);
      const found = definition(item, {
        path,
        start: start + (item.length - item.trimStart().length),
        end: i,
        kind: 'sql',
      });
      if (found !== null) out.set(found.name.toLowerCase(), found);
      start = i + 1;
    }
    if (depth < 0) break;
  }
  return out;
}

function definition(item: string, source: ShapeSource): TableColumn | null {
  const text = item.trim();
  if (NO_COLUMN.test(text)) return null;
  const m = new RegExp(`^(${NAME})\\s+(\\w[\\w ]*)`, 'u').exec(text);
  return m === null ? null : { name: unquote(m[1] ?? ''), shape: typeShape(m[2] ?? ''), source };
}

/** Several changes may stand in one statement. */
function alter(table: SqlTable, change: string, source: ShapeSource): SqlTable {
  const columns = new Map(table.columns);
  for (const part of change.split(/,(?![^(]*\))/)) {
    const added = /^\s*add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?([^]*)$/iu.exec(part)?.[1];
    const dropped = new RegExp(`^\\s*drop\\s+(?:column\\s+)?(?:if\\s+exists\\s+)?(${NAME})`, 'iu').exec(part)?.[1];
    const renamed = new RegExp(`^\\s*rename\\s+(?:column\\s+)?(${NAME})\\s+to\\s+(${NAME})`, 'iu').exec(part);
    if (added !== undefined) {
      const column = definition(added, source);
      if (column !== null) columns.set(column.name.toLowerCase(), column);
    } else if (renamed !== null) {
      const old = columns.get(unquote(renamed[1] ?? '').toLowerCase());
      const name = unquote(renamed[2] ?? '');
      if (old !== undefined) {
        columns.delete(old.name.toLowerCase());
        columns.set(name.toLowerCase(), { ...old, name });
      }
    } else if (dropped !== undefined) columns.delete(unquote(dropped).toLowerCase());
  }
  return { ...table, columns };
}

function typeShape(type: string): Shape {
  const t = type.toLowerCase();
  if (/^(?:var)?char|^n(?:var)?char|text|^uuid|^citext|^string|^enum|^inet|^clob|^character/.test(t)) return STRING;
  if (
    /^(?:big|small|tiny|medium)?int|^(?:big|small)?serial|^numeric|^decimal|^real|^float|^double|^money|^number/.test(t)
  )
    return NUMBER;
  if (/^bool|^bit\b/.test(t)) return BOOLEAN;
  if (/^timestamp|^date|^time|^year/.test(t)) return DATE;
  if (/^bytea|blob|^binary|^varbinary/.test(t)) return BYTES;
  return UNKNOWN;
}
