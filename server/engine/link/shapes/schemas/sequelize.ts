import type { FieldShape, NodeRef, Shape } from '../../contract.ts';
import { aOf, argumentOf, bOf, calleeOf, opOf, Op, stringOf } from '../../../extract/index.ts';
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
  literalsOf,
  membersOf,
  NUMBER,
  omitKeys,
  promise,
  record,
  recordOf,
  renamed,
  STRING,
  tuple,
  UNKNOWN,
  type ClassShape,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { changed } from '../standard-types.ts';
import { placeOf, sourceOf, texts } from './support.ts';

const PKG = 'sequelize';
const CONNECTION = 'Sequelize';
/** [row]: what `sequelize.define()` gives. */
const MODEL = 'DefinedModel';

const COLUMNS: readonly (readonly [RegExp, Shape])[] = [
  [/^(?:STRING|TEXT|CHAR|CITEXT|UUID|UUIDV4|INET|CIDR|MACADDR)$/, STRING],
  [/^(?:INTEGER|BIGINT|SMALLINT|TINYINT|MEDIUMINT|FLOAT|DOUBLE|DECIMAL|REAL|NUMBER)$/, NUMBER],
  [/^BOOLEAN$/, BOOLEAN],
  [/^(?:DATE|DATEONLY|TIME|NOW)$/, DATE],
  [/^ENUM$/, ENUM],
  [/^BLOB$/, BYTES],
];

/** Methods that give one row, and where their options stand. */
const ONE: ReadonlyMap<string, number> = new Map([
  ['findOne', 0],
  ['findByPk', 1],
  ['create', -1],
  ['build', -1],
  ['upsert', -1],
]);

/** `DataTypes.STRING`, `DataTypes.STRING(64)`, `{ type: DataTypes.STRING }`. */
function attribute(core: Core, ref: NodeRef, depth = 0): Shape {
  const type = depth < 2 ? core.properties(ref).get('type') : undefined;
  if (type !== undefined) return attribute(core, type, depth + 1);
  const shape = core.nodeShape(ref);
  if (shape.k !== 'external') return UNKNOWN;
  const name = shape.name.replace(/\(\)$/, '');
  const last = name.slice(name.lastIndexOf('.') + 1);
  return COLUMNS.find(([pattern]) => pattern.test(last))?.[1] ?? UNKNOWN;
}

function attributes(core: Core, ref: NodeRef | null): Fields {
  const out = new Map<string, FieldShape>();
  if (ref === null) return out;
  for (const [key, value] of core.properties(ref)) {
    const named = core.properties(value).get('field');
    const columns = named === undefined ? [] : core.program.strings(named);
    const field = fieldOf(attribute(core, value), placeOf(value, PKG));
    out.set(key, columns.filter((column) => column !== key).reduce(renamed, field));
  }
  return out;
}

/** The row as `attributes` leaves it: a list of columns, of `[column, alias]`, or `{ exclude: […] }`. */
function selected(core: Core, row: Shape, options: Shape): Shape {
  const chosen = core.field(options, 'attributes');
  if (chosen.k === 'array' || chosen.k === 'tuple') {
    return changed(core, row, (fields) => {
      const out = new Map<string, FieldShape>();
      for (const item of chosen.k === 'tuple' ? chosen.of : [chosen.of]) {
        const [column = '', alias = column] =
          item.k === 'tuple' ? item.of.map((part) => literalsOf(part)[0] ?? '') : [undefined];
        const names = item.k === 'tuple' ? [[column, alias] as const] : literalsOf(item).map((n) => [n, n] as const);
        for (const [from, to] of names) {
          const field = fields.get(from) ?? fieldOf(UNKNOWN);
          out.set(to, from === to ? field : renamed(field, from));
        }
      }
      return out;
    });
  }
  const left = new Set(texts(core, core.field(chosen, 'exclude')));
  return left.size > 0 ? changed(core, row, (fields) => omitKeys(fields, left)) : row;
}

/** The rows that `include` asks for beside, under the names they stand under. */
function included(core: Core, options: Shape): readonly (readonly [string, Shape])[] {
  const list = core.field(options, 'include');
  const items = list.k === 'tuple' ? list.of : list.k === 'array' ? [list.of] : [list];
  return items.flatMap((item) => {
    const own = item.k === 'record' ? core.field(item, 'model') : item;
    const row = membersOf(own).flatMap((m) => {
      if (m.k === 'external' && isModel(m))
        return m.name === MODEL ? m.args.slice(0, 1) : [classRow(core, m.args[0] ?? UNKNOWN)];
      return m.k === 'function' && m.returns.k === 'class' ? [classRow(core, m.returns)] : [];
    })[0];
    const as = item.k === 'record' ? literalsOf(core.field(item, 'as')) : [];
    const name = row?.k === 'record' ? `${row.name.slice(0, 1).toLowerCase()}${row.name.slice(1)}` : '';
    if (row === undefined) return [];
    const of = selected(core, row, item);
    return (as.length > 0 ? as : [name]).map((key) => [key, of] as const);
  });
}

/** The row as options leave it, with the rows that it is joined with. */
function joined(core: Core, row: Shape, options: Shape): Shape {
  const beside = included(core, options);
  const own = selected(core, row, options);
  if (beside.length === 0) return own;
  return changed(core, own, (fields) => {
    const out = new Map(fields);
    for (const [key, shape] of beside) if (!out.has(key)) out.set(key, fieldOf(shape));
    return out;
  });
}

function modelMethod(core: Core, row: Shape, key: string, site: Site): Shape | null {
  const options = ONE.get(key);
  if (options !== undefined) {
    const of = options < 0 ? row : joined(core, row, site.literalShape(options));
    return key === 'build' ? of : key === 'upsert' ? promise(tuple([of, BOOLEAN])) : promise(of);
  }
  switch (key) {
    case 'findAll':
      return promise(array(joined(core, row, site.literalShape(0))));
    case 'bulkCreate':
      return promise(array(row));
    case 'findAndCountAll':
      return promise(
        recordOf('', [
          ['rows', array(joined(core, row, site.literalShape(0)))],
          ['count', NUMBER],
        ]),
      );
    case 'findOrCreate':
    case 'findOrBuild':
    case 'findCreateFind':
      return promise(tuple([row, BOOLEAN]));
    case 'count':
    case 'destroy':
      return promise(NUMBER);
    case 'scope':
    case 'unscoped':
    case 'schema':
      return external(PKG, MODEL, [row]);
    default:
      return null;
  }
}

/** The row of a model class: its declared fields, else the attributes its `init` call names. */
function classRow(core: Core, cls: Shape): Shape {
  if (cls.k !== 'class') return cls;
  const name = cls.file.classes[cls.cls]?.name ?? '';
  return record(name, () => {
    const own = [...core.classFields(cls.file, cls.cls, cls.bindings)].filter(([, f]) => f.shape.k !== 'function');
    return own.length > 0 ? new Map(own) : attributes(core, initOf(core, cls));
  });
}

/** First argument of `User.init({ … })` in the class's file, or of `super.init` / `static init` forms that name it. */
function initOf(core: Core, cls: ClassShape): NodeRef | null {
  const { file } = cls;
  for (const call of file.calls) {
    const callee = calleeOf(file, call);
    if (opOf(file, callee) !== Op.Member || stringOf(file, bOf(file, callee)) !== 'init') continue;
    const found = core.program.entities({ file, node: aOf(file, callee) });
    if (found.some((e) => e.k === 'class' && e.file === file && e.cls === cls.cls)) {
      return { file, node: argumentOf(file, call, 0) };
    }
  }
  return null;
}

const isModel = (self: ExternalShape): boolean => self.name === MODEL || /^static (?:default\.)?Model$/.test(self.name);

/** Sequelize: models by `define`, by `init`, and by decorators: https://sequelize.org/docs/v6. */
export const sequelize: Provider = {
  id: PKG,
  packages: [PKG, '@sequelize/core', 'sequelize-typescript'],
  type: (_, name, args) => {
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (/^(?:Inferred?|Infer)?(?:Creation)?Attributes$/.test(last)) return args[0] ?? UNKNOWN;
    if (last === 'CreationOptional' || last === 'NonAttribute') return args[0] ?? UNKNOWN;
    return last === CONNECTION ? external(PKG, CONNECTION) : null;
  },
  construct: (_, path) => (/(?:^|\.)Sequelize$/.test(path) ? external(PKG, CONNECTION) : null),
  method: (core, self, key, site) => {
    if (isModel(self)) {
      const [row = UNKNOWN] = self.args;
      return modelMethod(core, self.name === MODEL ? row : classRow(core, row), key, site);
    }
    if (self.name !== CONNECTION) return null;
    if (key === 'define') {
      const ref = site.argument(1);
      const row = record(site.strings(0)[0] ?? '', () => attributes(core, ref), sourceOf(site, PKG));
      return external(PKG, MODEL, [site.types[0] ?? row]);
    }
    return key === 'transaction' ? promise(UNKNOWN) : null;
  },
};
