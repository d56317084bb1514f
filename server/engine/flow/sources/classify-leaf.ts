import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, opOf, stringOf, Op } from '../../extract/index.ts';
import type { Shape } from '../../link/index.ts';
import { shownName } from '../personal-data/index.ts';
import { isAny, isIndex, KEYS } from '../trace/access-path.ts';
import { declaredShape, isUntold, partShape } from '../trace/declared.ts';
import { expressionOf, ownerNames, shapeName, valueKind } from '../trace/names.ts';
import { isCleaned } from '../trace/sanitizers.ts';
import { Flag, stepsAlong, type Leaf } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';
import { byKeys, byOwnName, type Terminal } from './by-name.ts';
import { capped } from './confidence.ts';
import { recordFields } from './record-fields.ts';
import type { SourceItem } from './source-item.ts';

/** Globals that hold no data of a person. */
const IMPERSONAL = new Set([
  'process',
  'console',
  'Math',
  'Deno',
  'Bun',
  'import.meta',
  'performance',
  'undefined',
  'NaN',
]);
/** The personal data at the end of a path, if any. */
export function sourcesOf(t: Tracing, leaf: Leaf): readonly SourceItem[] {
  switch (leaf.k) {
    case 'literal':
      return ofLiteral(t, leaf);
    case 'param': {
      const node = leaf.file.functions[leaf.fn]?.parameters[leaf.index]?.node ?? -1;
      return ofTerminal(t, leaf, leaf.file, node);
    }
    case 'opaque':
      return ofTerminal(t, leaf, leaf.file, leaf.node);
    case 'callback':
      return ofTerminal(t, leaf, leaf.file, leaf.call);
    case 'model':
    case 'limit':
      return [];
  }
}

function ofLiteral(t: Tracing, leaf: Leaf & { k: 'literal' }): readonly SourceItem[] {
  const text = stringOf(leaf.file, aOf(leaf.file, leaf.node));
  const found = t.classifier.classifyLiteral(text);
  if (found === null || isCleaned(leaf.cleaned, found.category.key)) return [];
  return [
    {
      category: found.category,
      confidence: found.confidence,
      expression: expressionOf(t.program, leaf.file, leaf.node),
      file: leaf.file,
      node: leaf.node,
      whole: false,
      record: '',
    },
  ];
}

function ofTerminal(t: Tracing, leaf: Leaf, file: FileFacts, node: NodeId): readonly SourceItem[] {
  if (opOf(file, node) === Op.Global && IMPERSONAL.has(stringOf(file, aOf(file, node)))) return [];
  const shape = partShape(t.program, file, node, leaf.path);
  const kind = valueKind(shape);
  if (kind === null || kind === 'boolean' || kind === 'function') return [];
  return found(t, leaf, file, node, shape).filter((item) => !isCleaned(leaf.cleaned, item.category.key));
}

function found(t: Tracing, leaf: Leaf, file: FileFacts, node: NodeId, own: Shape): readonly SourceItem[] {
  const { evidence } = leaf;
  if (evidence !== null) {
    return [
      {
        category: t.classifier.category(evidence.category),
        confidence: capped(evidence.confidence, leaf.flags),
        expression: evidence.expression,
        file: evidence.file,
        node: evidence.node,
        whole: false,
        record: '',
      },
    ];
  }
  // what the fields are called is not what is in them
  if (leaf.path.keys.includes(KEYS)) return [];
  const keys = leaf.path.keys.filter((key) => !isIndex(key));
  const at: Terminal = { t, leaf, file, node, keys, names: ownerNames(t.program, file, node) };
  const named = byKeys(at);
  if (named !== null) return [named];
  const shape = structured(t, leaf, own);
  if (keys.length > 0 && shape.k === 'unknown') return [];
  const record = shapeName(shape);
  const label = keys.findLast((key) => !isAny(key)) ?? heldBy(at) ?? shownName(at.names);
  const fields = recordFields(t, leaf, file, node, shape, [record === '' ? label : record, label, ...at.names], label);
  return fields.length > 0 ? fields : byOwnName(at, shape, label);
}

/** The shape of the value, or what a declaration on the way says its text was parsed into. */
function structured(t: Tracing, leaf: Leaf, own: Shape): Shape {
  if (isUntold(own)) return declaredShape(t.program, leaf.declared);
  const isText =
    own.k === 'scalar' && own.kind === 'string' && leaf.path.keys.length === 0 && (leaf.flags & Flag.Guessed) === 0;
  if (!isText) return own;
  const declared = declaredShape(t.program, leaf.declared);
  return declared.k === 'unknown' || declared.k === 'scalar' ? own : declared;
}

/** The variable that holds the result of a call, here or where it is returned to: it says more than the method's name. */
function heldBy({ leaf, file, node }: Terminal): string | null {
  if (opOf(file, node) !== Op.Call && opOf(file, node) !== Op.Tagged) return null;
  for (const step of stepsAlong(leaf.trail)) {
    if (step.kind === 'return') continue;
    if (step.kind !== 'assign') return null;
    if (step.name !== '') return step.name;
  }
  return null;
}
