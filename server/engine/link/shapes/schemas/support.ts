import type { NodeRef, Shape, ShapeSource } from '../../contract.ts';
import { aOf, bOf, endOf, Op, opOf, startOf, stringOf } from '../../../extract/index.ts';
import type { Core } from '../core.ts';
import { BOOLEAN, ENUM, literalsOf, membersOf, recordOf, union, UNKNOWN, type ExternalShape } from '../shape.ts';
import type { Site } from '../site.ts';

/** Words that say that a variable holds a schema, not a thing: `userSchema` describes a user. */
const SCHEMA_WORDS = /(?<=.)(?:Schema|Table|Model|Entity|Validator|Validation|Struct|_schema|_table)$/;

/** Methods that give a value, no further schema. */
const USES = /^(?:safe)?(?:parse|decode|validate|cast|assert|check|create|from|find)/i;

/** The name of what a schema describes, from the variable it is kept in. */
export function describedName(core: Core, site: Site): string {
  if (site.call < 0) return '';
  return bareName(core.nameOf({ file: site.file, node: site.call }, USES));
}

export const bareName = (name: string): string => name.replace(SCHEMA_WORDS, '').replace(/^[zv](?=[A-Z])/, '');

/** Where a call stands. */
export function sourceOf(site: Site, kind: string): ShapeSource | null {
  if (site.call < 0) return null;
  return { path: site.file.path, start: startOf(site.file, site.call), end: endOf(site.file, site.call), kind };
}

export const placeOf = (ref: NodeRef, kind: string): ShapeSource => ({
  path: ref.file.path,
  start: startOf(ref.file, ref.node),
  end: endOf(ref.file, ref.node),
  kind,
});

/** The first member of a shape that is the library's value of one of these names. */
export function externalIn(shape: Shape, names: readonly string[]): ExternalShape | null {
  for (const m of membersOf(shape)) if (m.k === 'external' && names.includes(m.name)) return m;
  return null;
}

/** Keys of an object literal whose values are not `false`, with those values: `{ id: true }`. */
export function chosen(core: Core, shape: Shape): ReadonlyMap<string, Shape> | null {
  const part = membersOf(shape).find((m) => m.k === 'record');
  if (part === undefined) return null;
  const out = new Map<string, Shape>();
  for (const [k, f] of core.fields(part)) {
    const literals = literalsOf(f.shape);
    if (!literals.includes('false') && !literals.includes('0')) out.set(k, f.shape);
  }
  return out;
}

/** Texts of a list of constants: `['a', 'b']`. */
export function texts(core: Core, shape: Shape): readonly string[] {
  return literalsOf(core.element(shape));
}

/** What a callback gives back. */
export const returnsOf = (shape: Shape): Shape =>
  union(membersOf(shape).map((m) => (m.k === 'function' ? m.returns : UNKNOWN)));

/** The one value that is let through, where it is written out; else one of several. */
export function literalOf(shape: Shape): Shape {
  return shape.k === 'scalar' && shape.kind === 'literal' ? shape : ENUM;
}

/** Names of what the libraries' schemas are, each with what it describes as its argument. */
const SCHEMAS = /^(?:Zod\w*|Schema|OptionalSchema|TSchema|TOptional|Type)$/;

/** What a schema of any library parses to. */
export function schemaOutput(shape: Shape): Shape {
  return union(
    membersOf(shape).map((m) => (m.k === 'external' && SCHEMAS.test(m.name) ? (m.args[0] ?? UNKNOWN) : UNKNOWN)),
  );
}

/** What a schema's own method gives, handed on as a function: `schema.parse`. */
export function parsedBy(core: Core, fn: NodeRef): Shape {
  const { file, node } = fn;
  if (opOf(file, node) !== Op.Member) return UNKNOWN;
  const output = schemaOutput(core.nodeShape({ file, node: aOf(file, node) }));
  if (output.k === 'unknown') return UNKNOWN;
  const key = stringOf(file, bOf(file, node));
  if (/^(?:parse|parseAsync|validate|validateSync|assert|decode)$/.test(key)) return output;
  return /^safeParse(?:Async)?$/.test(key)
    ? recordOf('', [
        ['success', BOOLEAN],
        ['data', output],
      ])
    : UNKNOWN;
}

/** What stands at a key of an object literal; null if nothing does. */
export function valueAt(core: Core, object: NodeRef | null, key: string): NodeRef | null {
  return object === null ? null : (core.properties(object).get(key) ?? null);
}
