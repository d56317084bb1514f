import { NONE } from '../../extract/facts.ts';
import type { NodeRef, OnLimit, ProgramView, Shape, ShapeView, TypeRef } from '../contract.ts';
import type { ExportResolver } from '../modules/index.ts';
import { createAccess } from './access.ts';
import { createCalls } from './calls.ts';
import { createClasses } from './classes.ts';
import { createContext } from './context.ts';
import type { Core } from './core.ts';
import { createFunctions } from './functions.ts';
import { createLiterals } from './literals.ts';
import { createRecursion } from './memo.ts';
import { PROVIDERS } from './schemas/index.ts';
import { createScope } from './scope.ts';
import { membersOf, union, UNKNOWN } from './shape.ts';
import { createTypes } from './types.ts';
import { createValues } from './values.ts';

export type { Provider } from './provider.ts';

/** By the list that was searched: the same is asked for each part of a program. */
const endings = new WeakMap<readonly string[], Map<string, readonly string[]>>();

function pathsEnding(paths: readonly string[], ends: readonly string[]): readonly string[] {
  let known = endings.get(paths);
  if (known === undefined) endings.set(paths, (known = new Map<string, readonly string[]>()));
  const key = ends.join('|');
  let found = known.get(key);
  if (found === undefined) {
    found = paths.filter((path) => ends.some((end) => path.endsWith(end)) && !path.includes('node_modules/'));
    known.set(key, found);
  }
  return found;
}

/**
 * Type and record knowledge over a program: lazy, memoised, total.
 *
 * @param program its texts and facts are those of one moment: make new shapes when a file has changed
 * @param exports tells what modules export without the catalogue's names for packages
 * @param onLimit told where an answer was given up
 */
export function createShapes(
  program: ProgramView,
  exports: Pick<ExportResolver, 'resolve' | 'names'>,
  onLimit: OnLimit,
): ShapeView {
  const recursion = createRecursion((file) => {
    onLimit(file, NONE);
  });
  const core = {
    program,
    pathsEnding: (ends: readonly string[]) => pathsEnding(program.paths, ends),
    typeArguments: (file, node) => file.typeArguments?.[node] ?? [],
  } as { -readonly [K in keyof Core]: Core[K] };

  const scope = createScope(program, (from, specifier) => {
    for (const p of PROVIDERS) {
      const found = p.standIn?.(core, from, specifier) ?? null;
      if (found !== null) return found;
    }
    return null;
  });
  const access = createAccess(core, PROVIDERS);
  const types = createTypes(core, scope, recursion);
  const classes = createClasses(core);
  const functions = createFunctions(core);
  const literals = createLiterals(core, scope.target, exports);
  const calls = createCalls(core, access, functions);
  const values = createValues(core, classes, calls, scope.target, exports, recursion);
  const expected = createContext(core, literals, calls.argument, calls.props, (owner, key) => {
    for (const p of PROVIDERS) {
      const found = owner === '' ? null : (p.property?.(core, owner, key) ?? null);
      if (found !== null) return found;
    }
    return UNKNOWN;
  });
  Object.assign(core, {
    typeShape: types.typeShape,
    namedType: types.namedType,
    externalType: access.externalType,
    missingType: (file, name) => {
      for (const p of PROVIDERS) {
        const found = p.missing?.(core, name, file) ?? null;
        if (found !== null) return found;
      }
      return null;
    },
    nodeShape: values.nodeShape,
    literalShape: values.literalShape,
    moduleShape: values.moduleShape,
    expected,
    fields: access.fields,
    field: access.field,
    element: access.element,
    settled: access.settled,
    classFields: classes.classFields,
    superShape: classes.superShape,
    functionShape: functions.functionShape,
    functionOrigin: functions.functionOrigin,
    applied: functions.applied,
    scope: functions.scope,
    objects: literals.objects,
    properties: literals.properties,
    elements: literals.elements,
    nameOf: literals.nameOf,
    methodOf: calls.method,
    invoked: calls.invoked,
  } satisfies Omit<Core, 'program' | 'pathsEnding' | 'typeArguments'>);

  return {
    ofType: (ref: TypeRef) => core.typeShape(ref),
    ofNode: (ref: NodeRef) => withoutExports(core.nodeShape(ref)),
    ofValue: (ref: NodeRef) => core.nodeShape(ref),
    ofName: (file, name) => core.namedType(file, name, [], null),
    field: (shape, key) => core.field(shape, key),
    fields: (shape) => core.fields(shape),
    settled: (shape) => core.settled(shape),
  };
}

/** The exports of packages themselves (functions, classes) are no records. */
function withoutExports(shape: Shape): Shape {
  const parts = membersOf(shape);
  const hidden = parts.filter((p) => p.k === 'external' && /^(typeof|static) /.test(p.name));
  if (hidden.length === 0) return shape;
  return hidden.length === parts.length ? UNKNOWN : union(parts.filter((p) => !hidden.includes(p)));
}
