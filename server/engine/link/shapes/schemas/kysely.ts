import type { FieldShape, Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  external,
  fieldOf,
  lazyFunction,
  mergeFields,
  promise,
  record,
  recordOf,
  renamed,
  UNKNOWN,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { sqlRows } from './sql-results.ts';
import { returnsOf, texts } from './support.ts';

const PKG = 'kysely';
/** [database interface] */
const DB = 'Kysely';
/** [row so far, record of tables by alias, name] */
const QUERY = 'Query';

const NOTHING = recordOf('', []);
const WRITES = /^(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)$/;

/** `'users as u'`. */
function tableUse(text: string): { readonly name: string; readonly alias: string } {
  const [name = '', alias = name] = text.trim().split(/\s+as\s+/i);
  return { name: name.slice(name.lastIndexOf('.') + 1), alias };
}

/** Columns of a table; types generated for kysely wrap some columns: `Generated<string>`. */
function columnsOf(core: Core, database: Shape, name: string): Shape {
  const row = core.field(database, name);
  return record(
    name,
    () => new Map([...core.fields(row)].map(([k, f]) => [k, { ...f, shape: plain(f.shape) }])),
    row.k === 'record' ? row.source : null,
    row.k === 'record' ? [row.name, ...(row.also ?? [])] : [],
  );
}

const plain = (shape: Shape): Shape =>
  shape.k === 'external' && /^(?:Generated|ColumnType|JSONColumnType|GeneratedAlways)$/.test(shape.name)
    ? (shape.args[0] ?? UNKNOWN)
    : shape;

function added(core: Core, tables: Shape, database: Shape, site: Site): Shape {
  const list = [...site.strings(0), ...texts(core, site.literalShape(0))].map(tableUse);
  return recordOf('', [
    ...[...core.fields(tables)].map(([k, f]) => [k, f] as const),
    ...list.map((t) => [t.alias, columnsOf(core, database, t.name)] as const),
  ]);
}

/** `'email'`, `'u.email'`, `'u.email as mail'`. */
function picked(core: Core, tables: Shape, texts: readonly string[]): Fields {
  const out = new Map<string, FieldShape>();
  for (const text of texts) {
    const [path = '', alias] = text.trim().split(/\s+as\s+/i);
    const parts = path.split('.');
    const column = parts.at(-1) ?? '';
    const from = parts.at(-2);
    for (const [name, table] of core.fields(tables)) {
      if (from !== undefined && from !== name) continue;
      const found = core.fields(table.shape).get(column);
      if (found !== undefined || !out.has(alias ?? column)) {
        const field = found ?? fieldOf(UNKNOWN);
        out.set(alias ?? column, alias === undefined ? field : renamed(field, column));
      }
      if (found !== undefined) break;
    }
  }
  return out;
}

function query(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [row = NOTHING, tables = NOTHING, database = UNKNOWN] = self.args;
  const name = [...core.fields(tables).values()][0]?.shape;
  const title = name?.k === 'record' ? name.name : '';
  const also = name?.k === 'record' ? (name.also ?? []) : [];
  const source = name?.k === 'record' ? name.source : null;
  const more = (fields: () => Fields): Shape =>
    external(PKG, QUERY, [
      record(title, () => mergeFields([core.fields(row), fields()]), source, also),
      tables,
      database,
    ]);
  switch (key) {
    case 'select':
    case 'returning': {
      const asked = site.literalShape(0);
      // `select((eb) => ['pet.name', eb.fn.count('id').as('n')])`
      const given = [...site.strings(0), ...texts(core, asked), ...texts(core, returnsOf(asked))];
      return more(() => picked(core, tables, given));
    }
    case 'selectAll':
    case 'returningAll': {
      const only = [...site.strings(0), ...texts(core, site.literalShape(0))];
      return more(() =>
        mergeFields(
          [...core.fields(tables)]
            .filter(([k]) => only.length === 0 || only.includes(k))
            .map(([, f]) => core.fields(f.shape)),
        ),
      );
    }
    case 'execute':
      return promise(array(row));
    case 'executeTakeFirst':
    case 'executeTakeFirstOrThrow':
      return promise(row);
    case 'stream':
      return array(row);
    default:
      if (/^(?:inner|left|right|full|cross)?(?:Join|LateralJoin|JoinLateral)$/i.test(key))
        return external(PKG, QUERY, [row, added(core, tables, database, site), database]);
      return self;
  }
}

/** Kysely: queries over a database interface: https://kysely.dev. */
export const kysely: Provider = {
  id: 'kysely',
  packages: [PKG],
  type: (_, name, args) => {
    if (name === 'Transaction' || name === 'Kysely' || name === 'QueryCreator') return external(PKG, DB, args);
    if (/^(?:Selectable|Insertable|Updateable)$/.test(name)) return unwrapped(args[0] ?? UNKNOWN);
    return name === 'Generated' || name === 'ColumnType' || name === 'JSONColumnType' ? (args[0] ?? UNKNOWN) : null;
  },
  construct: (_, path, site) => (path === 'Kysely' ? external(PKG, DB, site.types) : null),
  call: (core, path, site) =>
    path === 'sql' ? external(PKG, 'RawBuilder', [site.types[0] ?? sqlRows(core, site)]) : null,
  method: (core, self, key, site) => {
    if (self.name === QUERY) return query(core, self, key, site);
    const [database = UNKNOWN] = self.args;
    if (self.name === 'RawBuilder')
      return key === 'execute' ? promise(recordOf('', [['rows', array(database)]])) : self;
    if (self.name === 'TransactionBuilder')
      return key === 'execute' ? promise(core.settled(returnsOf(site.shape(0)))) : self;
    if (self.name !== DB) return null;
    if (key === 'selectFrom' || WRITES.test(key))
      return external(PKG, QUERY, [NOTHING, added(core, NOTHING, database, site), database]);
    if (key === 'transaction' || key === 'connection') return external(PKG, 'TransactionBuilder', [database]);
    return /^with/.test(key) ? self : null;
  },
  argument: (_, self, key) =>
    self.name === 'TransactionBuilder' && key === 'execute'
      ? lazyFunction(
          () => [external(PKG, DB, self.args)],
          () => UNKNOWN,
        )
      : null,
};

const unwrapped = (shape: Shape): Shape =>
  shape.k === 'record'
    ? record(
        shape.name,
        () => new Map([...shape.fields()].map(([k, f]) => [k, { ...f, shape: plain(f.shape) }])),
        shape.source,
        shape.also ?? [],
      )
    : shape;
