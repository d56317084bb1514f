import type { GuardSymbol } from '../../../../rules/schema/types.ts';
import type { Entity } from '../../link/contract.ts';

/**
 * Finds the guard symbol an entity is. Namespace, default and named forms of one export are the same, and so are the
 * entries of one package.
 */
export function createSymbols(symbols: readonly GuardSymbol[]): (entity: Entity) => GuardSymbol | null {
  const byName = new Map<string, GuardSymbol>();
  for (const s of symbols) byName.set(nameOf(s.package, s.at), s);
  return (entity) => {
    if (entity.k === 'api') return byName.get(nameOf(entity.pkg, entity.at)) ?? null;
    return entity.k === 'global' ? (byName.get(nameOf('', entity.name)) ?? null) : null;
  };
}

function nameOf(pkg: string, at: string): string {
  const path = at === '*' ? 'default' : at.replace(/^default\.(?!new\()/, '');
  const [scope = '', name = ''] = pkg.replace(/^node:/, '').split('/');
  return `${scope.startsWith('@') ? `${scope}/${name}` : scope}#${path}`;
}
