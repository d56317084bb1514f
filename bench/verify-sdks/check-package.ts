import type ts from 'typescript';
import type { Sdk } from '../../rules/schema/types.ts';
import { claimsOf } from './claims.ts';
import type { Claim } from './claims.ts';
import { packageName, readDeclarations } from './declarations.ts';
import type { Declarations } from './declarations.ts';
import { createResolver } from './resolve.ts';
import { rootsOf } from './roots.ts';
import { contentCallables } from './surface.ts';
import type { Callable } from './surface.ts';

/** What one version of a package says of an SDK's file. */
export interface Checked {
  /** Null where the package has no type declarations. */
  readonly claims: readonly Claim[] | null;
  readonly notCovered: readonly Callable[];
}

/**
 * Checks one SDK against one installed package.
 * @param sdks all of them: other files may speak of the same package
 */
export function checkPackage(
  sdk: Sdk,
  sdks: readonly Sdk[],
  name: string,
  folder: string,
  types: readonly string[],
): Checked {
  const specifiers = sdk.packages.filter((specifier) => packageName(specifier) === name);
  const specifier = specifiers.length === 1 ? (specifiers[0] ?? name) : name;
  const d = readDeclarations(folder, specifier, types);
  if (d === null) return { claims: null, notCovered: [] };
  const claims = claimsOf(sdk, createResolver(sdk, d));
  // what no file knows of a package is told with the first file that speaks of the package
  const first = sdks.find(({ calls, types, packages }) => {
    return (calls.length > 0 || types !== undefined) && packages.map(packageName).includes(name);
  });
  if (first !== sdk) return { claims, notCovered: [] };
  const covered = new Set<ts.Node>();
  for (const other of sdks) {
    if (other !== sdk && !other.packages.some((one) => packageName(one) === name)) continue;
    for (const node of coveredBy(other, d)) covered.add(node);
  }
  const elsewhere = sdks
    .flatMap((other) => other.packages.map(packageName))
    .filter((one) => one !== '' && one !== name);
  const isKnown = (node: ts.Node): boolean => covered.has(node) || isOf(node, elsewhere);
  const surface = specifier === '' ? [] : contentCallables(d, name);
  return { claims, notCovered: surface.filter(({ roots }) => !roots.some(isKnown)) };
}

/** Whether a declaration is of one of the packages: the files of those say what it does. */
function isOf(node: ts.Node, packages: readonly string[]): boolean {
  const { fileName } = node.getSourceFile();
  return packages.some((name) => fileName.includes(`/node_modules/${name}/`));
}

/** Declarations of the callables an SDK's file names. */
function coveredBy(sdk: Sdk, d: Declarations): readonly ts.Node[] {
  const resolver = createResolver(sdk, d);
  const paths = [...sdk.calls.map(({ at }) => at), ...(sdk.passes ?? []).map(({ at }) => at)];
  const made = Object.values(sdk.types ?? {})
    .flat()
    .flatMap((path) => (path.endsWith('()') ? [path.slice(0, -2)] : []));
  return [...paths, ...made].flatMap((path) =>
    resolver
      .callee(path)
      .types.flatMap((type) => [...type.getCallSignatures(), ...type.getConstructSignatures()])
      .flatMap(({ declaration }) => (declaration === undefined ? [] : rootsOf(d.checker, declaration))),
  );
}
