import { HOLE } from '../strings.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  bOf,
  cOf,
  endOf,
  functionOf,
  listAt,
  listItems,
  listLength,
  opOf,
  Op,
  PropKind,
  startOf,
  stringOf,
  typeOf,
} from '../../extract/index.ts';
import type { FieldShape, ModuleTarget, NodeRef, Shape } from '../contract.ts';
import type { ExportResolver } from '../modules/index.ts';
import type { Calls } from './calls.ts';
import type { Classes } from './classes.ts';
import type { Core } from './core.ts';
import type { Recursion } from './memo.ts';
import {
  array,
  BOOLEAN,
  dictionary,
  ENUM,
  external,
  fieldOf,
  lazyFunction,
  literal,
  membersOf,
  NULL,
  NUMBER,
  omitKeys,
  record,
  STRING,
  tuple,
  union,
  UNKNOWN,
} from './shape.ts';
import { changed } from './standard-types.ts';

export type Values = Pick<Core, 'nodeShape' | 'literalShape' | 'moduleShape'>;

const MAX_DEFINITIONS = 8;
const COMPARISONS = new Set(['===', '!==', '==', '!=', '<', '>', '<=', '>=', 'in', 'instanceof']);

/** Shapes of value nodes. */
export function createValues(
  core: Core,
  classes: Classes,
  calls: Calls,
  target: (from: string, specifier: string) => ModuleTarget,
  exports: Pick<ExportResolver, 'resolve' | 'names'>,
  recursion: Recursion,
): Values {
  const declared = recursion.memo();
  const literals = recursion.memo();
  const modules = new Map<string, Shape>();

  const nodeShape = ({ file, node }: NodeRef): Shape =>
    node < 0 ? UNKNOWN : declared(file, node, () => compute(file, node, false));
  const literalShape = ({ file, node }: NodeRef): Shape =>
    node < 0 ? UNKNOWN : literals(file, node, () => compute(file, node, true));

  const compute = (file: FileFacts, node: NodeId, lit: boolean): Shape => {
    const a = aOf(file, node);
    const b = bOf(file, node);
    const go = (n: NodeId): Shape => (lit ? literalShape({ file, node: n }) : nodeShape({ file, node: n }));
    switch (opOf(file, node)) {
      case Op.Str:
      case Op.Num:
        return literal(stringOf(file, a));
      case Op.Template:
      case Op.Concat:
        return STRING;
      case Op.Bool:
        return lit ? literal(a === 1 ? 'true' : 'false') : BOOLEAN;
      case Op.Null:
      case Op.Undefined:
        return NULL;
      case Op.Binary:
        return COMPARISONS.has(stringOf(file, cOf(file, node))) ? BOOLEAN : NUMBER;
      case Op.Unary:
        return unary(stringOf(file, b));
      case Op.Logical:
        return stringOf(file, cOf(file, node)) === '&&' ? go(b) : union([go(a), go(b)]);
      case Op.Default:
        return union([go(a), go(b)]);
      case Op.Conditional:
        return union([go(listAt(file, a, 1)), go(listAt(file, a, 2))]);
      case Op.Member:
        return member(file, a, stringOf(file, b), lit);
      case Op.Index:
        return indexed(go(a), { file, node: b });
      case Op.Object:
        return lit ? object(file, node) : UNKNOWN;
      case Op.Array:
        return arrayLiteral(file, a, lit);
      case Op.Func:
        return core.functionShape(file, a, null, lit);
      case Op.Class:
        return classValue(file, a);
      case Op.Call:
      case Op.New:
      case Op.Tagged:
        return calls.result(file, node, lit);
      case Op.Import:
        return imported(file, a, lit);
      case Op.DynamicImport:
        return b >= 0 ? imported(file, b, lit) : UNKNOWN;
      case Op.Param:
        return parameter(file, a, b);
      case Op.This:
        return thisShape(file, a);
      case Op.Super:
        return core.superShape(file, a, core.scope(file, functionOf(file, node)));
      case Op.Phi:
        return union(
          Array.from({ length: Math.min(MAX_DEFINITIONS, listLength(file, a) / 2) }, (_, i) =>
            go(listAt(file, a, i * 2 + 1)),
          ),
        );
      case Op.Cell:
        return cell(file, a, lit);
      case Op.Def:
        return definition(file, node, lit);
      case Op.Await:
        return core.settled(go(a));
      case Op.Rest: {
        if (cOf(file, node) === 1) return array(core.element(go(a)));
        const left = new Set(Array.from(listItems(file, b), (s) => stringOf(file, s)));
        return changed(core, go(a), (fields) => omitKeys(fields, left));
      }
      case Op.Store:
        return lit ? stored(file, node) : go(listAt(file, a, 0));
      case Op.Effect:
        return go(a);
      case Op.Element:
        return cOf(file, node) === 1 ? core.settled(core.element(go(a))) : core.element(go(a));
      case Op.KeyOf:
        return STRING;
      case Op.Cast:
        return cast(file, node, lit);
      case Op.Enum:
        return dictionary(ENUM);
      default:
        return UNKNOWN;
    }
  };

  const unary = (operator: string): Shape => {
    if (operator === '!' || operator === 'delete') return BOOLEAN;
    if (operator === 'typeof') return STRING;
    return operator === 'void' ? NULL : NUMBER;
  };

  const member = (file: FileFacts, of: NodeId, key: string, lit: boolean): Shape => {
    const path = namespacePath(file, of);
    if (path !== null) return exported(path, key, lit);
    const owner = lit ? literalShape({ file, node: of }) : nodeShape({ file, node: of });
    const known = core.field(owner, key);
    if (known.k !== 'unknown') return known;
    for (const part of membersOf(owner)) {
      if (part.k === 'function' && part.returns.k === 'class')
        return classes.statics(part.returns.file, part.returns.cls, key);
    }
    const property = core.properties({ file, node: of }).get(key);
    if (property === undefined) return UNKNOWN;
    return lit ? literalShape(property) : nodeShape(property);
  };

  const namespacePath = (file: FileFacts, node: NodeId): string | null => {
    const inner = opOf(file, node) === Op.Await ? aOf(file, node) : node;
    const index =
      opOf(file, inner) === Op.Import
        ? aOf(file, inner)
        : opOf(file, inner) === Op.DynamicImport
          ? bOf(file, inner)
          : -1;
    const entry = file.imports[index];
    if (entry === undefined || (entry.name !== '*' && entry.kind !== 'dynamic')) return null;
    const to = target(file.path, entry.specifier);
    return to.k === 'file' ? to.path : null;
  };

  const indexed = (of: Shape, key: NodeRef): Shape => {
    const keys = core.program.strings(key).filter((k) => !k.includes(HOLE));
    const known = union(keys.map((k) => core.field(of, k)));
    if (known.k !== 'unknown') return known;
    return of.k === 'record' ? UNKNOWN : core.element(of);
  };

  const object = (file: FileFacts, node: NodeId): Shape =>
    record(
      '',
      () => {
        const out = new Map<string, FieldShape>();
        const list = aOf(file, node);
        for (let i = 0; i + 2 < listLength(file, list); i += 3) {
          const kind = listAt(file, list, i);
          const value = listAt(file, list, i + 2);
          const shape = literalShape({ file, node: value });
          const place = { path: file.path, start: startOf(file, value), end: endOf(file, value), kind: 'value' };
          if (kind === PropKind.Spread) for (const [k, f] of core.fields(shape)) out.set(k, f);
          else if (kind === PropKind.Init || kind === PropKind.Method)
            out.set(stringOf(file, listAt(file, list, i + 1)), fieldOf(shape, place));
          else if (kind === PropKind.Getter)
            out.set(
              stringOf(file, listAt(file, list, i + 1)),
              fieldOf(shape.k === 'function' ? shape.returns : shape, place),
            );
        }
        return out;
      },
      { path: file.path, start: startOf(file, node), end: endOf(file, node), kind: 'value' },
    );

  const stored = (file: FileFacts, node: NodeId): Shape => {
    const list = aOf(file, node);
    const base = literalShape({ file, node: listAt(file, list, 0) });
    const key = stringOf(file, bOf(file, node));
    if (base.k !== 'record' || key === '') return base;
    return record(
      base.name,
      () => new Map([...base.fields(), [key, fieldOf(literalShape({ file, node: listAt(file, list, 1) }))]]),
      base.source,
    );
  };

  const arrayLiteral = (file: FileFacts, list: number, lit: boolean): Shape => {
    const items = Array.from(listItems(file, list))
      .slice(0, 64)
      .filter((n) => n >= 0);
    const spread = items.some((n) => opOf(file, n) === Op.Spread);
    const shapes = items.map((n) => {
      if (opOf(file, n) !== Op.Spread) return lit ? literalShape({ file, node: n }) : nodeShape({ file, node: n });
      const inner = { file, node: aOf(file, n) };
      return core.element(lit ? literalShape(inner) : nodeShape(inner));
    });
    if (shapes.every((s) => s.k === 'unknown')) return UNKNOWN;
    return spread || items.length > 8 ? array(union(shapes)) : tuple(shapes);
  };

  const classValue = (file: FileFacts, cls: number): Shape =>
    lazyFunction(
      () =>
        (file.functions[file.classes[cls]?.ctor ?? -1]?.parameters ?? []).map((p) => nodeShape({ file, node: p.node })),
      () => ({ k: 'class', file, cls, bindings: null }),
    );

  const imported = (file: FileFacts, index: number, lit: boolean): Shape => {
    const entry = file.imports[index];
    if (entry === undefined) return UNKNOWN;
    const to = target(file.path, entry.specifier);
    if (to.k === 'package') return external(to.name, `typeof ${entry.name === '' ? '*' : entry.name}`);
    if (to.k !== 'file') return UNKNOWN;
    // what is required is what `module.exports` was set to, if it was
    if (entry.kind === 'require' || (entry.name !== '*' && entry.kind !== 'dynamic')) {
      return exported(to.path, entry.name, lit);
    }
    return moduleShape(to.path);
  };

  const exported = (path: string, name: string, lit: boolean): Shape => {
    const found = exports.resolve(path, name).map((e): Shape => {
      if (e.k === 'node') return lit ? literalShape(e.ref) : nodeShape(e.ref);
      return e.k === 'module' ? moduleShape(e.path) : external(e.name, `typeof ${e.export}`);
    });
    return found.length > 0 ? union(found) : generated(path, name);
  };

  /** A name re-exported from a module that a package generates into the project. */
  const generated = (path: string, name: string): Shape => {
    for (const e of core.program.facts(path)?.exports ?? []) {
      if (e.specifier === null || (e.name !== name && e.name !== '*')) continue;
      const to = target(path, e.specifier);
      if (to.k === 'package') return external(to.name, `typeof ${e.name === '*' ? name : (e.imported ?? name)}`);
    }
    return UNKNOWN;
  };

  const moduleShape = (path: string): Shape => {
    let shape = modules.get(path);
    if (shape === undefined) {
      shape = record('', () => new Map(exports.names(path).map((n) => [n, fieldOf(exported(path, n, false))])));
      modules.set(path, shape);
    }
    return shape;
  };

  /** A parameter: its declared type, else what is expected of the function where it stands, else its default. */
  const parameter = (file: FileFacts, fn: number, position: number): Shape => {
    const facts = file.functions[fn];
    const p = facts?.parameters[position];
    if (facts === undefined || p === undefined) return UNKNOWN;
    const bindings = core.scope(file, fn);
    if (p.type >= 0) {
      const shape = core.typeShape({ file, type: p.type, bindings });
      if (shape.k !== 'unknown') return shape;
    }
    const out: Shape[] = [];
    if (facts.node >= 0) {
      for (const m of membersOf(core.expected({ file, node: facts.node }))) {
        if (m.k !== 'function') continue;
        out.push(p.rest ? array(union(m.parameters.slice(position))) : (m.parameters[position] ?? UNKNOWN));
      }
    }
    if (p.default >= 0) out.push(nodeShape({ file, node: p.default }));
    return union(out);
  };

  const thisShape = (file: FileFacts, fn: number): Shape => {
    const facts = file.functions[fn];
    if (facts === undefined || facts.owner < 0) return UNKNOWN;
    if (facts.isStatic) return classValue(file, facts.owner);
    return { k: 'class', file, cls: facts.owner, bindings: core.scope(file, fn) };
  };

  const variableType = (file: FileFacts, variable: number): Shape => {
    const facts = file.variables[variable];
    if (facts === undefined || facts.type < 0) return UNKNOWN;
    return core.typeShape({ file, type: facts.type, bindings: core.scope(file, facts.owner) });
  };

  const definition = (file: FileFacts, node: NodeId, lit: boolean): Shape => {
    const type = variableType(file, bOf(file, node));
    if (type.k !== 'unknown') return type;
    const value = { file, node: aOf(file, node) };
    return lit ? literalShape(value) : nodeShape(value);
  };

  const cell = (file: FileFacts, variable: number, lit: boolean): Shape => {
    const type = variableType(file, variable);
    if (type.k !== 'unknown') return type;
    const own = (file.variables[variable]?.definitions ?? []).filter((n) => {
      const op = opOf(file, n);
      return op !== Op.Store && op !== Op.Effect && op !== Op.Phi;
    });
    return union(
      own.slice(0, MAX_DEFINITIONS).map((n) => (lit ? literalShape({ file, node: n }) : nodeShape({ file, node: n }))),
    );
  };

  const cast = (file: FileFacts, node: NodeId, lit: boolean): Shape => {
    const value = { file, node: aOf(file, node) };
    const own = (): Shape => (lit ? literalShape(value) : nodeShape(value));
    const type = bOf(file, node);
    const expr = typeOf(file, type);
    if (expr.k === 'ref' && expr.name === 'const') return own();
    const told = core.typeShape({ file, type, bindings: core.scope(file, functionOf(file, node)) });
    if (cOf(file, node) === 1) {
      const shape = own();
      return shape.k === 'unknown' ? told : shape;
    }
    if (told.k === 'record' && told.name === '') {
      // `db.prepare('SELECT email FROM users').get(id) as { email: string }`: it still is whose it was
      const known = own();
      if (known.k === 'record' && known.name !== '') return record(known.name, told.fields, told.source, known.also);
    }
    return told.k === 'unknown' ? own() : told;
  };

  return { nodeShape, literalShape, moduleShape };
}
