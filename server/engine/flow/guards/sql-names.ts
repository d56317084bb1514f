const SQL = /^\s*(?:select|with)\b/i;
const TABLE = /\b(?:from|join)\s+([\p{L}\p{N}_."`]+)/giu;
const LITERAL = /=\s*'([^']{1,60})'/g;
/** A row of those who refused. */
const REFUSED = /\b\w*(?:=|\bis)\s*(?:false|0|'(?:denied|revoked|withdrawn|declined|refused)')|\bis\s+not\s+null\b/i;

/** Whether a text is an SQL query. */
export const isSql = (text: string): boolean => SQL.test(text);

/**
 * What the rows of an SQL query are called: its tables, and the kinds its conditions ask for. The columns it reads do not
 * name the row, and rows that tell of a refusal have no name.
 */
export function sqlNames(text: string): readonly string[] {
  const where = /\bwhere\b([\s\S]*)$/i.exec(text)?.[1] ?? '';
  if (REFUSED.test(where)) return [];
  const tables = [...text.matchAll(TABLE)].map((m) => m[1] ?? '');
  return [...tables, ...[...where.matchAll(LITERAL)].map((m) => m[1] ?? '')];
}
