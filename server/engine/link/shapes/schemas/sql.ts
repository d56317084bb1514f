import { HOLE } from '../../strings.ts';
import type { FieldShape, Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  external,
  fieldOf,
  literal,
  literalsOf,
  NUMBER,
  promise,
  recordOf,
  renamed,
  tuple,
  union,
  UNKNOWN,
  type ExternalShape,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { sqlRow, sqlRows } from './sql-results.ts';

/** How a client hands rows back. */
type Result = 'rows' | 'array' | 'pair' | 'results' | 'row';

interface Client {
  readonly pkg: string;
  /** Exports that make one when called or constructed. */
  readonly makers: readonly string[];
  /** Names of its types, connections of pools and transactions included. */
  readonly types: readonly string[];
  readonly methods: readonly string[];
  readonly result: Result;
  /** The client itself is a tag or a function of a statement. */
  readonly callable?: Result;
  /** Methods give a promise. */
  readonly waits: boolean;
}

const CLIENTS: readonly Client[] = [
  {
    pkg: 'pg',
    makers: ['Pool', 'Client', 'default.Pool', 'default.Client'],
    types: ['Pool', 'PoolClient', 'Client', 'ClientBase'],
    methods: ['query'],
    result: 'rows',
    waits: true,
  },
  {
    pkg: '@vercel/postgres',
    makers: ['createPool', 'createClient', 'db', 'sql'],
    types: ['VercelPool', 'VercelClient', 'VercelPoolClient'],
    methods: ['query', 'sql'],
    result: 'rows',
    callable: 'rows',
    waits: true,
  },
  {
    pkg: '@neondatabase/serverless',
    makers: ['neon', 'Pool', 'Client'],
    types: ['NeonQueryFunction', 'Pool', 'Client'],
    methods: ['query'],
    result: 'rows',
    callable: 'array',
    waits: true,
  },
  {
    pkg: 'postgres',
    makers: ['default'],
    types: ['Sql', 'default.Sql', 'TransactionSql'],
    methods: ['unsafe'],
    result: 'array',
    callable: 'array',
    waits: true,
  },
  {
    pkg: 'mysql2',
    makers: ['createPool', 'createConnection', 'default.createPool', 'default.createConnection'],
    types: ['Pool', 'Connection', 'PoolConnection'],
    methods: ['query', 'execute'],
    result: 'pair',
    waits: true,
  },
  {
    pkg: 'better-sqlite3',
    makers: ['default'],
    types: ['Database', 'default.Database'],
    methods: [],
    result: 'array',
    waits: false,
  },
  { pkg: 'node:sqlite', makers: ['DatabaseSync'], types: ['DatabaseSync'], methods: [], result: 'array', waits: false },
  { pkg: 'bun:sqlite', makers: ['Database'], types: ['Database'], methods: [], result: 'array', waits: false },
  {
    pkg: '@planetscale/database',
    makers: ['connect', 'Client'],
    types: ['Connection', 'Client'],
    methods: ['execute'],
    result: 'rows',
    waits: true,
  },
  {
    pkg: '@libsql/client',
    makers: ['createClient'],
    types: ['Client', 'Transaction'],
    methods: ['execute'],
    result: 'rows',
    waits: true,
  },
  {
    pkg: 'slonik',
    makers: ['createPool'],
    types: ['DatabasePool', 'CommonQueryMethods'],
    methods: ['query'],
    result: 'rows',
    waits: true,
  },
  {
    pkg: 'pg-promise',
    makers: ['default()'],
    types: ['IDatabase'],
    methods: ['any', 'many', 'manyOrNone', 'query'],
    result: 'array',
    waits: true,
  },
  { pkg: '@cloudflare/workers-types', makers: [], types: ['D1Database'], methods: [], result: 'results', waits: true },
];

const CLIENT = 'SqlClient';
const STATEMENT = 'SqlStatement';
const byPackage = new Map(CLIENTS.map((c) => [c.pkg, c]));

function given(result: Result, row: Shape): Shape {
  switch (result) {
    case 'rows':
      return recordOf('', [['rows', array(row)]]);
    case 'results':
      return recordOf('', [['results', array(row)]]);
    case 'array':
      return array(row);
    case 'pair':
      return tuple([array(row), UNKNOWN]);
    case 'row':
      return row;
  }
}

const clientOf = (pkg: string): Shape => external(pkg, CLIENT);

/** Explicit row type (`query<User>`), else the statement's. */
function rowOf(core: Core, site: Site): Shape {
  const [explicit] = site.types;
  if (explicit === undefined) return sqlRows(core, site);
  return explicit.k === 'array' ? explicit.of : explicit;
}

const waited = (client: Client, shape: Shape): Shape => (client.waits ? promise(shape) : shape);

/** Statements kept and run later: `db.prepare(sql).get(…)`. */
function prepared(self: ExternalShape, key: string): Shape | null {
  const client = byPackage.get(self.pkg);
  const [row = UNKNOWN] = self.args;
  if (client === undefined) return null;
  if (key === 'get' || key === 'first') return waited(client, row);
  if (key === 'all' || key === 'iterate' || key === 'values') return waited(client, given(client.result, row));
  return key === 'run' ? null : self;
}

const make = (path: string, pkg: string): Shape | null =>
  byPackage.get(pkg)?.makers.includes(path) === true ? clientOf(pkg) : null;

/** Clients that take SQL as text or as a tagged template; rows are named and typed by the statement. */
const clients: readonly Provider[] = CLIENTS.map((client): Provider => {
  const { pkg } = client;
  return {
    id: `sql:${pkg}`,
    packages: [pkg],
    type: (_, name) => (client.types.includes(name.replace(/^default\./, '')) ? clientOf(pkg) : null),
    construct: (_, path) => make(path, pkg),
    call: (core, path, site) => {
      if (client.makers.includes(path) && path !== 'sql') return clientOf(pkg);
      // a ready-made tag: `import { sql } from '@vercel/postgres'`
      if (path === 'sql' && client.callable !== undefined)
        return waited(client, given(client.callable, rowOf(core, site)));
      return path === 'sql.query' || path === 'db.query' ? waited(client, given('rows', rowOf(core, site))) : null;
    },
    invoke: (core, self, site) =>
      self.name === CLIENT && client.callable !== undefined
        ? waited(client, given(client.callable, rowOf(core, site)))
        : null,
    method: (core, self, key, site) => {
      if (self.name === STATEMENT) return prepared(self, key);
      if (self.name !== CLIENT) return null;
      if (key === 'prepare') return external(pkg, STATEMENT, [rowOf(core, site)]);
      if (client.methods.includes(key)) return waited(client, given(client.result, rowOf(core, site)));
      if (key === 'connect' || key === 'getConnection' || key === 'promise') return waited(client, self);
      if (pkg === 'pg-promise' && /^one(?:OrNone)?$/.test(key)) return promise(rowOf(core, site));
      return null;
    },
  };
});

const AGGREGATES = /^(?:count|sum|avg|min|max)(?:Distinct)?$/;
const SELECTS = /^(?:select|column|columns|returning|first)$/;

/** A query of knex with the columns that it asks for. */
function knexColumns(core: Core, self: ExternalShape, key: string, site: Site): Shape {
  const [row = UNKNOWN, columns = UNKNOWN, one = UNKNOWN] = self.args;
  const names = Array.from({ length: site.count }, (_, i) => [...site.strings(i), ...listed(core, site, i)]).flat();
  const chosen = names.length > 0 && !names.includes('*') ? union(names.map((n) => literal(n))) : columns;
  return external('knex', 'KnexQuery', [row, chosen, key === 'first' ? literal('one') : one]);
}

/** knex: the table's name is the row's name, columns are those selected. */
const knex: Provider = {
  id: 'knex',
  packages: ['knex'],
  type: (_, name) => (/^(?:default\.)?Knex(?:\.Transaction)?$/.test(name) ? external('knex', 'Knex') : null),
  call: (_, path) => (/^(?:default|knex|[*=])$/.test(path) ? external('knex', 'Knex') : null),
  invoke: (core, self, site) => (self.name === 'Knex' ? table(core, site) : null),
  method: (core, self, key, site) => {
    if (self.name === 'Knex') {
      if (key === 'raw') return promise(given('rows', sqlRows(core, site)));
      // `knex.select('email').from('users')`
      if (SELECTS.test(key)) return knexColumns(core, external('knex', 'KnexQuery', [UNKNOWN]), key, site);
      return key === 'from' || key === 'table' || key === 'into' ? table(core, site) : null;
    }
    if (self.name !== 'KnexQuery') return null;
    const one = self.args[2] ?? UNKNOWN;
    if (SELECTS.test(key)) return knexColumns(core, self, key, site);
    if (key === 'from') {
      const from = table(core, site);
      return from.k === 'external'
        ? external('knex', 'KnexQuery', [from.args[0] ?? UNKNOWN, ...self.args.slice(1)])
        : self;
    }
    if (AGGREGATES.test(key)) {
      const [text = ''] = site.strings(0);
      const alias = /\s+as\s+(\w+)\s*$/i.exec(text)?.[1] ?? key;
      return external('knex', 'KnexQuery', [recordOf('', [[alias, NUMBER]]), UNKNOWN, one]);
    }
    if (key === 'pluck') return promise(array(UNKNOWN));
    return /^(?:then|catch|finally)$/.test(key) ? null : self;
  },
  settle: (core, self) => {
    if (self.name !== 'KnexQuery') return null;
    const [row = UNKNOWN, columns = UNKNOWN, one] = self.args;
    const names = literalsOf(columns);
    const of =
      names.length === 0 || row.k !== 'record'
        ? row
        : recordOf(
            row.name,
            names.map((n) => knexColumn(core, row, n)),
            row.source,
            row.also ?? [],
          );
    return one === undefined || one.k === 'unknown' ? array(of) : of;
  },
};

/** `'users.email as mail'`: the field it gives. */
function knexColumn(core: Core, row: Shape, text: string): readonly [string, FieldShape] {
  const [path = '', alias] = text.trim().split(/\s+as\s+/i);
  const column = path.slice(path.lastIndexOf('.') + 1);
  const field = fieldOf(core.field(row, column));
  return alias === undefined ? [column, field] : [alias, renamed(field, column)];
}

const listed = (core: Core, site: Site, i: number): readonly string[] => {
  const ref = site.argument(i);
  return ref === null
    ? []
    : core.elements(ref).flatMap((e) => core.program.strings(e).filter((s) => !s.includes(HOLE)));
};

function table(core: Core, site: Site): Shape {
  const [explicit] = site.types;
  const name = site.strings(0)[0]?.replace(/\s+as\s+.*$/i, '') ?? '';
  const row = explicit ?? (name === '' ? UNKNOWN : sqlRowOfTable(core, name));
  return external('knex', 'KnexQuery', [row]);
}

const sqlRowOfTable = (core: Core, name: string): Shape => sqlRow(core, `select * from "${name.replace(/"/g, '')}"`);

export const sqlProviders: readonly Provider[] = [...clients, knex];
