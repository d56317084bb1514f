/** A column as a statement gives it. */
export interface SqlColumn {
  /** Name in the result. */
  readonly name: string;
  /** Column it reads, '' if it is computed. */
  readonly column: string;
  /** Table or alias it is qualified with, '' if none. */
  readonly of: string;
}

export interface SqlTableUse {
  readonly name: string;
  readonly alias: string;
}

/** What a statement gives back: columns, and tables of which all columns are taken (`*`; '' any). */
export interface SqlResult {
  readonly columns: readonly SqlColumn[];
  readonly stars: readonly string[];
  readonly tables: readonly SqlTableUse[];
}

interface Token {
  readonly text: string;
  /** Lower case for words, '' for quoted names. */
  readonly word: string;
  readonly kind: 'name' | 'symbol' | 'value';
}

const MAX_TEXT = 20_000;
const TOKEN =
  /--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|"([^"]*)"|`([^`]*)`|\[([A-Za-z_][\w ]*)\]|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\w.]*)|([^\s])/gu;
const CLAUSE = new Set([
  'where',
  'group',
  'order',
  'limit',
  'having',
  'union',
  'offset',
  'fetch',
  'for',
  'window',
  'returning',
  'intersect',
  'except',
  'set',
  'values',
  'qualify',
]);
const JOIN = new Set(['join', 'inner', 'left', 'right', 'full', 'cross', 'outer', 'natural', 'lateral', 'on', 'using']);

function tokens(text: string): readonly Token[] {
  const out: Token[] = [];
  for (const m of text.slice(0, MAX_TEXT).matchAll(TOKEN)) {
    const [all, double, back, bracket, word, number] = m;
    const quoted = double ?? back ?? bracket;
    if (quoted !== undefined) out.push({ text: quoted, word: '', kind: 'name' });
    else if (word !== undefined) out.push({ text: word, word: word.toLowerCase(), kind: 'name' });
    else if (all.startsWith('--') || all.startsWith('/*')) continue;
    else if (number !== undefined || all.startsWith("'")) out.push({ text: all, word: '', kind: 'value' });
    else out.push({ text: all, word: '', kind: 'symbol' });
  }
  return out;
}

/** Tokens outside brackets, with their positions; of a bracket only its opening is given. */
function* flat(list: readonly Token[], from: number): Generator<readonly [number, Token]> {
  let depth = 0;
  for (let i = from; i < list.length; i++) {
    const t = list[i];
    if (t === undefined) return;
    if (depth === 0) yield [i, t];
    if (t.kind === 'symbol' && t.text === '(') depth++;
    if (t.kind === 'symbol' && t.text === ')') depth--;
    if (depth < 0) return;
  }
}

function find(list: readonly Token[], from: number, words: readonly string[]): number {
  for (const [i, t] of flat(list, from)) if (words.includes(t.word)) return i;
  return -1;
}

/**
 * What a SELECT, or a writing statement with RETURNING, gives back. Reads the outermost statement only, tolerantly: an
 * expression it does not understand is a computed column. Null if the text gives nothing back.
 */
export function sqlResult(text: string): SqlResult | null {
  const list = tokens(text);
  const select = find(list, 0, ['select']);
  const returning = find(list, 0, ['returning']);
  if (returning >= 0) return { ...columns(list, returning + 1), tables: written(list) };
  if (select < 0) return null;
  const from = find(list, select + 1, ['from']);
  const end = from < 0 ? list.length : from;
  return { ...columns(list.slice(0, end), select + 1), tables: from < 0 ? [] : tables(list, from + 1) };
}

/** Table of INSERT INTO, UPDATE, DELETE FROM. */
function written(list: readonly Token[]): readonly SqlTableUse[] {
  const at = find(list, 0, ['into', 'update', 'from']);
  return at < 0 ? [] : tables(list, at + 1).slice(0, 1);
}

function columns(list: readonly Token[], from: number): { columns: readonly SqlColumn[]; stars: readonly string[] } {
  const out: SqlColumn[] = [];
  const stars: string[] = [];
  let item: Token[] = [];
  const close = (): void => {
    while (item[0]?.word === 'distinct' || item[0]?.word === 'all') item.shift();
    if (item.length > 0) column(item, out, stars);
    item = [];
  };
  for (const [, t] of flat(list, from)) {
    if (t.kind === 'symbol' && t.text === ',') close();
    else if (t.text === ';') break;
    else item.push(t);
  }
  close();
  return { columns: out, stars };
}

/** `t.*`, `t.c`, `c`, `c AS x`, `f(…) AS x`, `c::text`. */
function column(item: readonly Token[], out: SqlColumn[], stars: string[]): void {
  const last = item.at(-1);
  if (last === undefined) return;
  if (last.text === '*') {
    stars.push(item.length >= 3 ? (item.at(-3)?.text ?? '') : '');
    return;
  }
  const as = item.findIndex((t) => t.word === 'as');
  const plain = as >= 0 ? item.slice(0, as) : item;
  const cast = plain.findIndex((t) => t.text === ':');
  const body = cast > 0 ? plain.slice(0, cast) : plain;
  const names = body.filter((t) => t.kind === 'name');
  const path = body.every((t) => t.kind === 'name' || t.text === '.');
  const dotted = path && names.length > 1 && body.some((t) => t.text === '.');
  const aliased = as < 0 && path && names.length === (dotted ? body.filter((t) => t.text === '.').length + 2 : 2);
  const own = aliased ? names.at(-2) : names.at(-1);
  const end = as >= 0 ? last : body.at(-1);
  const name = end?.kind === 'name' ? end.text : (names[0]?.text ?? '');
  if (name === '' || last.text === '\u0000') return;
  const of = path && dotted ? (names.at(aliased ? -3 : -2)?.text ?? '') : '';
  out.push({ name, column: path ? (own?.text ?? '') : '', of });
}

function tables(list: readonly Token[], from: number): readonly SqlTableUse[] {
  const out: SqlTableUse[] = [];
  let expecting = true;
  let name = '';
  let alias = '';
  let condition = false;
  const close = (): void => {
    if (name !== '') out.push({ name, alias: alias === '' ? name : alias });
    name = '';
    alias = '';
  };
  let dot = false;
  for (const [, t] of flat(list, from)) {
    if (CLAUSE.has(t.word) || t.text === ';') break;
    if (t.text === ',' || JOIN.has(t.word)) {
      close();
      condition = t.word === 'on' || t.word === 'using';
      expecting = !condition;
      continue;
    }
    if (condition) continue;
    if (t.text === '.') dot = true;
    else if (t.kind === 'name' && (expecting || dot)) {
      if (t.word === 'only') continue;
      name = t.text;
      expecting = false;
      dot = false;
    } else if (t.kind === 'name' && t.word !== 'as' && name !== '') alias = t.text;
  }
  close();
  return out;
}

/** A value that a statement writes into a column. */
export interface SqlValue {
  readonly column: string;
  /** How it is handed in: `$2`, `:name`, the number of a question mark (`?0`) or of a hole (`\u00000`). */
  readonly slot: string;
}

/** What INSERT INTO t (…) VALUES (…) or UPDATE t SET … writes of what it is handed; null for other statements. */
export function sqlWrite(text: string): { readonly table: string; readonly values: readonly SqlValue[] } | null {
  const list = tokens(text);
  const slots = slotsIn(list);
  const into = find(list, 0, ['into']);
  if (into >= 0) {
    const table = tables(list, into + 1)[0]?.name ?? '';
    const open = list.findIndex((t, i) => i > into && t.text === '(');
    const values = list.findIndex((t, i) => i > open && t.word === 'values');
    if (table === '' || open < 0 || values < 0) return null;
    const names = itemsIn(list, open + 1).map(([from]) => list[from]?.text ?? '');
    const given = itemsIn(list, values + 2).map(([from, to]) => slotIn(slots, from, to));
    return { table, values: paired(names, given) };
  }
  const update = find(list, 0, ['update']);
  const set = find(list, update + 1, ['set']);
  if (update < 0 || set < 0) return null;
  const changes = itemsIn(list, set + 1);
  const names = changes.map(
    ([from, to]) =>
      list.slice(from, to).findLast((t, i, all) => t.kind === 'name' && all[i + 1]?.text === '=')?.text ?? '',
  );
  const given = changes.map(([from, to]) => slotIn(slots, from, to));
  return { table: tables(list, update + 1)[0]?.name ?? '', values: paired(names, given) };
}

const paired = (columns: readonly string[], slots: readonly (string | null)[]): readonly SqlValue[] =>
  columns.flatMap((column, i) => {
    const slot = slots[i] ?? null;
    return slot === null || column === '' ? [] : [{ column, slot }];
  });

/** Where the parts of a list between commas begin and end: up to a bracket that closes it or the next clause. */
function itemsIn(list: readonly Token[], from: number): readonly (readonly [number, number])[] {
  const items: [number, number][] = [];
  let start = from;
  let end = from;
  for (const [i, t] of flat(list, from)) {
    end = i + 1;
    if (t.text === ')' || t.text === ';' || CLAUSE.has(t.word)) {
      end = i;
      break;
    }
    if (t.kind !== 'symbol' || t.text !== ',') continue;
    items.push([start, i]);
    start = i + 1;
  }
  return [...items, [start, end]];
}

/** The slots of a statement by the positions of their tokens. */
function slotsIn(list: readonly Token[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  let marks = 0;
  let holes = 0;
  list.forEach((t, i) => {
    if (t.kind !== 'symbol') return;
    const next = list[i + 1]?.text ?? '';
    if (t.text === '?') found.set(i, `?${String(marks++)}`);
    else if (t.text === '\u0000') found.set(i, `\u0000${String(holes++)}`);
    else if (t.text === '$' && /^\d+$/.test(next)) found.set(i, `$${next}`);
    else if (/^[:@$]$/.test(t.text) && list[i + 1]?.kind === 'name' && list[i - 1]?.text !== ':')
      found.set(i, `:${next}`);
  });
  return found;
}

function slotIn(slots: ReadonlyMap<number, string>, from: number, to: number): string | null {
  for (let i = from; i < to; i++) {
    const slot = slots.get(i);
    if (slot !== undefined) return slot;
  }
  return null;
}
