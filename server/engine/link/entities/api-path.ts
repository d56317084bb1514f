import type { Entity, NodeRef } from '../contract.ts';

/**
 * Names an API path: given a package and a path from one of its exports, the catalogue's canonical type path
 * (`openai:Client`) or the same path as `package#path`.
 */
export type Canonical = (pkg: string, at: string) => string;

/** An api entity for a path, canonicalised. */
export function apiEntity(canonical: Canonical, pkg: string, at: string, maker: NodeRef | null): Entity {
  const name = canonical(pkg, at);
  const hash = name.indexOf('#');
  return hash < 0
    ? { k: 'api', pkg: '', at: name, maker }
    : { k: 'api', pkg: name.slice(0, hash), at: name.slice(hash + 1), maker };
}

/** The entity one step further: `.member`, `()` or `.new()`. Steps from a namespace lead to the export itself. */
export function apiStep(
  canonical: Canonical,
  entity: Entity & { k: 'api' },
  step: string,
  maker: NodeRef | null,
): Entity {
  if (entity.at === '*') {
    // `require('m')` called or constructed is the default export; a member of a namespace is an export
    if (step.startsWith('.') && step !== '.new()' && !step.startsWith('.@'))
      return apiEntity(canonical, entity.pkg, step.slice(1), maker);
    return apiEntity(canonical, entity.pkg, `default${step}`, maker);
  }
  return apiEntity(canonical, entity.pkg, entity.at + step, maker ?? entity.maker);
}

/** The full name the catalogue's look-ups take. */
export function apiName(entity: Entity & { k: 'api' }): string {
  return entity.pkg === '' ? entity.at : `${entity.pkg}#${entity.at}`;
}
