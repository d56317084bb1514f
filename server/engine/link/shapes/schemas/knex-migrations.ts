/** A column that a migration makes. */
export interface MigrationColumn {
  readonly name: string;
  /** As the column builder calls it: `string`, `integer`. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A table with the columns that one statement of a migration adds. */
export interface MigrationTable {
  readonly name: string;
  readonly columns: readonly MigrationColumn[];
  readonly start: number;
  readonly end: number;
}

/** Whether a text makes or changes tables by knex's schema builder. */
export const isMigration = (text: string): boolean =>
  /\.(?:create|alter)?[tT]able(?:IfNotExists)?\(\s*['"`]\w/.test(text);

const TABLE = /\.(?:createTable|createTableIfNotExists|alterTable|table)\(\s*['"`]([\w.]+)['"`]\s*,/g;
const COLUMN =
  /\b\w+\s*\.\s*(string|text|varchar|integer|bigInteger|smallint|float|decimal|double|boolean|date|datetime|timestamp|time|uuid|json|jsonb|enum|enu|binary)\(\s*['"`](\w+)['"`]/g;

/** Tables of a migration by knex's schema builder: `createTable('users', (t) => { t.string('email') })`. */
export function migrationTables(text: string): readonly MigrationTable[] {
  const tables: MigrationTable[] = [];
  for (const m of text.matchAll(TABLE)) {
    const from = m.index + m[0].length;
    const body = text.slice(from, endOfCall(text, from));
    const columns = [...body.matchAll(COLUMN)].map((c): MigrationColumn => {
      const [all, type = '', name = ''] = c;
      return { name, type, start: from + c.index, end: from + c.index + all.length };
    });
    const name = m[1] ?? '';
    tables.push({ name: name.slice(name.lastIndexOf('.') + 1), columns, start: m.index, end: from });
  }
  return tables;
}

/** Where the call that an offset stands in is closed. */
function endOfCall(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return text.length;
}
