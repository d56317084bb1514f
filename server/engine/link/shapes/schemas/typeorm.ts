import type { FieldShape, NodeRef, Shape } from '../../contract.ts';
import { argumentCount, argumentOf, calleeOf, opOf, Op } from '../../../extract/index.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  external,
  literal,
  literalsOf,
  membersOf,
  NUMBER,
  pickKeys,
  promise,
  record,
  renamed,
  recordOf,
  tuple,
  union,
  UNKNOWN,
  lazyFunction,
  type ClassShape,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { changed } from '../standard-types.ts';
import { chosen, texts } from './support.ts';

const PKG = 'typeorm';
const REPOSITORY = 'Repository';
const MANAGER = 'EntityManager';
/** [row, columns chosen, relations joined] */
const QUERY = 'SelectQueryBuilder';
/** [row] */
const SCHEMA = 'EntitySchema';

const RELATIONS = new Set(['OneToMany', 'ManyToOne', 'OneToOne', 'ManyToMany', 'Collection']);
const ONE = new Set([
  'findOne',
  'findOneBy',
  'findOneOrFail',
  'findOneByOrFail',
  'preload',
  'findOneById',
  'remove',
  'softRemove',
  'recover',
]);
const MANY = new Set(['find', 'findBy', 'findByIds']);
const MADE = new Set(['create', 'save', 'merge']);

/** Fields of an entity that are other entities: not loaded unless asked for. */
function relationsOf(core: Core, cls: ClassShape): ReadonlySet<string> {
  const out = new Set<string>();
  for (const f of cls.file.classes[cls.cls]?.fields ?? []) {
    if (f.decorators.some((d) => decoratorIs(core, { file: cls.file, node: d }))) out.add(f.name);
  }
  return out;
}

/** Columns that decorators give other names than the fields have: `@Column({ name: 'e_mail' })`. */
function columnsOf(core: Core, { file, cls }: ClassShape): ReadonlyMap<string, readonly string[]> {
  const out = new Map<string, readonly string[]>();
  for (const { name, decorators } of file.classes[cls]?.fields ?? []) {
    const calls = decorators.filter((node) => opOf(file, node) === Op.Call);
    const given = calls.flatMap((call) =>
      Array.from({ length: argumentCount(file, call) }, (_, i) => argumentOf(file, call, i)),
    );
    const names = given.flatMap((node) => {
      const properties = core.properties({ file, node });
      return ['name', 'fieldName'].flatMap((key) => {
        const value = properties.get(key);
        return value === undefined ? [] : core.program.strings(value);
      });
    });
    if (names.length > 0) out.set(name, names);
  }
  return out;
}

function decoratorIs(core: Core, ref: NodeRef): boolean {
  const node = opOf(ref.file, ref.node) === Op.Call ? calleeOf(ref.file, ref.node) : ref.node;
  const shape = core.nodeShape({ file: ref.file, node });
  return (
    shape.k === 'external' && shape.name.startsWith('typeof ') && RELATIONS.has(shape.name.slice('typeof '.length))
  );
}

/** Names a select or relations option gives, as an object or as a list; null if there is none. */
function keysOf(core: Core, option: Shape): ReadonlyMap<string, Shape> | null {
  const object = chosen(core, option);
  if (object !== null) return object;
  const names = texts(core, option).map((n) => n.replace(/^\w+\./, ''));
  return names.length === 0 ? null : new Map(names.map((n) => [n, UNKNOWN]));
}

/** A row of an entity as find options narrow it. */
export function entityRow(core: Core, entity: Shape, options: Shape, depth = 0): Shape {
  const cls = membersOf(entity).find((m): m is ClassShape => m.k === 'class');
  if (cls === undefined) {
    const select = keysOf(core, core.field(options, 'select'));
    return select === null ? entity : changed(core, entity, (fields) => pickKeys(fields, new Set(select.keys())));
  }
  const name = cls.file.classes[cls.cls]?.name ?? '';
  const facts = cls.file.classes[cls.cls];
  const source =
    facts === undefined ? null : { path: cls.file.path, start: facts.start, end: facts.end, kind: 'typeorm' };
  return record(name, () => rowFields(core, cls, options, depth), source);
}

function rowFields(core: Core, cls: ClassShape, options: Shape, depth: number): Fields {
  const select = keysOf(core, core.field(options, 'select'));
  const relations = keysOf(core, core.field(options, 'relations'));
  const left = new Set(texts(core, core.field(options, 'omit')));
  const links = relationsOf(core, cls);
  const columns = columnsOf(core, cls);
  const out = new Map<string, FieldShape>();
  for (const [key, f] of core.fields(cls)) {
    if (left.has(key)) continue;
    const related = links.has(key);
    const nested = relations?.get(key);
    if (related ? nested === undefined && select?.has(key) !== true : select !== null && !select.has(key)) continue;
    out.set(
      key,
      related && depth < 6
        ? { ...f, shape: relatedShape(core, f.shape, select?.get(key) ?? UNKNOWN, nested ?? UNKNOWN, depth) }
        : (columns.get(key) ?? []).filter((column) => column !== key).reduce(renamed, f),
    );
  }
  return out;
}

function relatedShape(core: Core, shape: Shape, select: Shape, relations: Shape, depth: number): Shape {
  const options = recordOf('', [
    ['select', select],
    ['relations', relations],
  ]);
  if (shape.k === 'array') return array(entityRow(core, shape.of, options, depth + 1));
  return entityRow(core, core.settled(shape), options, depth + 1);
}

function find(core: Core, entity: Shape, key: string, options: Shape): Shape | null {
  const conditions = /By(?:OrFail)?$|ById$|ByIds$/.test(key);
  const of = entityRow(core, entity, conditions ? UNKNOWN : options);
  if (ONE.has(key)) return promise(of);
  if (MANY.has(key)) return promise(array(of));
  if (key === 'findAndCount' || key === 'findAndCountBy') return promise(tuple([array(of), NUMBER]));
  return key === 'count' || key === 'countBy' ? promise(NUMBER) : null;
}

/** What a class makes, or what a schema of one describes. */
export const instanceOf = (value: Shape): Shape =>
  union(
    membersOf(value).map((m) => {
      if (m.k === 'external' && m.name === SCHEMA) return m.args[0] ?? UNKNOWN;
      return m.k === 'function' ? m.returns : UNKNOWN;
    }),
  );
const query = (of: Shape, columns: Shape, joined: Shape = UNKNOWN): ExternalShape =>
  external(PKG, QUERY, [of, columns, joined]);

function repository(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [entity = UNKNOWN] = self.args;
  if (key === 'createQueryBuilder') return query(entity, UNKNOWN);
  if (MADE.has(key)) {
    const many = site.shape(0).k === 'array';
    const of = many ? array(entity) : entity;
    return key === 'save' ? promise(of) : of;
  }
  if (key === 'extend') return self;
  return find(core, entity, key, site.literalShape(0));
}

function manager(core: Core, key: string, site: Site): Shape | null {
  const entity = instanceOf(site.shape(0));
  if (key === 'getRepository' || key === 'getTreeRepository')
    return external(PKG, REPOSITORY, [site.types[0] ?? entity]);
  if (key === 'transaction') return promise(core.settled(instanceOf(site.shape(site.count - 1))));
  if (key === 'createQueryBuilder') return query(entity, UNKNOWN);
  if (MADE.has(key)) {
    const made = entity.k === 'unknown' ? site.shape(0) : entity;
    return key === 'save' ? promise(made) : made;
  }
  return find(core, entity, key, site.literalShape(1));
}

function builder(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [entity = UNKNOWN, columns = UNKNOWN, joined = UNKNOWN] = self.args;
  const asked = (names: Shape): Shape => {
    const keys = literalsOf(names);
    return keys.length === 0
      ? UNKNOWN
      : recordOf(
          '',
          keys.map((n) => [n, literal('true')] as const),
        );
  };
  const of = (): Shape =>
    entityRow(
      core,
      entity,
      recordOf('', [
        ['select', asked(columns)],
        ['relations', asked(joined)],
      ]),
    );
  switch (key) {
    case 'select': {
      const given = [...site.strings(0), ...texts(core, site.literalShape(0))].filter((n) => n.includes('.'));
      return query(entity, union(given.map((n) => literal(n.slice(n.indexOf('.') + 1)))), joined);
    }
    case 'addSelect': {
      const given = [...site.strings(0), ...texts(core, site.literalShape(0))].filter((n) => n.includes('.'));
      return query(
        entity,
        columns.k === 'unknown' ? columns : union([columns, ...given.map((n) => literal(n.slice(n.indexOf('.') + 1)))]),
        joined,
      );
    }
    case 'from':
      return query(instanceOf(site.shape(0)), columns);
    case 'getOne':
    case 'getOneOrFail':
      return promise(of());
    case 'getRawOne':
      return promise(site.types[0] ?? of());
    case 'getMany':
      return promise(array(of()));
    case 'getRawMany':
      return promise(array(site.types[0] ?? of()));
    case 'getManyAndCount':
      return promise(tuple([array(of()), NUMBER]));
    case 'getCount':
      return promise(NUMBER);
    default: {
      // `leftJoinAndSelect('order.customer', 'customer')`
      if (!/JoinAnd(?:Select|MapOne|MapMany)$/.test(key)) return self;
      const names = site.strings(0).map((name) => literal(name.slice(name.indexOf('.') + 1)));
      return query(entity, columns, union([joined, ...names]));
    }
  }
}

/** TypeORM: entities are classes; repositories, the manager, the query builder and active records read them: https://typeorm.io. */
export const typeorm: Provider = {
  id: 'typeorm',
  packages: [PKG],
  type: (_, name, args) => {
    if (/^(?:Tree|MongoReactive|Mongo)?Repository$/.test(name)) return external(PKG, REPOSITORY, args);
    return /^(?:EntityManager|DataSource|Connection|QueryRunner)$/.test(name) ? external(PKG, MANAGER) : null;
  },
  construct: (_, path, site) => {
    if (path === SCHEMA) return external(PKG, SCHEMA, site.types);
    return path === 'DataSource' ? external(PKG, MANAGER) : null;
  },
  call: (_, path, site) => {
    if (path === 'getRepository') return external(PKG, REPOSITORY, [instanceOf(site.shape(0))]);
    if (path === 'getManager' || path === 'getConnection') return external(PKG, MANAGER);
    return path === 'createConnection' ? promise(external(PKG, MANAGER)) : null;
  },
  member: (_, self, key) => {
    if (self.name === MANAGER && key === 'manager') return self;
    return self.name === REPOSITORY && key === 'manager' ? external(PKG, MANAGER) : null;
  },
  method: (core, self, key, site) => {
    switch (self.name) {
      case REPOSITORY:
        return repository(core, self, key, site);
      case MANAGER:
        return manager(core, key, site);
      case QUERY:
        return builder(core, self, key, site);
      case 'static BaseEntity':
        return find(core, self.args[0] ?? UNKNOWN, key, site.literalShape(0));
      default:
        return null;
    }
  },
  argument: (_, self, key) =>
    self.name === MANAGER && key === 'transaction'
      ? lazyFunction(
          () => [self],
          () => UNKNOWN,
        )
      : null,
};
