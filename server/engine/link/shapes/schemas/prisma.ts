import type { FieldShape, Shape } from '../../contract.ts';
import type { FileFacts } from '../../../extract/facts.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  BOOLEAN,
  BYTES,
  DATE,
  ENUM,
  external,
  fieldOf,
  lazyFunction,
  literal,
  literalsOf,
  NUMBER,
  promise,
  record,
  recordOf,
  renamed,
  setOptional,
  STRING,
  tuple,
  UNKNOWN,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { parsePrisma, type PrismaField, type PrismaModel, type PrismaSchema } from './prisma-schema.ts';
import { sqlRows } from './sql-results.ts';
import { chosen, returnsOf, texts } from './support.ts';

const PKG = '@prisma/client';
const CLIENT = 'PrismaClient';
const DELEGATE = 'Delegate';

interface Group extends PrismaSchema {
  /** Folder of the schema file or files. */
  readonly folder: string;
  /** Where clients are generated to, from the root. */
  readonly targets: readonly string[];
}

const SCALARS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['String', STRING],
  ['Int', NUMBER],
  ['BigInt', NUMBER],
  ['Float', NUMBER],
  ['Decimal', NUMBER],
  ['Boolean', BOOLEAN],
  ['DateTime', DATE],
  ['Bytes', BYTES],
]);

const ONE = new Set([
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'create',
  'update',
  'upsert',
  'delete',
]);
const MANY = new Set(['findMany', 'createManyAndReturn', 'updateManyAndReturn', 'findRaw']);
const RAW = new Set(['$queryRaw', '$queryRawUnsafe', '$queryRawTyped']);

const cache = new WeakMap<object, readonly Group[]>();

/** Schemas of the workspace, files of one folder (or of one `schema` folder) together. */
function groups(core: Core): readonly Group[] {
  const known = cache.get(core.program);
  if (known !== undefined) return known;
  const byFolder = new Map<
    string,
    { models: Map<string, PrismaModel>; enums: Set<string>; outputs: string[]; targets: string[] }
  >();
  for (const path of core.pathsEnding(['.prisma'])) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const root = folder.replace(/\/(?:schema|models?)(?:\/.*)?$/, '');
    let group = byFolder.get(root);
    if (group === undefined)
      byFolder.set(root, (group = { models: new Map(), enums: new Set(), outputs: [], targets: [] }));
    const parsed = parsePrisma(path, core.program.text(path) ?? '');
    for (const [k, v] of parsed.models) group.models.set(k, v);
    for (const e of parsed.enums) group.enums.add(e);
    group.targets.push(...parsed.outputs.map((o) => joinPath(folder, o)));
  }
  const found = [...byFolder].map(([folder, g]) => ({ ...g, folder }));
  cache.set(core.program, found);
  return found;
}

/** Joins POSIX paths; steps above the root are dropped. */
function joinPath(folder: string, to: string): string {
  const out = to.startsWith('/') ? [] : folder.split('/').filter((s) => s !== '');
  for (const step of to.split('/')) {
    if (step === '..') out.pop();
    else if (step !== '.' && step !== '') out.push(step);
  }
  return out.join('/');
}

const shared = (a: string, b: string): number => {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
};

/** The schema a file most likely uses: the nearest in the tree. */
function nearest(core: Core, path: string): string {
  let best = '';
  let most = -1;
  for (const g of groups(core)) {
    const near = shared(`${g.folder}/`, path);
    if (near > most) {
      most = near;
      best = g.folder;
    }
  }
  return best;
}

const clientFor = (core: Core, path: string): Shape => external(PKG, CLIENT, [literal(nearest(core, path))]);

/** Groups to look in, the client's own first. */
function ordered(core: Core, self: ExternalShape): readonly Group[] {
  const folder = literalsOf(self.args[0] ?? UNKNOWN)[0];
  const all = groups(core);
  const own = all.filter((g) => g.folder === folder);
  return [...own, ...all.filter((g) => g.folder !== folder)];
}

const delegateKey = (model: string): string => model.charAt(0).toLowerCase() + model.slice(1);

function fieldShape(group: Group, field: PrismaField, args: (f: PrismaField, model: PrismaModel) => Shape): Shape {
  const model = group.models.get(field.type);
  const one =
    SCALARS.get(field.type) ??
    (group.enums.has(field.type) ? ENUM : model === undefined ? UNKNOWN : args(field, model));
  return field.list ? array(one) : one;
}

/** The row of a model as a call's arguments narrow or widen it. */
function row(core: Core, group: Group, model: PrismaModel, args: Shape, depth: number): Shape {
  const source = { path: model.path, start: model.start, end: model.end, kind: 'prisma' };
  return record(model.name, () => rowFields(core, group, model, args, depth), source, [model.table]);
}

function rowFields(core: Core, group: Group, model: PrismaModel, args: Shape, depth: number): Fields {
  const select = chosen(core, core.field(args, 'select'));
  const include = chosen(core, core.field(args, 'include'));
  const omit = chosen(core, core.field(args, 'omit'));
  const out = new Map<string, FieldShape>();
  for (const f of model.fields) {
    const isRelation = group.models.get(f.type)?.kind === 'model';
    const wanted =
      select !== null ? select.has(f.name) : isRelation ? include?.has(f.name) === true : omit?.has(f.name) !== true;
    if (!wanted) continue;
    const nested = select?.get(f.name) ?? include?.get(f.name) ?? UNKNOWN;
    const shape = fieldShape(group, f, (_, to) => (depth > 8 ? UNKNOWN : row(core, group, to, nested, depth + 1)));
    const source = { path: model.path, start: f.start, end: f.end, kind: 'prisma' };
    const field = fieldOf(shape, source, f.optional, f.tagged);
    out.set(f.name, f.column === '' ? field : renamed(field, f.column));
  }
  if (select?.has('_count') === true || include?.has('_count') === true) out.set('_count', fieldOf(recordOf('', [])));
  return out;
}

/** A row of a model no schema file tells of: only what is selected by name is known. */
function unknownRow(core: Core, name: string, args: Shape): Shape {
  const fields = (of: Shape, depth: number): readonly (readonly [string, Shape])[] => {
    const keys = chosen(core, core.field(of, 'select')) ?? chosen(core, core.field(of, 'include'));
    return [...(keys ?? [])].map(
      ([k, v]) => [k, depth > 6 || v.k !== 'record' ? UNKNOWN : recordOf(k, fields(v, depth + 1))] as const,
    );
  };
  return record(name, () => new Map(fields(args, 0).map(([k, s]) => [k, fieldOf(s)])), null);
}

function delegateRow(core: Core, self: ExternalShape, args: Shape): Shape {
  const key = literalsOf(self.args[1] ?? UNKNOWN)[0] ?? '';
  for (const g of ordered(core, self)) {
    for (const m of g.models.values()) if (delegateKey(m.name) === key) return row(core, g, m, args, 0);
  }
  return unknownRow(core, key.charAt(0).toUpperCase() + key.slice(1), args);
}

function query(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const args = site.literalShape(0);
  if (ONE.has(key)) return promise(delegateRow(core, self, args));
  if (MANY.has(key)) return promise(array(delegateRow(core, self, args)));
  if (key === 'count') return promise(NUMBER);
  if (key === 'createMany' || key === 'updateMany' || key === 'deleteMany')
    return promise(recordOf('', [['count', NUMBER]]));
  if (key === 'groupBy') {
    const by = core.field(args, 'by');
    const keys = [...literalsOf(by), ...texts(core, by)];
    const whole = delegateRow(core, self, UNKNOWN);
    return promise(
      array(
        recordOf(
          whole.k === 'record' ? whole.name : '',
          keys.map((k) => [k, core.field(whole, k)] as const),
        ),
      ),
    );
  }
  return null;
}

function clientMethod(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  if (RAW.has(key)) return promise(site.types[0] ?? array(sqlRows(core, site)));
  if (key === '$extends' || key === '$use' || key === '$on') return self;
  if (key === '$transaction') {
    const ref = site.argument(0);
    const parts = ref === null ? [] : core.elements(ref);
    if (parts.length > 0) return promise(tuple(parts.map((p) => core.settled(core.nodeShape(p)))));
    return promise(core.settled(returnsOf(site.shape(0))));
  }
  return null;
}

/** Types of the generated client: rows, payloads, inputs, enums. */
function generatedType(core: Core, name: string, args: readonly Shape[], from: FileFacts): Shape | null {
  const bare = name.replace(/^(?:default|Prisma|\$Enums)\./, '');
  if (bare === CLIENT || bare === 'TransactionClient' || bare === 'DefaultPrismaClient')
    return clientFor(core, from.path);
  const found = ordered(core, external(PKG, CLIENT, [literal(nearest(core, from.path))]));
  for (const g of found) {
    const own = g.models.get(bare);
    if (own !== undefined) return row(core, g, own, UNKNOWN, 0);
    if (g.enums.has(bare)) return ENUM;
  }
  const payload = /^(\w+?)(?:GetPayload|Payload)$/.exec(bare)?.[1];
  const input =
    /^(\w+?)(?:Unchecked)?(?:Create|Update|Upsert|CreateMany|UpdateMany|Where|WhereUnique)(?:Without\w+|OrConnect\w*)?Input$/.exec(
      bare,
    )?.[1];
  for (const g of found) {
    const model = g.models.get(payload ?? input ?? '');
    if (model === undefined) continue;
    if (payload !== undefined) return row(core, g, model, args[0] ?? UNKNOWN, 0);
    return record(model.name, () => setOptional(rowFields(core, g, model, UNKNOWN, 0), true), {
      path: model.path,
      start: model.start,
      end: model.end,
      kind: 'prisma',
    });
  }
  return payload === undefined ? null : unknownRow(core, payload, args[0] ?? UNKNOWN);
}

/** Prisma: the schema language, the generated client and its types. */
export const prisma: Provider = {
  id: 'prisma',
  packages: [PKG, '.prisma', '.prisma/client', '@prisma/extension-accelerate'],
  type: generatedType,
  construct: (core, path, site) => (path.endsWith(CLIENT) ? clientFor(core, site.file.path) : null),
  call: (_, path, site) => (/(?:^|\.)Prisma\.validator\(\)$/.test(path) ? site.literalShape(0) : null),
  member: (_, self, key) => {
    if (self.name !== CLIENT || key.startsWith('$')) return null;
    return external(PKG, DELEGATE, [self.args[0] ?? UNKNOWN, literal(key)]);
  },
  method: (core, self, key, site) => {
    if (self.name === DELEGATE) return query(core, self, key, site);
    return self.name === CLIENT ? clientMethod(core, self, key, site) : null;
  },
  argument: (_, self, key, index) =>
    self.name === CLIENT && key === '$transaction' && index === 0
      ? lazyFunction(
          () => [self],
          () => UNKNOWN,
        )
      : null,
  standIn: (core, from, specifier) => {
    for (const g of groups(core)) {
      for (const target of g.targets) {
        if (specifier.startsWith('.')) {
          const folder = from.slice(0, Math.max(0, from.lastIndexOf('/')));
          const to = joinPath(folder, specifier);
          if (to === target || to.startsWith(`${target}/`)) return PKG;
        } else if (target.includes('/')) {
          const tail = target.split('/').slice(-2).join('/');
          if (specifier.endsWith(`/${tail}`) || specifier.includes(`/${tail}/`)) return PKG;
        }
      }
    }
    return null;
  },
};
