import type { NodeId } from '../../extract/facts.ts';
import { aOf, bOf, opOf, startOf, stringOf, endOf, Op } from '../../extract/index.ts';
import { classifyField, type Classification } from '../personal-data/index.ts';
import { expressionOf, ownerNames, shapeName, valueKind } from './names.ts';
import { nearer, type Evidence, type State } from './state.ts';
import type { Tracing } from './tracing.ts';

/** Evidence after reading `key` of the member expression at the state: the personal name, if it is one. */
export function evidenceOfMember(t: Tracing, s: State, key: string): Evidence | null {
  if (t.follows !== 'data' || !asksForValue(s)) return s.evidence;
  const owners = ownerNames(t.program, s.file, aOf(s.file, s.node));
  const own = nameEvidence(t, s, key, owners, s.node) ?? fieldEvidence(t, s, key, owners);
  return nearer(own, s.evidence);
}

/** What the declaration of the field says that its name does not: a tag, the column behind it. */
function fieldEvidence(t: Tracing, s: State, key: string, owners: readonly string[]): Evidence | null {
  const { shapes } = t.program;
  const owner = shapes.settled(shapes.ofNode({ file: s.file, node: aOf(s.file, s.node) }));
  if (owner.k === 'unknown' || owner.k === 'scalar') return null;
  const field = shapes.fields(owner).get(key);
  if (field === undefined || (field.tagged === null && field.columns === undefined)) return null;
  const found = classifyField(t.classifier, key, field, owners, valueKind(field.shape));
  return found === null ? null : evidenceAt(t, s, s.node, found);
}

/** Evidence of a variable's name. Only names that are personal by themselves: a variable has no owner. */
export function evidenceOfName(t: Tracing, s: State, name: string, value: NodeId): Evidence | null {
  if (t.follows !== 'data' || s.evidence !== null || !asksForValue(s)) return s.evidence;
  const op = opOf(s.file, value);
  // a member's own name is the better witness if it says anything, and a function's or literal's value is no data
  if (op === Op.Func || op === Op.Str || op === Op.New || op === Op.KeyOf) return s.evidence;
  if (op === Op.Member && !t.classifier.saysNothing(stringOf(s.file, bOf(s.file, value)))) return s.evidence;
  const owners = ownerNames(t.program, s.file, value).filter((owner) => owner !== name);
  const own = nameEvidence(t, s, name, owners, s.node);
  return own?.strong === true ? nearer(own, s.evidence) : s.evidence;
}

/** Only the value itself or its text is named; a field of it has its own name. */
function asksForValue(s: State): boolean {
  return s.path.keys.every((key) => /^\d+$/.test(key) || key === '*');
}

/** A personal name at a node, checked against what is known of the value's type. */
function nameEvidence(t: Tracing, s: State, name: string, owners: readonly string[], node: NodeId): Evidence | null {
  const shape = t.program.shapes.ofNode({ file: s.file, node });
  const kind = valueKind(shape);
  if (kind === null || kind === 'boolean' || kind === 'function') return null;
  const typed = shapeName(shape);
  const found = t.classifier.classify(name, typed === '' ? owners : [...owners, typed], kind);
  return found === null ? null : evidenceAt(t, s, node, found);
}

function evidenceAt(t: Tracing, s: State, node: NodeId, found: Classification): Evidence {
  return {
    category: found.category.key,
    confidence: found.confidence,
    strong: found.strong,
    file: s.file,
    node,
    expression: expressionOf(t.program, s.file, node),
    id: `${found.category.key}@${s.file.path}:${String(startOf(s.file, node))}-${String(endOf(s.file, node))}`,
  };
}
