import type { FieldShape, Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  dictionary,
  external,
  fieldOf,
  lazyFunction,
  literal,
  literalsOf,
  membersOf,
  named,
  NUMBER,
  omitKeys,
  pickKeys,
  promise,
  record,
  recordOf,
  union,
  UNKNOWN,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { sqlRows } from './sql-results.ts';
import { COLUMN, columnShape, columnType, withColumn } from './drizzle-columns.ts';
import { bareName, chosen, externalIn, placeOf, returnsOf, sourceOf } from './support.ts';

const PKG = 'drizzle-orm';
/** [row] */
const TABLE = 'Table';
/** [schema object] */
const DATABASE = 'Database';
/** [table, relations: record of related tables] */
const RELATIONS = 'Relations';
/** [row, selection or unknown, 'many' | 'one', tables joined …] */
const QUERY = 'Query';
/** [table, schema]: `db.query.users` */
const RELATIONAL = 'RelationalQuery';

const TABLE_MAKERS =
  /^(?:pg|mysql|sqlite|singlestore|mssql|cockroach|gel)Table$|^(?:(?:pg|mysql|sqlite)TableCreator\(\))$|Schema\(\)\.(?:table|view)$|^(?:pg|mysql|sqlite)(?:View|MaterializedView)$/;

/** A table: its name in the database and its columns, given as an object or as a function of the column builders. */
function table(core: Core, site: Site): Shape {
  const [name = ''] = site.strings(0);
  const source = sourceOf(site, 'drizzle');
  const variable = site.call < 0 ? '' : core.nameOf({ file: site.file, node: site.call });
  const row = record(name === '' ? bareName(variable) : name, () => tableColumns(core, site), source, [
    variable,
    bareName(variable),
  ]);
  return external(PKG, TABLE, [row]);
}

function tableColumns(core: Core, site: Site): Fields {
  const out = new Map<string, FieldShape>();
  const ref = site.argument(1);
  if (ref === null) return out;
  const literal = core.properties(ref);
  if (literal.size > 0) {
    for (const [key, value] of literal) {
      const column = core.nodeShape(value);
      out.set(key, withColumn(fieldOf(columnType(column), placeOf(value, 'drizzle')), key, column));
    }
    return out;
  }
  const made = returnsOf(core.literalShape(ref));
  for (const [key, f] of core.fields(made)) {
    out.set(key, withColumn({ ...f, shape: columnType(f.shape) }, key, f.shape));
  }
  return out;
}

const rowOf = (shape: Shape): Shape => externalIn(shape, [TABLE, QUERY])?.args[0] ?? UNKNOWN;

/** `{ id: t.id, who: t, n: sql<number>… }`: what each value of a selection gives. */
function selected(core: Core, selection: Shape, name: string, also: readonly string[]): Shape {
  return record(
    name,
    () => {
      const out = new Map<string, FieldShape>();
      for (const [key, f] of core.fields(selection)) {
        const field = { ...f, shape: selectedValue(core, f.shape) };
        out.set(key, withColumn(field, key, f.shape));
      }
      return out;
    },
    null,
    also,
  );
}

function selectedValue(core: Core, shape: Shape): Shape {
  const known = externalIn(shape, [COLUMN, TABLE, QUERY]);
  if (known !== null) return known.args[0] ?? UNKNOWN;
  const part = membersOf(shape).find((m) => m.k === 'record');
  return part === undefined ? UNKNOWN : selected(core, part, '', []);
}

const nameOf = (row: Shape): string => (row.k === 'record' ? row.name : '');
const namesOf = (row: Shape): readonly string[] => (row.k === 'record' ? (row.also ?? []) : []);

const query = (row: Shape, selection: Shape, tables: readonly Shape[], one = false): ExternalShape =>
  external(PKG, QUERY, [row, selection, literal(one ? 'one' : 'many'), ...tables]);

/** The query with one more table: without a selection, rows have one record per table. */
function from(core: Core, self: ExternalShape, added: Shape): Shape {
  const [, selection = UNKNOWN, , ...tables] = self.args;
  const all = [...tables, added];
  const [first = UNKNOWN] = all;
  const names = all.flatMap((t) => [nameOf(t), ...namesOf(t)]);
  if (selection.k !== 'unknown') return query(selected(core, selection, nameOf(first), names), selection, all);
  if (all.length === 1) return query(first, selection, all);
  return query(
    recordOf(
      '',
      all.map((t) => [nameOf(t), t] as const),
    ),
    selection,
    all,
  );
}

function databaseMethod(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  switch (key) {
    case 'select':
    case 'selectDistinct':
      return query(UNKNOWN, site.literalShape(0), []);
    case 'selectDistinctOn':
      return query(UNKNOWN, site.literalShape(1), []);
    case 'insert':
    case 'update':
    case 'delete': {
      const row = rowOf(site.shape(0));
      return query(UNKNOWN, UNKNOWN, [row]);
    }
    case '$with':
    case 'with':
      return self;
    case '$count':
      return promise(NUMBER);
    case 'transaction':
    case 'batch':
      return promise(core.settled(returnsOf(site.shape(0))));
    case 'execute':
    case 'all':
    case 'run':
    case 'get': {
      const row = site.types[0] ?? sqlRows(core, site);
      // drivers differ: rows of the result, or the result itself
      return promise({ k: 'union', of: [array(row), recordOf('', [['rows', array(row)]])] });
    }
    default:
      return null;
  }
}

function queryMethod(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [row = UNKNOWN, , , ...tables] = self.args;
  switch (key) {
    case 'from':
    case 'leftJoin':
    case 'innerJoin':
    case 'rightJoin':
    case 'fullJoin':
    case 'crossJoin':
      return from(core, self, rowOf(site.shape(0)));
    case 'returning': {
      const selection = site.literalShape(0);
      const [table = UNKNOWN] = tables;
      return query(
        selection.k === 'unknown' ? table : selected(core, selection, nameOf(table), namesOf(table)),
        selection,
        tables,
      );
    }
    case 'values':
      // of an insert it takes what to write
      return site.count > 0 ? self : promise(array(row));
    case 'execute':
    case 'all':
      return promise(array(row));
    case 'get':
      return promise(row);
    case 'then':
    case 'catch':
    case 'finally':
      return null;
    default:
      return self;
  }
}

/** Rows of `db.query.t.findMany({ columns, with, extras })`. */
function relational(core: Core, schema: Shape, table: Shape, args: Shape, depth: number): Shape {
  const row = rowOf(table);
  const columns = chosen(core, core.field(args, 'columns'));
  const excluded = excludedKeys(core, core.field(args, 'columns'));
  const related = chosen(core, core.field(args, 'with'));
  return record(
    nameOf(row),
    () => {
      const all = core.fields(row);
      const picked =
        columns === null ? all : columns.size > 0 ? pickKeys(all, new Set(columns.keys())) : omitKeys(all, excluded);
      const out = new Map(picked);
      for (const [key, nested] of related ?? []) {
        const target = depth > 6 ? UNKNOWN : relatedTable(core, schema, row, key);
        const of = relational(core, schema, target.k === 'array' ? target.of : target, nested, depth + 1);
        out.set(key, fieldOf(target.k === 'array' ? array(of) : of));
      }
      return out;
    },
    row.k === 'record' ? row.source : null,
    namesOf(row),
  );
}

function excludedKeys(core: Core, columns: Shape): ReadonlySet<string> {
  const out = new Set<string>();
  for (const [k, f] of core.fields(columns)) if (literalsOf(f.shape).includes('false')) out.add(k);
  return out;
}

/** The table a relation leads to (an array of it for `many`), by the `relations(…)` declarations in the schema. */
function relatedTable(core: Core, schema: Shape, row: Shape, key: string): Shape {
  for (const f of core.fields(schema).values()) {
    const relations = externalIn(f.shape, [RELATIONS]);
    if (relations === null || nameOf(rowOf(relations.args[0] ?? UNKNOWN)) !== nameOf(row)) continue;
    const found = core.field(relations.args[1] ?? UNKNOWN, key);
    if (found.k !== 'unknown') return found;
  }
  return UNKNOWN;
}

const database = (schema: Shape): Shape => external(PKG, DATABASE, [schema]);

/** Drizzle ORM: tables, the query builder, relational queries: https://orm.drizzle.team/docs. */
export const drizzle: Provider = {
  id: 'drizzle',
  packages: [PKG],
  type: (_, name, args) => {
    const last = name.slice(name.lastIndexOf('.') + 1);
    const first = args[0] ?? UNKNOWN;
    if (/^Infer(?:Select|Insert)?Model$/.test(last)) return rowOf(first);
    if (last.endsWith('Database')) return database(first);
    // transactions are typed by driver first, schema second
    return last.endsWith('Transaction') ? database(args[1] ?? first) : null;
  },
  call: (core, path, site) => {
    if (TABLE_MAKERS.test(path)) return table(core, site);
    if (path === 'drizzle' || /^drizzle\.mock$/.test(path)) {
      const config = [site.literalShape(0), site.literalShape(1)].find((c) => core.field(c, 'schema').k !== 'unknown');
      return database(config === undefined ? UNKNOWN : core.field(config, 'schema'));
    }
    if (path === 'relations') {
      const made = returnsOf(site.literalShape(1));
      return external(PKG, RELATIONS, [site.shape(0), made]);
    }
    if (path === 'getTableColumns' || path === 'getColumns') {
      const row = rowOf(site.shape(0));
      return record(
        nameOf(row),
        () => new Map([...core.fields(row)].map(([k, f]) => [k, { ...f, shape: external(PKG, COLUMN, [f.shape]) }])),
      );
    }
    if (path === 'alias' || path === 'aliasedTable') return site.shape(0);
    if (path === 'sql' || path === 'sql.raw') return external(PKG, COLUMN, [site.types[0] ?? UNKNOWN]);
    if (/^(?:count|countDistinct|sum|avg)$/.test(path)) return external(PKG, COLUMN, [NUMBER]);
    if (path === 'min' || path === 'max') return site.shape(0);
    const column = columnShape(path);
    return column === null ? null : external(PKG, COLUMN, [column, ...site.strings(0).slice(0, 1).map(literal)]);
  },
  member: (core, self, key) => {
    const [first = UNKNOWN] = self.args;
    if (self.name === TABLE) {
      if (key === '$inferSelect' || key === '$inferInsert') return first;
      if (key === '_') return dictionary(first);
      const column = core.fields(first).get(key);
      if (column === undefined) return null;
      return external(PKG, COLUMN, [column.shape, union([key, ...(column.columns ?? [])].map(literal))]);
    }
    if (self.name === DATABASE && key === 'query') {
      return record('', () => {
        const out = new Map<string, FieldShape>();
        for (const [k, f] of core.fields(first)) {
          if (externalIn(f.shape, [TABLE]) !== null) out.set(k, fieldOf(external(PKG, RELATIONAL, [f.shape, first])));
        }
        return out;
      });
    }
    if (self.name === QUERY) {
      const inner = core.field(first, key);
      return inner.k === 'unknown' ? null : external(PKG, COLUMN, [inner]);
    }
    return null;
  },
  method: (core, self, key, site) => {
    const [first = UNKNOWN, second = UNKNOWN] = self.args;
    switch (self.name) {
      case DATABASE:
        return databaseMethod(core, self, key, site);
      case QUERY:
        return queryMethod(core, self, key, site);
      case COLUMN:
        if (key === '$type') return external(PKG, COLUMN, [site.types[0] ?? first, second]);
        if (key === 'array') return external(PKG, COLUMN, [array(first), second]);
        return self;
      case RELATIONAL: {
        const row = relational(core, second, first, site.literalShape(0), 0);
        if (key === 'findFirst') return promise(row);
        return key === 'findMany' ? promise(array(row)) : null;
      }
      default:
        return null;
    }
  },
  invoke: (_, self, site) => {
    if (self.name === 'many') return array(site.shape(0));
    if (self.name === 'one') return site.shape(0);
    return self.name === COLUMN ? external(PKG, COLUMN, [site.types[0] ?? self.args[0] ?? UNKNOWN]) : null;
  },
  argument: (_, self, key, index) => {
    if (self.name === DATABASE && key === 'transaction' && index === 0)
      return lazyFunction(
        () => [self],
        () => UNKNOWN,
      );
    if (self.name === 'typeof relations' && index === 1) {
      const many = (isMany: boolean): Shape => external(PKG, isMany ? 'many' : 'one');
      return lazyFunction(
        () => [
          recordOf('', [
            ['many', many(true)],
            ['one', many(false)],
          ]),
        ],
        () => UNKNOWN,
      );
    }
    if (self.name.startsWith('typeof ') && TABLE_MAKERS.test(self.name.slice('typeof '.length)) && index === 1) {
      return lazyFunction(
        () => [external(PKG, 'typeof *')],
        () => UNKNOWN,
      );
    }
    return null;
  },
  settle: (_, self) => {
    if (self.name !== QUERY) return null;
    const [row = UNKNOWN, , count] = self.args;
    return count !== undefined && literalsOf(count).includes('one') ? row : array(row);
  },
};

/** Schemas made of tables: `createSelectSchema(users)`. */
export const drizzleSchemas: readonly Provider[] = [
  'drizzle-zod',
  'drizzle-valibot',
  'drizzle-typebox',
  'drizzle-arktype',
].map((pkg): Provider => ({
  id: pkg,
  packages: [pkg],
  call: (_, path, site) => {
    if (!/^create(?:Select|Insert|Update)Schema$/.test(path)) return null;
    const target = pkg.slice('drizzle-'.length);
    return external(target, target === 'valibot' ? 'Schema' : 'ZodType', [named(rowOf(site.shape(0)), '', null)]);
  },
}));
