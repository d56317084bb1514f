import type { FileFacts, TypeDeclaration, TypeExpr, TypeMember } from '../../extract/facts.ts';
import { typeOf } from '../../extract/index.ts';
import type { FieldShape, Shape, ShapeSource, TypeRef } from '../contract.ts';
import type { Bindings, Core } from './core.ts';
import type { Memo, Recursion } from './memo.ts';
import type { Named, Scope } from './scope.ts';
import {
  array,
  BOOLEAN,
  dictionary,
  ENUM,
  fieldOf,
  lazyFunction,
  literal,
  literalsOf,
  membersOf,
  mergeFields,
  named,
  NO_FIELDS,
  record,
  recordOf,
  tuple,
  union,
  UNKNOWN,
  type Fields,
} from './shape.ts';
import { PRIMITIVES, STANDARD_TYPES } from './standard-types.ts';

export interface Types {
  typeShape(ref: TypeRef): Shape;
  namedType(file: FileFacts, name: string, args: readonly Shape[], bindings: Bindings | null): Shape;
  /** The type behind an import specifier. */
  importedType(file: FileFacts, specifier: string, name: string, args: readonly Shape[]): Shape;
}

const sourceOf = (file: FileFacts, at: { readonly start: number; readonly end: number }): ShapeSource => ({
  path: file.path,
  start: at.start,
  end: at.end,
  kind: 'type',
});

/** A call or construct signature written as a member. */
const isSignature = (m: TypeMember): boolean => m.method && (m.name === '' || m.name === 'new');

/**
 * Evaluates type expressions to shapes: lazily (fields of records are computed when asked for), with type parameters
 * bound by name, conditional types as the union of their branches.
 */
export function createTypes(core: Core, scope: Scope, recursion: Recursion): Types {
  const plain = recursion.memo();
  const aliases = recursion.memo();
  const bound = new WeakMap<Bindings, Memo>();

  const typeShape = (ref: TypeRef): Shape => {
    if (ref.type < 0) return UNKNOWN;
    let memo = plain;
    if (ref.bindings !== null) {
      memo = bound.get(ref.bindings) ?? recursion.memo();
      bound.set(ref.bindings, memo);
    }
    return memo(ref.file, ref.type, () => evaluate(ref, typeOf(ref.file, ref.type)));
  };

  const evaluate = (ref: TypeRef, expr: TypeExpr): Shape => {
    const { file, bindings } = ref;
    const go = (type: number): Shape => typeShape({ file, type, bindings });
    switch (expr.k) {
      case 'prim':
        return PRIMITIVES.get(expr.name) ?? UNKNOWN;
      case 'literal':
        return literal(expr.value);
      case 'ref':
        return namedType(file, expr.name, expr.args.map(go), bindings);
      case 'import':
        return importedType(file, expr.specifier, expr.name, expr.args.map(go));
      case 'object':
        return objectType(ref, expr.members, expr.index);
      case 'union':
        return union(expr.of.map(go));
      case 'intersection':
        return intersection(core, expr.of.map(go));
      case 'array':
        return array(go(expr.of));
      case 'tuple':
        return tuple(expr.of.map(go));
      case 'function':
        return signature(ref, expr);
      case 'keyof':
        return union([...core.fields(go(expr.of)).keys()].map(literal));
      case 'indexed':
        return indexed(go(expr.object), go(expr.index));
      case 'typeof':
        return expr.node >= 0 ? core.literalShape({ file, node: expr.node }) : UNKNOWN;
      case 'mapped':
        return mapped(ref, expr);
      case 'conditional':
        return union([go(expr.then), go(expr.else)]);
      case 'predicate':
        return BOOLEAN;
      case 'unknown':
        return UNKNOWN;
    }
  };

  const signature = (ref: TypeRef, expr: Extract<TypeExpr, { k: 'function' }>): Shape =>
    lazyFunction(
      () => expr.parameters.map((p) => typeShape({ ...ref, type: p.type })),
      () => (expr.predicate === null ? typeShape({ ...ref, type: expr.returns }) : BOOLEAN),
    );

  const memberFields = (ref: TypeRef, members: readonly TypeMember[], tags: ReadonlyMap<string, string>): Fields => {
    const out = new Map<string, FieldShape>();
    const whole = tags.get('') ?? null;
    for (const m of members) {
      if (isSignature(m)) continue;
      const tag = tags.get(m.name) ?? whole ?? tagOfType(ref.file, m.type);
      out.set(m.name, fieldOf(typeShape({ ...ref, type: m.type }), sourceOf(ref.file, m), m.optional, tag));
    }
    return out;
  };

  /** `@personalData` on the alias a member's type names. */
  const tagOfType = (file: FileFacts, type: number): string | null => {
    const expr = typeOf(file, type);
    if (expr.k !== 'ref') return null;
    const to = scope.resolve(file, expr.name);
    if (to.k !== 'declared') return null;
    for (const d of to.declarations) for (const t of d.tagged) if (t.member === '') return t.category;
    return null;
  };

  const objectType = (ref: TypeRef, members: readonly TypeMember[], index: number): Shape => {
    const call = members.find(isSignature);
    if (call !== undefined && members.every(isSignature)) return typeShape({ ...ref, type: call.type });
    if (members.length === 0) return index >= 0 ? dictionary(typeShape({ ...ref, type: index })) : recordOf('', []);
    const first = members[0];
    return record(
      '',
      () => memberFields(ref, members, new Map()),
      first === undefined ? null : sourceOf(ref.file, first),
    );
  };

  const indexed = (object: Shape, index: Shape): Shape => {
    const keys = literalsOf(index);
    if (keys.length > 0) return union(keys.map((k) => packageField(object, k) ?? core.field(object, k)));
    return core.element(object);
  };

  /** `OpenAI['responses']['create']`: a part of a package's type that nothing here declares is known by its path. */
  const packageField = (object: Shape, key: string): Shape | null => {
    if (object.k !== 'external' || object.pkg === '') return null;
    const found = core.field(object, key);
    if (found.k !== 'unknown') return found;
    return { ...object, name: `typeof ${object.name}.new().${key}` };
  };

  const mapped = (ref: TypeRef, expr: Extract<TypeExpr, { k: 'mapped' }>): Shape => {
    const over = typeOf(ref.file, expr.over);
    const source = over.k === 'keyof' ? typeShape({ ...ref, type: over.of }) : UNKNOWN;
    const to = (key: string): Shape =>
      typeShape({ ...ref, type: expr.to, bindings: new Map([...(ref.bindings ?? []), [expr.key, literal(key)]]) });
    if (over.k === 'keyof') {
      const part = membersOf(source).find((m) => m.k === 'record' || m.k === 'class');
      if (part === undefined) return source.k === 'array' || source.k === 'tuple' ? source : dictionary(to(''));
      const name = part.k === 'record' ? part.name : '';
      return record(
        name,
        () => new Map([...core.fields(source)].map(([k, f]) => [k, { ...f, shape: to(k) }])),
        part.k === 'record' ? part.source : null,
        part.k === 'record' ? (part.also ?? []) : [],
      );
    }
    const keys = literalsOf(typeShape({ ...ref, type: expr.over }));
    if (keys.length === 0) return dictionary(to(''));
    return record('', () => new Map(keys.map((k) => [k, fieldOf(to(k))])));
  };

  const namedType = (file: FileFacts, name: string, args: readonly Shape[], bindings: Bindings | null): Shape => {
    const own = bindings?.get(name);
    if (own !== undefined) return own;
    const local = ofNamed(file, scope.resolve(file, name), args);
    if (local !== null) return local;
    const standard = STANDARD_TYPES.get(name);
    if (standard !== undefined) return standard(core, args);
    return ofNamed(file, scope.global(name), args) ?? core.externalType(file, '', name, args);
  };

  const importedType = (file: FileFacts, specifier: string, name: string, args: readonly Shape[]): Shape =>
    ofNamed(file, scope.imported(file.path, specifier, name), args) ?? UNKNOWN;

  const ofNamed = (from: FileFacts, to: Named, args: readonly Shape[]): Shape | null => {
    switch (to.k) {
      case 'declared':
        return declaredType(to.file, to.declarations, args);
      case 'class':
        return classType(to.file, to.cls, args);
      case 'package': {
        const given = core.externalType(from, to.pkg, to.name, args);
        const more = scope.augmentation(to.pkg, to.name);
        return more.k === 'declared' ? union([ofNamed(from, more, args) ?? UNKNOWN, given]) : given;
      }
      case 'missing':
        return core.missingType(from, to.name) ?? core.externalType(from, to.specifier, to.name, args);
      case 'value': {
        const value = core.literalShape(to.ref);
        return value.k === 'function' ? value.returns : value;
      }
      case 'none':
        return null;
    }
  };

  const classType = (file: FileFacts, cls: number, args: readonly Shape[]): Shape => ({
    k: 'class',
    file,
    cls,
    bindings: bind(file.classes[cls]?.typeParameters ?? [], args, null, file),
  });

  const bind = (
    names: readonly string[],
    args: readonly Shape[],
    defaults: readonly number[] | null,
    file: FileFacts,
  ): Bindings | null => {
    if (names.length === 0) return null;
    const out = new Map<string, Shape>();
    names.forEach((n, i) => {
      const fallback = defaults?.[i] ?? -1;
      out.set(n, args[i] ?? (fallback >= 0 ? typeShape({ file, type: fallback, bindings: out }) : UNKNOWN));
    });
    return out;
  };

  const declaredType = (file: FileFacts, declarations: readonly TypeDeclaration[], args: readonly Shape[]): Shape => {
    const first = declarations[0];
    if (first === undefined) return UNKNOWN;
    if (first.typeParameters.length > 0) return ofDeclarations(file, declarations, args);
    return aliases(file, file.declarations.indexOf(first), () => ofDeclarations(file, declarations, args));
  };

  const ofDeclarations = (file: FileFacts, declarations: readonly TypeDeclaration[], args: readonly Shape[]): Shape => {
    const first = declarations[0];
    if (first === undefined) return UNKNOWN;
    const cls = declarations.find((d) => d.kind === 'class');
    if (cls !== undefined) return classType(file, cls.classId, args);
    switch (first.kind) {
      case 'enum':
        return ENUM;
      case 'interface':
        return interfaceType(file, declarations, args);
      case 'alias': {
        const bindings = bind(first.typeParameters, args, first.typeDefaults ?? null, file);
        const shape = typeShape({ file, type: first.type, bindings });
        const expr = typeOf(file, first.type);
        // a transparent alias of a type parameter (`type Maybe<T> = T | null`) has the name of what it is given
        if (expr.k === 'ref' && first.typeParameters.includes(expr.name)) return shape;
        const tags = new Map(first.tagged.map((t) => [t.member, t.category]));
        return tagged(named(shape, lastName(first.name), sourceOf(file, first)), tags);
      }
      case 'class':
      case 'namespace':
        return UNKNOWN;
    }
  };

  const interfaceType = (file: FileFacts, declarations: readonly TypeDeclaration[], args: readonly Shape[]): Shape => {
    const first = declarations[0];
    if (first === undefined) return UNKNOWN;
    const refs = declarations.map((d) => ({ d, bindings: bind(d.typeParameters, args, d.typeDefaults ?? null, file) }));
    const bases = refs.flatMap(({ d, bindings }) => d.extends.map((type) => typeShape({ file, type, bindings })));
    const own: TypeMember[] = [];
    let index: Shape = UNKNOWN;
    for (const { d, bindings } of refs) {
      const expr = typeOf(file, d.type);
      if (expr.k !== 'object') continue;
      own.push(...expr.members);
      if (expr.index >= 0) index = typeShape({ file, type: expr.index, bindings });
    }
    const call = own.find(isSignature);
    if (call !== undefined && own.every(isSignature)) {
      return typeShape({ file, type: call.type, bindings: refs[0]?.bindings ?? null });
    }
    if (own.length === 0 && index.k !== 'unknown') return dictionary(index);
    const others = bases.flatMap(membersOf).filter((b) => b.k !== 'record' && b.k !== 'class' && b.k !== 'scalar');
    const names = bases.flatMap((b) => (b.k === 'record' ? [b.name, ...(b.also ?? [])] : [classNameOf(b)]));
    const shape = record(
      lastName(first.name),
      () =>
        mergeFields([
          ...bases.map((b) => (b.k === 'record' || b.k === 'class' ? core.fields(b) : NO_FIELDS)),
          ...refs.map(({ d, bindings }) => {
            const expr = typeOf(file, d.type);
            const tags = new Map(d.tagged.map((t) => [t.member, t.category]));
            return expr.k === 'object' ? memberFields({ file, type: d.type, bindings }, expr.members, tags) : NO_FIELDS;
          }),
        ]),
      sourceOf(file, first),
      names,
    );
    return others.length === 0 ? shape : union([shape, ...others]);
  };

  return { typeShape, namedType, importedType };
}

const lastName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const classNameOf = (shape: Shape): string => (shape.k === 'class' ? (shape.file.classes[shape.cls]?.name ?? '') : '');

/** Tags of an alias of an object type. */
function tagged(shape: Shape, tags: ReadonlyMap<string, string>): Shape {
  if (tags.size === 0 || shape.k !== 'record') return shape;
  const whole = tags.get('') ?? null;
  return record(
    shape.name,
    () =>
      new Map(
        [...shape.fields()].map(([k, f]): [string, FieldShape] => [
          k,
          { ...f, tagged: tags.get(k) ?? whole ?? f.tagged },
        ]),
      ),
    shape.source,
    shape.also ?? [],
  );
}

/** Records and classes become one record; a branded scalar stays a scalar; what cannot be merged stands beside. */
export function intersection(core: Core, parts: readonly Shape[]): Shape {
  const flat = parts.filter((p) => p.k !== 'unknown');
  const scalar = flat.find((p) => p.k === 'scalar');
  if (scalar !== undefined) return scalar;
  const records = flat.filter((p) => p.k === 'record' || p.k === 'class' || (p.k === 'union' && hasRecord(p)));
  const others = flat.filter((p) => !records.includes(p));
  const [only] = records;
  if (records.length <= 1) return union([...(only === undefined ? [] : [only]), ...others]);
  const names = records
    .flatMap((r) => (r.k === 'record' ? [r.name, ...(r.also ?? [])] : [classNameOf(r)]))
    .filter((n) => n !== '');
  const source = records.find((r) => r.k === 'record')?.source ?? null;
  const merged = record(names[0] ?? '', () => mergeFields(records.map((r) => core.fields(r))), source, names.slice(1));
  return union([merged, ...others]);
}

const hasRecord = (shape: Shape): boolean => membersOf(shape).some((m) => m.k === 'record' || m.k === 'class');
