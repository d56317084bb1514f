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
  record,
  recordOf,
  renamed,
  STRING,
  UNKNOWN,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { sqlTables } from './sql-tables.ts';

const PKG = '@supabase/supabase-js';
/** [Database, schema name] */
const CLIENT = 'SupabaseClient';
/** [whole row, row as selected, 'one' | 'many', Database] */
const QUERY = 'PostgrestBuilder';

const PACKAGES = [
  PKG,
  '@supabase/ssr',
  '@supabase/auth-helpers-nextjs',
  '@supabase/auth-helpers-react',
  '@supabase/postgrest-js',
  '@supabase/supabase-auth-helpers',
];
const MAKERS =
  /^(?:createClient|createServerClient|createBrowserClient|create(?:Server|Client|Route|Middleware|Pages)\w*Client|useSupabaseClient)$/;

/** One item of a select list, with what is selected inside a related table. */
interface Item {
  readonly name: string;
  readonly column: string;
  readonly inner: readonly Item[] | null;
}

const ITEM = /\s*(?:\.\.\.)?(?:([\w"]+)\s*:\s*)?("[^"]+"|[\w*]+)((?:!\w+)*)((?:->>?\w+)*)(?:::\w+)?(?:\.\w+\(\))?\s*/y;

/** `id, name, owner:users!inner(email), posts(title)`: see PostgREST, "Vertical filtering". */
function selectList(text: string): readonly Item[] {
  let at = 0;
  const list = (depth: number): readonly Item[] => {
    const out: Item[] = [];
    while (at < text.length && depth < 12) {
      ITEM.lastIndex = at;
      const m = ITEM.exec(text);
      if (m === null) break;
      at = ITEM.lastIndex;
      const column = (m[2] ?? '').replace(/"/g, '');
      const json = /->>?(\w+)$/.exec(m[4] ?? '')?.[1];
      let inner: readonly Item[] | null = null;
      if (text[at] === '(') {
        at++;
        inner = list(depth + 1);
        if (text[at] === ')') at++;
      }
      out.push({ name: m[1] ?? json ?? column, column, inner });
      while (text[at] === ' ' || text[at] === '\n') at++;
      if (text[at] !== ',') break;
      at++;
    }
    return out;
  };
  return list(0);
}

/** Row of a table by the generated types, else by the workspace's migrations, else by name only. */
function tableRow(core: Core, database: Shape, schema: string, name: string): Shape {
  const typed = core.field(database, schema);
  for (const kind of ['Tables', 'Views']) {
    const row = core.field(core.field(core.field(typed, kind), name), 'Row');
    if (row.k !== 'unknown') return record(name, () => core.fields(row), row.k === 'record' ? row.source : null);
  }
  const table = sqlTables(core).get(name.toLowerCase());
  return record(
    name,
    () => new Map([...(table?.columns.values() ?? [])].map((c) => [c.name, fieldOf(c.shape, c.source)])),
    table?.source ?? null,
  );
}

function selected(core: Core, row: Shape, items: readonly Item[], database: Shape): Shape {
  return record(
    row.k === 'record' ? row.name : '',
    () => selectedFields(core, row, items, database),
    row.k === 'record' ? row.source : null,
  );
}

function selectedFields(core: Core, row: Shape, items: readonly Item[], database: Shape): Fields {
  const out = new Map<string, FieldShape>();
  const all = core.fields(row);
  for (const item of items) {
    if (item.column === '*') for (const [k, f] of all) out.set(k, f);
    else if (item.inner === null) {
      const field = all.get(item.column) ?? fieldOf(UNKNOWN);
      out.set(item.name, item.name === item.column ? field : renamed(field, item.column));
    } else {
      const inner = selected(core, tableRow(core, database, 'public', item.column), item.inner, database);
      // whether one or many rows come depends on the foreign key; fields are found through lists too
      out.set(item.name, fieldOf({ k: 'union', of: [inner, array(inner)] }));
    }
  }
  return out;
}

const client = (database: Shape, schema = 'public'): ExternalShape =>
  external(PKG, CLIENT, [database, literal(schema)]);

function clientMethod(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [database = UNKNOWN, schema = UNKNOWN] = self.args;
  const [name = ''] = site.strings(0);
  switch (key) {
    case 'from': {
      const row = tableRow(core, database, literalsOf(schema)[0] ?? 'public', name);
      return external(PKG, QUERY, [row, UNKNOWN, literal('many'), database]);
    }
    case 'schema':
      return client(database, name);
    case 'rpc': {
      const returns = core.field(
        core.field(core.field(core.field(database, literalsOf(schema)[0] ?? 'public'), 'Functions'), name),
        'Returns',
      );
      return external(PKG, QUERY, [returns, returns, literal('as it is'), database]);
    }
    default:
      return null;
  }
}

function queryMethod(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [row = UNKNOWN, chosen = UNKNOWN, count = UNKNOWN, database = UNKNOWN] = self.args;
  switch (key) {
    case 'select': {
      const [text] = site.strings(0);
      const all = site.count === 0 || text === undefined;
      return external(PKG, QUERY, [row, all ? row : selected(core, row, selectList(text), database), count, database]);
    }
    case 'single':
    case 'maybeSingle':
      return external(PKG, QUERY, [row, chosen, literal('one'), database]);
    case 'returns':
    case 'overrideTypes':
      return external(PKG, QUERY, [row, site.types[0] ?? chosen, literal('as it is'), database]);
    case 'then':
    case 'catch':
      return null;
    default:
      return self;
  }
}

/** Supabase: tables by generated types or migrations, columns by the select list: https://supabase.com/docs/reference/javascript. */
export const supabase: Provider = {
  id: 'supabase',
  packages: PACKAGES,
  type: (_, name, args) => {
    if (/^(?:default\.)?SupabaseClient$/.test(name)) return client(args[0] ?? UNKNOWN);
    return null;
  },
  construct: (_, path, site) => (path === CLIENT ? client(site.types[0] ?? UNKNOWN) : null),
  call: (_, path, site) =>
    MAKERS.test(path.slice(path.lastIndexOf('.') + 1)) ? client(site.types[0] ?? UNKNOWN) : null,
  member: (_, self, key) => (self.name === CLIENT && key === 'auth' ? external(PKG, 'SupabaseAuthClient') : null),
  method: (core, self, key, site) => {
    if (self.name === CLIENT) return clientMethod(core, self, key, site);
    if (self.name === QUERY) return queryMethod(core, self, key, site);
    if (self.name === 'SupabaseAuthClient' && (key === 'getUser' || key === 'getSession')) {
      const user = recordOf('User', [
        ['id', STRING],
        ['email', STRING],
        ['phone', STRING],
        ['user_metadata', UNKNOWN],
        ['app_metadata', UNKNOWN],
      ]);
      const session = recordOf('', [['user', user]]);
      return {
        k: 'promise',
        of: recordOf('', [
          ['data', key === 'getUser' ? session : recordOf('', [['session', session]])],
          ['error', UNKNOWN],
        ]),
      };
    }
    return null;
  },
  settle: (_, self) => {
    if (self.name !== QUERY) return null;
    const [, chosen = UNKNOWN, count = UNKNOWN] = self.args;
    const data = literalsOf(count).includes('many') && chosen.k !== 'unknown' ? array(chosen) : chosen;
    return recordOf('', [
      ['data', data],
      ['error', UNKNOWN],
      ['count', NUMBER],
    ]);
  },
};
