import type { FileFacts, NodeId } from '../../extract/facts.ts';
import type { FieldShape, Shape } from '../../link/index.ts';
import { classifyField } from '../personal-data/index.ts';
import { shapeName, valueKind } from '../trace/names.ts';
import { Flag, type Leaf } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';
import { capped } from './confidence.ts';
import type { SourceItem } from './source-item.ts';

const MAX_FIELDS = 40;
const MAX_NESTING = 3;

/** What is the same for all fields of one record that goes as a whole. */
interface Walk {
  readonly t: Tracing;
  readonly leaf: Leaf;
  readonly file: FileFacts;
  readonly node: NodeId;
  readonly out: SourceItem[];
}

/** Where in the record the walk is. */
interface Spot {
  readonly owners: readonly string[];
  /** Expression of the record at this spot: `order.customer`. */
  readonly prefix: string;
  /** Fields taken out; only those of the outermost record are known. */
  readonly minus: readonly string[];
  readonly depth: number;
}

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
  const walk: Walk = { t, leaf, file, node, out: [] };
  collect(walk, shape, { owners, prefix: name, minus: leaf.path.minus, depth: 0 });
  return walk.out;
}

function collect(walk: Walk, shape: Shape, spot: Spot): void {
  if (spot.depth > MAX_NESTING || walk.out.length >= MAX_FIELDS) return;
  const into = (next: Shape): void => {
    collect(walk, next, { ...spot, depth: spot.depth + (next.k === 'record' ? 0 : 1) });
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
      const told = serialisedForm(walk, shape);
      if (told !== null) for (const each of told) into(each);
      else for (const [key, value] of walk.t.program.shapes.fields(shape)) field(walk, key, value, spot);
      return;
    }
    case 'record':
      for (const [key, value] of walk.t.program.shapes.fields(shape)) field(walk, key, value, spot);
      return;
    default:
      return;
  }
}

/** What an instance is where it is serialised, if its class says so itself: what `toJSON` returns. */
function serialisedForm({ t, leaf }: Walk, { file, cls }: Shape & { readonly k: 'class' }): readonly Shape[] | null {
  if ((leaf.flags & Flag.Serialised) === 0) return null;
  const methods = (file.classes[cls]?.methods ?? []).map((id) => file.functions[id]);
  const form = methods.find((method) => method?.name === 'toJSON');
  return form === undefined ? null : form.returns.map((exit) => t.program.shapes.ofNode({ file, node: exit.node }));
}

function field(walk: Walk, key: string, value: FieldShape, spot: Spot): void {
  const { t, leaf, file, node, out } = walk;
  const { owners, prefix } = spot;
  const { shape } = value;
  if (spot.minus.includes(key) || out.length >= MAX_FIELDS) return;
  const expression = prefix === '' ? key : `${prefix}.${key}`;
  const found = classifyField(t.classifier, key, value, owners, valueKind(shape));
  if (found !== null) {
    const confidence = capped(found.confidence, leaf.flags);
    out.push({ category: found.category, confidence, expression, file, node, whole: true, record: prefix });
    return;
  }
  const nested = shapeName(shape);
  collect(walk, shape, {
    owners: [nested === '' ? key : nested, key, ...owners],
    prefix: expression,
    minus: [],
    depth: spot.depth + 1,
  });
}
