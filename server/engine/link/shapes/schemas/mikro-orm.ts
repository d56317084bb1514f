import type { Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  external,
  lazyFunction,
  NUMBER,
  promise,
  recordOf,
  tuple,
  UNKNOWN,
  type ExternalShape,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { returnsOf } from './support.ts';
import { entityRow, instanceOf } from './typeorm.ts';

const PKG = '@mikro-orm/core';
const MANAGER = 'EntityManager';
/** [entity] */
const REPOSITORY = 'EntityRepository';
/** [entity, fields selected, relations joined] */
const QUERY = 'QueryBuilder';
/** [entity] */
const SCHEMA = 'EntitySchema';

const ONE = /^(?:findOne|findOneOrFail|upsert|refresh|refreshOrFail|getReference)$/;
const MANY = /^(?:find|findAll|upsertMany)$/;
const COUNTED = /^(?:findAndCount|findByCursor)$/;

/** The entity that a class, or a schema that describes one, stands for. */
function entityOf(given: Shape): Shape {
  return given.k === 'external' && given.name === SCHEMA ? (given.args[0] ?? UNKNOWN) : instanceOf(given);
}

/** What one of the reading methods gives, with its options. */
function read(core: Core, entity: Shape, key: string, options: Shape): Shape | null {
  const row = (): Shape => {
    const narrowed = entityRow(
      core,
      entity,
      recordOf('', [
        ['select', core.field(options, 'fields')],
        ['relations', core.field(options, 'populate')],
        ['omit', core.field(options, 'exclude')],
      ]),
    );
    return narrowed;
  };
  if (ONE.test(key)) return key === 'getReference' ? row() : promise(row());
  if (MANY.test(key)) return promise(array(row()));
  if (COUNTED.test(key)) return promise(tuple([array(row()), NUMBER]));
  return key === 'count' ? promise(NUMBER) : null;
}

const builder = (entity: Shape): ExternalShape => external(PKG, QUERY, [entity, UNKNOWN, UNKNOWN]);

function manager(core: Core, key: string, site: Site): Shape | null {
  switch (key) {
    case 'fork':
      return external(PKG, MANAGER);
    case 'transactional':
      return promise(core.settled(returnsOf(site.shape(0))));
    case 'create':
    case 'assign':
      return entityOf(site.shape(0));
    case 'getRepository':
      return external(PKG, REPOSITORY, [entityOf(site.shape(0))]);
    case 'createQueryBuilder':
    case 'qb':
      return builder(entityOf(site.shape(0)));
    default:
      return read(core, entityOf(site.shape(0)), key, site.literalShape(key === 'findAll' ? 1 : 2));
  }
}

function query(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [entity = UNKNOWN, select = UNKNOWN, relations = UNKNOWN] = self.args;
  const row = (): Shape =>
    entityRow(
      core,
      entity,
      recordOf('', [
        ['select', select],
        ['relations', relations],
      ]),
    );
  switch (key) {
    case 'select': {
      const fields = site.literalShape(0);
      return external(PKG, QUERY, [entity, site.strings(0).includes('*') ? UNKNOWN : fields, relations]);
    }
    case 'getResult':
    case 'getResultList':
    case 'execute':
      return promise(array(row()));
    case 'getSingleResult':
      return promise(row());
    case 'getCount':
      return promise(NUMBER);
    default:
      return /JoinAndSelect$/.test(key)
        ? external(PKG, QUERY, [entity, select, tuple([...tupleOf(relations), site.literalShape(0)])])
        : self;
  }
}

const tupleOf = (shape: Shape): readonly Shape[] => (shape.k === 'tuple' ? shape.of : []);

/** MikroORM: entities are classes, read by the entity manager, repositories and its query builder: https://mikro-orm.io. */
export const mikroOrm: Provider = {
  id: 'mikro-orm',
  packages: [
    PKG,
    '@mikro-orm/knex',
    '@mikro-orm/sql',
    '@mikro-orm/postgresql',
    '@mikro-orm/mysql',
    '@mikro-orm/mariadb',
    '@mikro-orm/sqlite',
    '@mikro-orm/better-sqlite',
    '@mikro-orm/libsql',
    '@mikro-orm/mssql',
    '@mikro-orm/mongodb',
  ],
  type: (_, name, args) => {
    if (/^(?:Sql|Mongo)?EntityManager$/.test(name)) return external(PKG, MANAGER);
    if (/^(?:Sql|Mongo)?EntityRepository$/.test(name)) return external(PKG, REPOSITORY, args);
    return name === 'MikroORM' ? recordOf('', [['em', external(PKG, MANAGER)]]) : null;
  },
  construct: (core, path, site) =>
    path === SCHEMA
      ? external(PKG, SCHEMA, [site.types[0] ?? instanceOf(core.field(site.literalShape(0), 'class'))])
      : null,
  call: (_, path) =>
    /^MikroORM\.init(?:Sync)?$/.test(path) ? promise(recordOf('', [['em', external(PKG, MANAGER)]])) : null,
  method: (core, self, key, site) => {
    const [entity = UNKNOWN] = self.args;
    switch (self.name) {
      case MANAGER:
        return manager(core, key, site);
      case REPOSITORY:
        if (key === 'create') return entity;
        if (key === 'createQueryBuilder' || key === 'qb') return builder(entity);
        return read(core, entity, key, site.literalShape(key === 'findAll' ? 0 : 1));
      case QUERY:
        return query(core, self, key, site);
      default:
        return null;
    }
  },
  argument: (_, self, key) =>
    self.name === MANAGER && key === 'transactional'
      ? lazyFunction(
          () => [self],
          () => UNKNOWN,
        )
      : null,
};
