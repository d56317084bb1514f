import type { FileFacts, NodeId } from '../../extract/facts.ts';
import type { Shape } from '../../link/index.ts';
import { shapeName, valueKind } from '../trace/names.ts';
import type { Leaf } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';
import { capped } from './confidence.ts';
import type { SourceItem } from './source-item.ts';

const MAX_FIELDS = 40;
const MAX_NESTING = 3;

/** The personal fields of a record that goes as a whole, nested ones included. */
export function recordFields(
  t: Tracing,
  leaf: Leaf,
  file: FileFacts,
  node: NodeId,
  shape: Shape,
  owners: readonly string[],
  name: string,
): readonly SourceItem[] {
  const out: SourceItem[] = [];
  collect(t, leaf, file, node, shape, owners, name, leaf.path.minus, out, 0);
  return out;
}

function collect(
  t: Tracing,
  leaf: Leaf,
  file: FileFacts,
  node: NodeId,
  shape: Shape,
  owners: readonly string[],
  prefix: string,
  minus: readonly string[],
  out: SourceItem[],
  depth: number,
): void {
  if (depth > MAX_NESTING || out.length >= MAX_FIELDS) return;
  const into = (next: Shape): void => {
    collect(t, leaf, file, node, next, owners, prefix, minus, out, depth + (next.k === 'record' ? 0 : 1));
  };
  switch (shape.k) {
    case 'array':
    case 'promise':
    case 'dictionary':
      into(shape.of);
      return;
    case 'union':
    case 'tuple':
      for (const part of shape.of) into(part);
      return;
    case 'class': {
      for (const key of classFieldNames(shape)) {
        field(t, leaf, file, node, key, t.program.shapes.field(shape, key), null, owners, prefix, minus, out, depth);
      }
      return;
    }
    case 'record':
      for (const [key, value] of shape.fields()) {
        field(t, leaf, file, node, key, value.shape, value.tagged, owners, prefix, minus, out, depth);
      }
      return;
    default:
      return;
  }
}

function classFieldNames(shape: Shape & { k: 'class' }): readonly string[] {
  const facts = shape.file.classes[shape.cls];
  if (facts === undefined) return [];
  return facts.fields.filter((f) => !f.isStatic).map((f) => f.name);
}

function field(
  t: Tracing,
  leaf: Leaf,
  file: FileFacts,
  node: NodeId,
  key: string,
  shape: Shape,
  tagged: string | null,
  owners: readonly string[],
  prefix: string,
  minus: readonly string[],
  out: SourceItem[],
  depth: number,
): void {
  if (minus.includes(key) || out.length >= MAX_FIELDS) return;
  const expression = prefix === '' ? key : `${prefix}.${key}`;
  const kind = valueKind(shape);
  const category =
    tagged !== null
      ? t.classifier.category(tagged === '' ? 'user' : tagged)
      : kind === null || kind === 'boolean' || kind === 'function'
        ? null
        : (t.classifier.classify(key, owners, kind)?.category ?? null);
  if (category !== null) {
    out.push({ category, confidence: capped('high', leaf.flags), expression, file, node, whole: true, record: prefix });
    return;
  }
  const nested = shapeName(shape);
  collect(t, leaf, file, node, shape, [nested === '' ? key : nested, key, ...owners], expression, [], out, depth + 1);
}
