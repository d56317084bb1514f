/**
 * Ordinary code around the interesting lines, so that files have the size and the mix of real ones: branches, loops,
 * closures, objects, awaits, and data that is carried through.
 */
const SHAPES: readonly ((name: string, n: number) => string)[] = [
  (name, n) => `
export function ${name}(items: readonly { id: string; weight: number }[], limit = ${String(n)}): string[] {
  const kept: string[] = [];
  for (const { id, weight } of items) {
    if (weight < 0) continue;
    if (weight > limit) break;
    kept.push(weight % 2 === 0 ? id : id.toUpperCase());
  }
  return kept.length > ${String(n)} ? kept.slice(0, ${String(n)}) : kept;
}`,
  (name, n) => `
export async function ${name}<T>(attempt: (round: number) => Promise<T>, rounds = ${String(1 + (n % 5))}): Promise<T> {
  let last: unknown;
  for (let round = 0; round < rounds; round++) {
    try {
      return await attempt(round);
    } catch (error) {
      last = error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** round * ${String(n)}));
    }
  }
  throw last instanceof Error ? last : new Error(\`gave up after \${rounds} rounds\`);
}`,
  (name, n) => `
export const ${name} = (input: Record<string, string | number | undefined>): { key: string; value: string }[] =>
  Object.entries(input)
    .filter(([, value]) => value !== undefined && value !== ${String(n)})
    .map(([key, value]) => ({ key: key.trim().toLowerCase(), value: String(value) }))
    .sort((a, b) => a.key.localeCompare(b.key));`,
  (name, n) => `
export class ${name.charAt(0).toUpperCase()}${name.slice(1)} {
  private readonly entries = new Map<string, { at: number; value: string }>();

  constructor(private readonly ttl: number = ${String(n * 1000)}) {}

  get(key: string, now: number): string | undefined {
    const entry = this.entries.get(key);
    if (!entry || now - entry.at > this.ttl) return undefined;
    return entry.value;
  }

  set(key: string, value: string, now: number): this {
    this.entries.set(key, { at: now, value });
    return this;
  }
}`,
  (name, n) => `
export function ${name}(status: 'new' | 'open' | 'waiting' | 'closed', age: number): { label: string; order: number } {
  switch (status) {
    case 'new':
      return { label: 'New', order: age > ${String(n)} ? 0 : 1 };
    case 'open':
    case 'waiting': {
      const late = age - ${String(n)};
      return { label: late > 0 ? \`Late by \${late}\` : 'In time', order: Math.max(2, late) };
    }
    default:
      return { label: 'Closed', order: 99 };
  }
}`,
];

/** `count` exported declarations, named after `prefix`. */
export function filler(prefix: string, count: number, random: () => number): string {
  const parts: string[] = [];
  for (let i = 0; i < count; i++) {
    const shape = SHAPES[Math.floor(random() * SHAPES.length)];
    if (shape !== undefined) parts.push(shape(`${prefix}${String(i)}`, 2 + Math.floor(random() * 40)));
  }
  return `${parts.join('\n')}\n`;
}
