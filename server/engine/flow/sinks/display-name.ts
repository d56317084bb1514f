import type { Sdk } from '../../../../rules/schema/types.ts';

/** More levels of named types than any SDK has; ends a circle. */
const DEEPEST = 5;

/**
 * A call as users write it, without what makes its client: `Completions.create` → `chat.completions.create`,
 * `generateText` stays.
 *
 * @param at the API path of the call
 * @param types the SDK's names for values of several origins; a path may start with one
 */
export function displayName(at: string, types: NonNullable<Sdk['types']>): string {
  const steps = spelledOut(at, types)
    .replace(/^\*\./, '')
    .split('.')
    .filter((step) => step !== 'new()' && step !== '()');
  const plain = steps.map((step) => step.replace(/\(\)$/, ''));
  return plain.length > 1 && /^(?:[A-Z]|default$|[\w-]+:)/.test(plain[0] ?? '')
    ? plain.slice(1).join('.')
    : plain.join('.');
}

/** The path with names for parts of a client (`Completions`) replaced by the way to them (`Client.chat.completions`). */
function spelledOut(at: string, types: NonNullable<Sdk['types']>): string {
  let path = at;
  for (let i = 0; i < DEEPEST; i++) {
    const [head = '', ...rest] = path.split('.');
    const origin = Object.hasOwn(types, head) ? types[head]?.[0] : undefined;
    if (origin === undefined || !/^[A-Z]\w*\./.test(origin) || origin.includes('()')) break;
    path = [origin, ...rest].join('.');
  }
  return path;
}
