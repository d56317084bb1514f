import type { PropertyKey } from './tree.ts';

/** The constant name of a property or member key, or null if it is computed from something unknown. */
export function keyName(key: PropertyKey, computed: boolean): string | null {
  switch (key.type) {
    case 'Identifier':
      return computed ? null : key.name;
    case 'PrivateIdentifier':
      return `#${key.name}`;
    case 'Literal':
      if (typeof key.value === 'string') return key.value;
      if (typeof key.value === 'number') return String(key.value);
      return typeof key.value === 'bigint' ? String(key.value) : null;
    case 'TemplateLiteral':
      return key.expressions.length === 0 ? (key.quasis[0]?.value.cooked ?? null) : null;
    default:
      return null;
  }
}
