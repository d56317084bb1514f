import type { ClassId, FileFacts, TypeDeclaration } from '../../extract/facts.ts';
import { aOf, opOf, typeOf, Op } from '../../extract/index.ts';
import type { FieldShape, Shape, ShapeSource } from '../contract.ts';
import type { Bindings, Core } from './core.ts';
import { external, fieldOf, mergeFields, NO_FIELDS, UNKNOWN, type ClassShape, type Fields } from './shape.ts';

export type Classes = Pick<Core, 'classFields' | 'superShape'> & {
  /** Static members. */
  statics(file: FileFacts, cls: ClassId, key: string): Shape;
};

const NO_BINDINGS: Bindings = new Map<string, Shape>();

/** Fields, accessors and methods of classes of the project, inherited ones included. */
export function createClasses(core: Core): Classes {
  const tables = new WeakMap<FileFacts, Map<ClassId, WeakMap<Bindings, Fields>>>();

  const classFields = (file: FileFacts, cls: ClassId, bindings: Bindings | null): Fields => {
    let table = tables.get(file);
    if (table === undefined) {
      table = new Map();
      tables.set(file, table);
    }
    let memo = table.get(cls);
    if (memo === undefined) {
      memo = new WeakMap();
      table.set(cls, memo);
    }
    const key = bindings ?? NO_BINDINGS;
    const known = memo.get(key);
    if (known !== undefined) return known;
    memo.set(key, NO_FIELDS);
    const found = compute(file, cls, bindings);
    memo.set(key, found);
    return found;
  };

  const compute = (file: FileFacts, cls: ClassId, bindings: Bindings | null): Fields => {
    const facts = file.classes[cls];
    if (facts === undefined) return NO_FIELDS;
    const out = new Map<string, FieldShape>();
    const declaration = file.declarations.find((d) => d.kind === 'class' && d.classId === cls);
    const tags = new Map((declaration?.tagged ?? []).map((t) => [t.member, t.category]));
    const tag = (name: string): string | null => tags.get(name) ?? tags.get('') ?? null;
    for (const id of facts.methods) {
      const method = file.functions[id];
      if (method === undefined || method.isStatic) continue;
      const place: ShapeSource = { path: file.path, start: method.nameStart, end: method.nameEnd, kind: 'type' };
      const shape = core.functionShape(file, id, bindings);
      if (method.kind === 'setter' && out.has(method.name)) continue;
      const value = method.kind === 'getter' && shape.k === 'function' ? shape.returns : shape;
      out.set(method.name, fieldOf(method.kind === 'setter' ? UNKNOWN : value, place, false, tag(method.name)));
    }
    for (const f of facts.fields) {
      if (f.isStatic) continue;
      const declared = core.typeShape({ file, type: f.type, bindings });
      const shape = declared.k === 'unknown' && f.node >= 0 ? core.nodeShape({ file, node: f.node }) : declared;
      const place: ShapeSource = { path: file.path, start: f.start, end: f.end, kind: 'type' };
      out.set(f.name, fieldOf(shape, place, false, tag(f.name)));
    }
    for (const write of file.functions[facts.ctor]?.thisWrites ?? []) {
      if (write.key === null) continue;
      const known = out.get(write.key);
      if (known !== undefined && known.shape.k !== 'unknown') continue;
      const place = known?.source ?? { path: file.path, start: facts.start, end: facts.end, kind: 'type' };
      out.set(write.key, fieldOf(written(file, write.node), place, false, tag(write.key)));
    }
    const base = superShape(file, cls, bindings);
    const merged = merging(file, facts.name, cls, bindings);
    return mergeFields([base.k === 'class' || base.k === 'record' ? core.fields(base) : NO_FIELDS, merged, out]);
  };

  /** A write of `this.key` is kept as the value or as the Store that put it there. */
  const written = (file: FileFacts, node: number): Shape => {
    if (opOf(file, node) !== Op.Store) return core.nodeShape({ file, node });
    const list = aOf(file, node);
    return core.nodeShape({ file, node: file.lists[list + 2] ?? -1 });
  };

  /** `interface A` beside `class A` adds to its instances. */
  const merging = (file: FileFacts, name: string, cls: ClassId, bindings: Bindings | null): Fields => {
    const interfaces = file.declarations.filter((d: TypeDeclaration) => d.kind === 'interface' && d.name === name);
    if (interfaces.length === 0 || !file.declarations.some((d) => d.classId === cls && d.kind === 'class'))
      return NO_FIELDS;
    return mergeFields(interfaces.map((d) => core.fields(core.typeShape({ file, type: d.type, bindings }))));
  };

  const superShape = (file: FileFacts, cls: ClassId, bindings: Bindings | null): Shape => {
    const facts = file.classes[cls];
    if (facts === undefined || facts.superclass < 0) return UNKNOWN;
    if (typeOf(file, facts.superType).k !== 'unknown') {
      const declared = core.typeShape({ file, type: facts.superType, bindings });
      if (declared.k !== 'unknown' && !(declared.k === 'external' && declared.pkg === '')) return declared;
    }
    return instanceOf(core.nodeShape({ file, node: facts.superclass }));
  };

  const statics = (file: FileFacts, cls: ClassId, key: string): Shape => {
    let at: ClassShape | null = { k: 'class', file, cls, bindings: null };
    for (let i = 0; at !== null && i < 16; i++) {
      const { file: f, cls: c }: ClassShape = at;
      const facts = f.classes[c];
      if (facts === undefined) return UNKNOWN;
      const field = facts.fields.find((x) => x.isStatic && x.name === key);
      if (field !== undefined) {
        const declared = core.typeShape({ file: f, type: field.type, bindings: null });
        return declared.k === 'unknown' && field.node >= 0 ? core.nodeShape({ file: f, node: field.node }) : declared;
      }
      const method = facts.methods.find((m) => f.functions[m]?.isStatic === true && f.functions[m].name === key);
      if (method !== undefined) {
        const shape = core.functionShape(f, method, null);
        return f.functions[method]?.kind === 'getter' && shape.k === 'function' ? shape.returns : shape;
      }
      const base: Shape = superShape(f, c, null);
      at = base.k === 'class' ? base : null;
    }
    return UNKNOWN;
  };

  return { classFields, superShape, statics };
}

/** What `new` makes of the value of a class. */
export function instanceOf(value: Shape): Shape {
  if (value.k === 'function') return value.returns;
  if (value.k === 'external' && value.name.startsWith('typeof ')) {
    return external(value.pkg, value.name.slice('typeof '.length), value.args);
  }
  return UNKNOWN;
}
