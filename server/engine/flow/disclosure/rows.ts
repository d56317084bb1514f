import type { Place } from '../../base/place.ts';
import { perObject } from '../../base/per-object.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  endOf,
  listAt,
  listLength,
  opOf,
  startOf,
  stringOf,
  Op,
  PropKind,
} from '../../extract/index.ts';
import { HOLE, methodName, type NodeRef, type Program } from '../../link/index.ts';
import { queryBehind, type Query } from './queries.ts';
import { filesNamed, filesRead, filesWritten, mayReadFiles } from './kept-files.ts';
import { signs } from './signing.ts';
import { sqlRead, sqlWritten } from './sql-rows.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import { skipIndexes } from '../trace/access-path.ts';
import type { Leaf } from '../trace/state.ts';
import type { ApiNames } from './api-names.ts';
import type { Content } from './contract.ts';
import type { ModelCall } from '../sinks/model-calls.ts';

/** Content that a program keeps in one column of a table. */
export interface Row {
  readonly table: string;
  readonly column: string;
  readonly call: ModelCall;
  readonly content: Content;
  /** A field of the same row that says a model made it. */
  readonly marker: Place | null;
}

/** Keys under which the values of a row stand in the arguments of a query. */
const WRAPPERS = new Set(['data', 'values', 'set', '$set', 'create', 'update', 'row', 'rows', 'returning']);
const MAX_STEPS = 12;
const MAX_CHANGES = 60;
/** Keys under which a row of a relation is written with the row that has it. */
const NESTED = new Set(['create', 'createMany', 'connectOrCreate', 'upsert', 'update', 'updateMany']);

/** What is known of database calls: their tables, by what the call is made on. */
export interface Rows {
  /** The values a call writes, by column; empty if it writes nothing. */
  written(
    file: FileFacts,
    call: NodeId,
  ): readonly { readonly table: string; readonly column: string; readonly node: NodeId }[];
  /** The tables of a query in SQL that a call runs, the files that it reads. */
  tablesOf(file: FileFacts, call: NodeId): readonly string[];
  /** The table a call reads rows of, or null. */
  readFrom(file: FileFacts, call: NodeId): string | null;
  /** The query that a chain of calls ends: `from('notes').select('*').eq('id', id).single()`. */
  queryBehind(file: FileFacts, node: NodeId): Query | null;
  /** Keys under which clients hold the rows beside what else they answer. */
  readonly results: ReadonlySet<string>;
  /** The table that a field of a row of a table leads to, by the name of the relation. */
  related(table: string, name: string): string;
  /** Names under which schemas declare relations to some tables. */
  namesOf(tables: ReadonlySet<string>): readonly string[];
}

/** Tells tables by the names queries use for them; the client is a resolved symbol of a database package. */
export function createRows(program: Program, index: CatalogueIndex, names: ApiNames): Rows {
  const isModel = (file: FileFacts, node: NodeId): boolean =>
    names.of(file, node).some((name) => index.isDatabase(name));
  const tableOf = (file: FileFacts, call: NodeId): string | null => {
    const found = tableName(program, file, call);
    return found?.on.some((node) => isModel(file, node)) === true ? singular(found.name) : null;
  };
  const related = relationsOf(program);
  /** Files into which their origin is put where they lie, by the source file that does so. */
  const signedIn = perObject((file: FileFacts): ReadonlySet<string> => {
    const signing = Array.from(file.calls).filter((call) => signs({ program, index, names }, file, call));
    return new Set(signing.flatMap((call) => filesNamed(program, file, call)));
  });
  const readFrom = (file: FileFacts, call: NodeId): string | null =>
    opOf(file, call) === Op.Call && index.storing.reads.has(methodName(file, call)) ? tableOf(file, call) : null;
  return {
    written(file, call) {
      const bySql = sqlWritten(program, file, call);
      if (bySql.length > 0) return bySql.map((each) => ({ ...each, table: singular(each.table) }));
      const files = filesWritten(program, file, call);
      if (files.some((name) => signedIn(file).has(name))) return [];
      if (files.length > 0) return files.map((table) => ({ table, column: '', node: argumentOf(file, call, 1) }));
      if (methodName(file, call) === 'save' && argumentCount(file, call) === 0) {
        return changedRow(file, call, readFrom, (made) => (isModel(file, made) ? nameOf(program, file, made) : null));
      }
      if (!index.storing.writes.has(methodName(file, call))) return [];
      const table = tableOf(file, call);
      if (table === null) return [];
      const out: { table: string; column: string; node: NodeId }[] = [];
      for (let i = 0; i < argumentCount(file, call); i++) {
        for (const [of, column, node] of columnsOf(file, argumentOf(file, call, i), null, 0)) {
          out.push({ table: of === null ? table : related.of(table, of), column, node });
        }
      }
      return out;
    },
    readFrom,
    tablesOf: (file, call) => sqlRead(program, file, call)?.tables.map(singular) ?? filesRead(program, file, call),
    queryBehind: (file, node) => {
      const bySql = isCall(file, node) ? sqlRead(program, file, node) : null;
      const tables = isCall(file, node) && bySql === null ? filesRead(program, file, node) : [];
      if (tables[0] !== undefined) return { table: tables[0], tables, columnOf: () => '', gives: () => true };
      if (bySql === null) return queryBehind(readFrom, file, node);
      const [table = ''] = bySql.tables;
      return { ...bySql, table: singular(table), tables: bySql.tables.map(singular) };
    },
    results: index.storing.results,
    related: related.of,
    namesOf: related.names,
  };
}

const isCall = (file: FileFacts, node: NodeId): boolean =>
  opOf(file, node) === Op.Call || opOf(file, node) === Op.Tagged;

/** `article.body = text; await article.save()`: what was set on a row that was read before, or that is new. */
function changedRow(
  file: FileFacts,
  call: NodeId,
  readFrom: Rows['readFrom'],
  modelOf: (made: NodeId) => string | null,
): readonly { readonly table: string; readonly column: string; readonly node: NodeId }[] {
  const callee = calleeOf(file, call);
  const set: { readonly column: string; readonly node: NodeId }[] = [];
  for (let n = opOf(file, callee) === Op.Member ? aOf(file, callee) : -1, i = 0; n >= 0 && i < MAX_CHANGES; i++) {
    const op = opOf(file, n);
    if (op === Op.Store) {
      const list = aOf(file, n);
      if (bOf(file, n) >= 0) set.push({ column: stringOf(file, bOf(file, n)), node: listAt(file, list, 1) });
      n = listAt(file, list, 0);
    } else if (op === Op.Def || op === Op.Await || op === Op.Cast || op === Op.Effect) n = aOf(file, n);
    else if (op === Op.New) {
      const table = modelOf(calleeOf(file, n));
      const first = Array.from(columnsOf(file, argumentOf(file, n, 0), null, 0), ([, column, node]) => ({
        column,
        node,
      }));
      return table === null ? [] : [...first, ...set].map((change) => ({ table: singular(table), ...change }));
    } else {
      const table = readFrom(file, n);
      return table === null ? [] : set.map((change) => ({ table, ...change }));
    }
  }
  return [];
}

/** `model Post {`, or a field and its type. */
const LINE = /^[ \t]*(?:model[ \t]+(\w+)|(\w+)[ \t]+(\w+)(?:\[\]|\?)?)/gm;

/** Relations by name, as schemas declare them: `posts Post[]`; else a relation is named for its table. */
function relationsOf(program: Program): {
  of(table: string, name: string): string;
  names(tables: ReadonlySet<string>): string[];
} {
  let declared: Map<string, string> | null = null;
  const read = (): Map<string, string> => {
    const found = new Map<string, string>();
    const schemas = program.matching('schemas of Prisma', (_, path) => path.endsWith('.prisma'));
    const texts = schemas.map((path) => program.text(path) ?? '');
    const models = new Set(texts.flatMap((text) => [...text.matchAll(/^\s*model\s+(\w+)/gm)].map(([, name]) => name)));
    for (const text of texts) {
      let model = '';
      for (const [, opened, field = '', type = ''] of text.matchAll(LINE)) {
        if (opened !== undefined) model = singular(opened);
        else if (models.has(type)) found.set(`${model}.${field}`, singular(type));
      }
    }
    return found;
  };
  return {
    of(table, name) {
      declared ??= read();
      return declared.get(`${table}.${name}`) ?? singular(name);
    },
    names(tables) {
      declared ??= read();
      return [...declared].flatMap(([of, table]) => (tables.has(table) ? [of.slice(of.indexOf('.') + 1)] : []));
    },
  };
}

/** Which rows a leaf reads: those of the table it comes from whose column is asked for. */
export function rowsBehind(rows: Rows, kept: readonly Row[], leaf: Leaf): readonly Row[] {
  if (kept.length === 0) return [];
  // a method of what a function is handed is a client's
  const node = leaf.k === 'opaque' ? leaf.node : leaf.k === 'callback' ? leaf.call : -1;
  const query = node < 0 ? null : rows.queryBehind(leaf.file, node);
  if (query === null) return [];
  const { table } = query;
  const asked = skipIndexes(leaf.path).keys.filter((k) => k !== '*' && !/^\d+$/.test(k));
  const [key, ...inner] = rows.results.has(asked[0] ?? '') ? asked.slice(1) : asked;
  return kept.filter((row) => {
    const isOf = (query.tables ?? [table]).includes(row.table);
    const column = key === undefined ? undefined : (query.columnOf?.(key) ?? key);
    if (isOf && (column === undefined || same(column, row.column))) return query.gives(row.column);
    // a row of another table that was read with it
    const [nested] = inner;
    return (
      key !== undefined && rows.related(table, key) === row.table && (nested === undefined || same(nested, row.column))
    );
  });
}

/** Calls that read tables of which content is kept, in files whose text names one and a reading method. */
export function readsOf(program: Program, index: CatalogueIndex, rows: Rows, kept: readonly Row[]): readonly NodeRef[] {
  const tables = new Set(kept.map((row) => row.table));
  const reads = [...index.storing.reads];
  const names = rows.namesOf(tables);
  const out: NodeRef[] = [];
  const ofFiles = kept.some(({ table }) => table.startsWith('file '));
  const mayRead = (text: string): boolean => {
    if (ofFiles && mayReadFiles(text)) return true;
    if (!reads.some((name) => text.includes(`${name}(`)) && !/\bselect\b|\breturning\b/i.test(text)) return false;
    const lower = text.toLowerCase().replace(/_/g, '');
    return (
      [...tables].some((table) => lower.includes(table.replace(/y$/, ''))) || names.some((name) => text.includes(name))
    );
  };
  for (const path of program.matching(`reads of ${JSON.stringify([[...tables], names])}`, mayRead)) {
    const text = program.text(path) ?? '';
    const file = program.facts(path);
    for (const call of file?.calls ?? []) {
      const table = file === undefined ? null : rows.readFrom(file, call);
      if (file !== undefined && rows.tablesOf(file, call).some((each) => tables.has(each))) {
        out.push({ file, node: call });
        continue;
      }
      if (file === undefined || table === null) continue;
      const asked = text.slice(startOf(file, call), endOf(file, call)).match(/\w+/g) ?? [];
      if (tables.has(table) || asked.some((word) => tables.has(rows.related(table, word))))
        out.push({ file, node: call });
    }
  }
  return out;
}

/** Values by column; `relation` names the relation whose rows they are of, null for the rows of the call itself. */
function* columnsOf(
  file: FileFacts,
  node: NodeId,
  relation: string | null,
  depth: number,
): Iterable<readonly [relation: string | null, column: string, node: NodeId]> {
  let n = node;
  for (let i = 0; i < MAX_CHANGES; i++) {
    const op = opOf(file, n);
    if (op === Op.Store) {
      if (bOf(file, n) >= 0) yield [relation, stringOf(file, bOf(file, n)), listAt(file, aOf(file, n), 1)];
      n = listAt(file, aOf(file, n), 0);
    } else if (op === Op.Def || op === Op.Cast || op === Op.Effect) n = aOf(file, n);
    else break;
  }
  if (depth > 8) return;
  const list = aOf(file, n);
  if (opOf(file, n) === Op.Array) {
    for (let i = 0; i < listLength(file, list); i++) yield* columnsOf(file, listAt(file, list, i), relation, depth + 1);
  }
  if (opOf(file, n) !== Op.Object) return;
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i) !== PropKind.Init) continue;
    const key = stringOf(file, listAt(file, list, i + 1));
    const value = listAt(file, list, i + 2);
    if (WRAPPERS.has(key) || (relation !== null && NESTED.has(key))) yield* columnsOf(file, value, relation, depth + 1);
    else if (isNested(file, value)) yield* columnsOf(file, value, key, depth + 1);
    else if (key !== 'where') yield [relation, key, value];
  }
}

/** `posts: { create: { … } }`: rows of a relation, written with the row. */
function isNested(file: FileFacts, node: NodeId): boolean {
  if (opOf(file, node) !== Op.Object) return false;
  const list = aOf(file, node);
  if (listLength(file, list) === 0) return false;
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const written = listAt(file, list, i) === PropKind.Init;
    if (!written || !/^(?:create|connect|upsert|update|set|delete)/.test(stringOf(file, listAt(file, list, i + 1)))) {
      return false;
    }
  }
  return Array.from({ length: listLength(file, list) / 3 }, (_, i) =>
    stringOf(file, listAt(file, list, i * 3 + 1)),
  ).some((key) => NESTED.has(key));
}

/**
 * The table of a query: `prisma.article.create` (the member before the method), `db.insert(articles).values`,
 * `supabase.from('articles').insert` (the argument of the call before it), `Article.create` (the model itself).
 */
function tableName(
  program: Program,
  file: FileFacts,
  call: NodeId,
): { readonly name: string; readonly on: readonly NodeId[] } | null {
  const callee = calleeOf(file, call);
  // `from(notes)` of a builder that selects first, `getDoc(doc(db, 'notes', id))`
  const own = opOf(file, callee) !== Op.Member || methodName(file, call) === 'from';
  let name = own ? tableIn(program, file, argumentOf(file, call, 0), 0) : null;
  const on: NodeId[] = own ? [callee] : [];
  let n = callee;
  let first = true;
  for (let i = 0; i < MAX_STEPS; i++) {
    if (opOf(file, n) !== Op.Member) break;
    const object = aOf(file, n);
    on.push(object);
    if (opOf(file, object) === Op.Call) {
      const argument = argumentOf(file, object, 0);
      if (argument >= 0 && methodName(file, object) !== 'doc') name ??= nameOf(program, file, argument);
      n = calleeOf(file, object);
    } else {
      if (opOf(file, object) === Op.Member && first) name ??= stringOf(file, bOf(file, object));
      else if (opOf(file, object) !== Op.Member) {
        name ??= nameOf(program, file, object);
        return name === null ? null : { name, on };
      }
      n = object;
    }
    first = false;
  }
  return name === null ? null : { name, on: [...on, n] };
}

/** The table a reference names: `notes`, `'notes'`, `doc(db, 'notes', id)`, `query(collection(db, 'notes'), …)`. */
function tableIn(program: Program, file: FileFacts, node: NodeId, depth: number): string | null {
  if (node < 0 || depth > 4) return null;
  const op = opOf(file, node);
  if (op === Op.Def && opOf(file, aOf(file, node)) === Op.Call) return tableIn(program, file, aOf(file, node), depth);
  if (op !== Op.Call) return nameOf(program, file, node);
  for (let i = 0; i < argumentCount(file, node); i++) {
    const argument = argumentOf(file, node, i);
    const inner = opOf(file, argument);
    if (inner === Op.Str || inner === Op.Call) return tableIn(program, file, argument, depth + 1);
  }
  return null;
}

function nameOf(program: Program, file: FileFacts, node: NodeId): string | null {
  switch (opOf(file, node)) {
    case Op.Import: {
      const name = file.imports[aOf(file, node)]?.name ?? null;
      // what a file takes as its default has the name it gives it
      return name === 'default'
        ? (program.text(file.path)?.slice(startOf(file, node), endOf(file, node)) ?? null)
        : name;
    }
    case Op.Cell:
      return file.variables[aOf(file, node)]?.name ?? null;
    case Op.Def:
      return file.variables[bOf(file, node)]?.name ?? null;
    case Op.Member:
      return stringOf(file, bOf(file, node));
    case Op.Str: {
      const [text] = program.strings({ file, node });
      return text === undefined || text.includes(HOLE) ? null : text;
    }
    default:
      return null;
  }
}

/** `Articles`, `article`, `articleRepository` are one table. */
function singular(name: string): string {
  const bare = name
    .toLowerCase()
    .replace(/(?:s?_?(?:repository|repo|model|table|collection|entity))$/, '')
    .replace(/_/g, '');
  return bare.endsWith('ies') ? `${bare.slice(0, -3)}y` : bare.replace(/(?<=[^s])s$/, '');
}

const same = (a: string, b: string): boolean => a.replace(/_/g, '').toLowerCase() === b.replace(/_/g, '').toLowerCase();
