import type { Confidence, DataCategory } from '../../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, opOf, stringOf, Op } from '../../extract/index.ts';
import type { Shape } from '../../link/index.ts';
import { isIndex } from '../trace/access-path.ts';
import { expressionOf, ownerNames, shapeName, valueKind } from '../trace/names.ts';
import { isCleaned } from '../trace/sanitizers.ts';
import { Flag, type Leaf } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';
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
/** Keys that stand between a personal name and its text. */
const WRAPPERS = new Set([
  'value',
  'text',
  'content',
  'data',
  'raw',
  '*',
  'current',
  'target',
  'body',
  'html',
  'label',
]);
/** First words of functions that are named after what they give. */
const GETTERS = /^(?:get|fetch|load|read|resolve|lookup|find|use)(?=[A-Z_])/;
/** A record nobody typed, known only by the name of its owner. */
const PERSON: DataCategory = { key: 'user', label: 'data about a person' };

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
  const keys = leaf.path.keys.filter((key) => !isIndex(key));
  let shape: Shape = t.program.shapes.ofNode({ file, node });
  for (const key of keys) shape = key === '*' ? shape : t.program.shapes.field(shape, key);
  const kind = valueKind(shape);
  if (kind === null || kind === 'boolean' || kind === 'function') return [];
  const keep = (items: readonly SourceItem[]): readonly SourceItem[] =>
    items.filter((item) => !isCleaned(leaf.cleaned, item.category.key));

  const evidence = leaf.evidence;
  if (evidence !== null) {
    const category = t.classifier.category(evidence.category);
    if (category === null) return [];
    return keep([
      {
        category,
        confidence: capped(evidence.confidence, leaf.flags),
        expression: evidence.expression,
        file: evidence.file,
        node: evidence.node,
        whole: false,
        record: '',
      },
    ]);
  }
  const names = ownerNames(t.program, file, node);
  const named = byKeys(t, leaf, file, node, keys, names);
  if (named !== null) return keep([named]);
  if (leaf.path.keys.length > 0 && shape.k === 'unknown') return [];
  const record = shapeName(shape);
  const own = keys.at(-1) ?? names[0] ?? '';
  const fields = recordFields(t, leaf, file, node, shape, [record === '' ? own : record, own, ...names], own);
  if (fields.length > 0) return keep(fields);
  return keep(byOwnName(t, leaf, file, node, keys, names, shape));
}

/** The last telling key of the path: `req.body.email`, `rows[0].iin`. */
function byKeys(
  t: Tracing,
  leaf: Leaf,
  file: FileFacts,
  node: NodeId,
  keys: readonly string[],
  names: readonly string[],
): SourceItem | null {
  let last = keys.length - 1;
  while (last > 0 && WRAPPERS.has(keys[last] ?? '')) last--;
  const key = keys[last];
  if (key === undefined || key === '*') return null;
  const owners = [...keys.slice(0, last).reverse(), ...names].filter((name) => name !== '*');
  const found = t.classifier.classify(key, owners);
  if (found === null) return null;
  const base = names[0] ?? '';
  const expression = [base, ...keys.slice(0, last + 1)].filter((part) => part !== '' && part !== '*').join('.');
  return {
    category: found.category,
    confidence: capped(found.confidence, leaf.flags),
    expression,
    file,
    node,
    whole: false,
    record: '',
  };
}

/** A value known only by the name of the parameter, variable or getter it comes from. */
function byOwnName(
  t: Tracing,
  leaf: Leaf,
  file: FileFacts,
  node: NodeId,
  keys: readonly string[],
  names: readonly string[],
  shape: Shape,
): readonly SourceItem[] {
  if (keys.length > 0) return [];
  const op = opOf(file, node);
  if (op === Op.Import || op === Op.Global || op === Op.Unknown) return [];
  const [own = '', ...owners] = names;
  if (op === Op.Call && !GETTERS.test(own)) return [];
  const name = op === Op.Call ? own.replace(GETTERS, '').replace(/By[A-Z_].*$/, '') : own;
  const make = (category: DataCategory, confidence: Confidence, whole: boolean): SourceItem => ({
    category,
    confidence: capped(confidence, leaf.flags),
    expression: own,
    file,
    node,
    whole,
    record: whole ? own : '',
  });
  const found = t.classifier.classify(name, owners, valueKind(shape) ?? 'unknown');
  if (found !== null) return [make(found.category, found.confidence, false)];
  // `JSON.stringify(patient)` in untyped code: what is in it is not known, whose it is
  const serialised = (leaf.flags & Flag.Serialised) !== 0 && shape.k === 'unknown';
  return serialised && t.classifier.isPersonOwner(name) === true ? [make(PERSON, 'low', true)] : [];
}
