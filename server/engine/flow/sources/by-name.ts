import type { Confidence, DataCategory } from '../../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, opOf, Op } from '../../extract/index.ts';
import type { Shape } from '../../link/index.ts';
import { classifyField, shownName } from '../personal-data/index.ts';
import { isAny, pathOf } from '../trace/access-path.ts';
import { partShape } from '../trace/declared.ts';
import { shapeName, valueKind } from '../trace/names.ts';
import { Flag, stepsAlong, type Leaf } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';
import { capped } from './confidence.ts';
import type { SourceItem } from './source-item.ts';

/** Where a path ended. */
export interface Terminal {
  readonly t: Tracing;
  readonly leaf: Leaf;
  readonly file: FileFacts;
  readonly node: NodeId;
  /** Keys asked for inside the node's value, indexes left out. */
  readonly keys: readonly string[];
  /** Names of the node and of what it belongs to, nearest first. */
  readonly names: readonly string[];
}

/** Keys that stand between a personal name and its text. */
const WRAPPERS = new Set('value text content data raw * current target body html label'.split(' '));
/** First words of functions that are named after what they give. */
const GETTERS = /^(?:get|fetch|load|read|resolve|lookup|find|use)(?=[A-Z_])/;

/** The category of a record nobody typed, known only by the name of its owner. */
const PERSON = 'user';

/** The last telling key of the path: `req.body.email`, `rows[0].iin`. */
export function byKeys(at: Terminal): SourceItem | null {
  const { t, leaf, keys, names } = at;
  let last = keys.length - 1;
  while (last > 0 && (WRAPPERS.has(keys[last] ?? '') || isAny(keys[last] ?? ''))) last--;
  const key = keys[last];
  if (key === undefined || isAny(key)) return null;
  const owners = [...keys.slice(0, last).reverse(), ...names].filter((name) => !isAny(name));
  const found = t.classifier.classify(key, owners) ?? declaredField(at, key, last, owners);
  if (found === null) return null;
  const parts = [heldAs(at) ?? shownName(names), ...keys.slice(0, last + 1)].filter(
    (part) => part !== '' && !isAny(part),
  );
  return item(at, found.category, capped(found.confidence, leaf.flags), parts.join('.'), false);
}

/** The variable that the result of a call is put into as it is: it says more than the name of what was called. */
function heldAs({ leaf, file, node }: Terminal): string | null {
  if (opOf(file, node) !== Op.Call) return null;
  for (const step of stepsAlong(leaf.trail)) {
    if (step.kind !== 'assign' || step.file !== file) return null;
    let value = step.node;
    for (let op = opOf(file, value); op === Op.Def || op === Op.Await || op === Op.Cast; op = opOf(file, value)) {
      value = aOf(file, value);
    }
    if (value !== node) return null;
    if (step.name !== '') return step.name;
  }
  return null;
}

/** What the declaration of the field says that its name does not: a tag, the column behind it. */
function declaredField(
  { t, file, node, keys }: Terminal,
  key: string,
  last: number,
  owners: readonly string[],
): ReturnType<typeof classifyField> {
  const owner = partShape(t.program, file, node, pathOf(keys.slice(0, last)));
  if (owner.k === 'unknown') return null;
  const field = t.program.shapes.fields(owner).get(key);
  if (field === undefined || (field.tagged === null && field.columns === undefined)) return null;
  return classifyField(t.classifier, key, field, owners, valueKind(field.shape));
}

/**
 * A value known only by the name of the parameter, variable or getter it comes from, or by that of its table.
 *
 * @param label what the value is called where it is held
 */
export function byOwnName(at: Terminal, shape: Shape, label: string): readonly SourceItem[] {
  const { t, leaf, file, node, keys, names } = at;
  const untyped = shape.k === 'unknown' || isEmptyRecord(t, shape);
  const table = shapeName(shape);
  const serialised = (leaf.flags & Flag.Serialised) !== 0 && untyped;
  if (table !== '' && serialised && t.classifier.isPersonOwner(table) === true) return [someone(at, label)];
  if (keys.length > 0) return [];
  const op = opOf(file, node);
  if (op === Op.Import || op === Op.Global || op === Op.Unknown) return [];
  const [own = '', ...owners] = names;
  if (op === Op.Call && !GETTERS.test(own)) return [];
  const name = op === Op.Call ? own.replace(GETTERS, '').replace(/By[A-Z_].*$/, '') : own;
  const found = t.classifier.classify(name, owners, valueKind(shape) ?? 'unknown');
  if (found !== null) return [item(at, found.category, capped(found.confidence, leaf.flags), own, false)];
  // `JSON.stringify(patient)` in untyped code: what is in it is not known, whose it is
  return serialised && t.classifier.isPersonOwner(name) === true ? [someone(at, own)] : [];
}

/** A table whose columns nobody declared. */
function isEmptyRecord(t: Tracing, shape: Shape): boolean {
  const inner = shape.k === 'array' ? shape.of : shape;
  return inner.k === 'record' && inner.source === null && t.program.shapes.fields(inner).size === 0;
}

const someone = (at: Terminal, name: string): SourceItem =>
  item(at, at.t.classifier.category(PERSON), 'low', name, true);

function item(at: Terminal, category: DataCategory, confidence: Confidence, name: string, whole: boolean): SourceItem {
  const { file, node } = at;
  return { category, confidence, expression: name, file, node, whole, record: whole ? name : '' };
}
