import { NONE, Op, PropKind } from '../extract/facts.ts';
import type { FileFacts, NodeId } from '../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  endOf,
  listAt,
  listLength,
  opOf,
  startOf,
  stringOf,
} from '../extract/reader.ts';
import type { ConsentCheck, NearMiss } from './guards/index.ts';
import { eachOperand } from './guards/uses.ts';
import type { PersonRole } from './personal-data/owners.ts';
import type { SourceItem } from './sources/source-item.ts';
import { expressionOf } from './trace/names.ts';
import type { Tracing } from './trace/tracing.ts';

/** A person as an expression names one. */
interface Subject {
  readonly role: PersonRole;
  readonly node: NodeId;
}

const MAX_STEPS = 24;
const MAX_NODES = 400;

/**
 * The near-miss of a check that asks another person than the one the data is about: both are named, by words that tell
 * them apart, and neither was found by way of the other. null: nothing says so.
 */
export function otherSubject(t: Tracing, check: ConsentCheck, item: SourceItem): NearMiss | null {
  const { file } = item;
  if (check.node === NONE || check.path !== file.path) return null;
  const data = ownerOf(t, file, item.node);
  if (data === null) return null;
  const asked = subjectsOf(t, file, check.node, 0);
  const text = expressionOf(t.program, file, check.node);
  if (asked.length === 0 || text.toLowerCase().includes(data.role.word)) return null;
  for (const one of asked) {
    if (one.role.word === data.role.word || (one.role.general && data.role.general)) return null;
    // `patient.aiConsent`, data of `profile`: whose profile is not said
    if (data.role.general || related(file, one.node, data.node)) return null;
  }
  const [first] = asked;
  if (first === undefined) return null;
  return {
    reason: 'other-subject',
    path: check.path,
    start: startOf(file, check.node),
    end: endOf(file, check.node),
    text,
    detail: `consent of \`${writtenAs(t, file, first.node)}\`, data of \`${writtenAs(t, file, data.node)}\``,
  };
}

/** A person as written; of a parameter the name without its type. */
function writtenAs(t: Tracing, file: FileFacts, node: NodeId): string {
  const text = expressionOf(t.program, file, node);
  return opOf(file, node) === Op.Param ? (/^[\p{L}\p{N}_$]+/u.exec(text)?.[0] ?? text) : text;
}

/** The person a piece of data is a field of. */
function ownerOf(t: Tracing, file: FileFacts, node: NodeId): Subject | null {
  let n = node;
  for (let i = 0; i < MAX_STEPS && n !== NONE; i++) {
    const op = opOf(file, n);
    if (op === Op.Member) {
      const found = named(t, file, aOf(file, n));
      if (found !== null) return found;
      n = aOf(file, n);
    } else if (op === Op.Def || op === Op.Cast || op === Op.Index || op === Op.Default || op === Op.Await)
      n = aOf(file, n);
    else return null;
  }
  return null;
}

/** The person an expression is named for itself: `patient`, `session.user`. */
function named(t: Tracing, file: FileFacts, node: NodeId): Subject | null {
  const role = t.classifier.personRole(nameOf(file, node));
  return role === null ? null : { role, node };
}

function nameOf(file: FileFacts, node: NodeId): string {
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Member:
      return stringOf(file, bOf(file, node));
    case Op.Def:
      return file.variables[bOf(file, node)]?.name ?? '';
    case Op.Cell:
      return file.variables[a]?.name ?? '';
    case Op.Param:
      return file.functions[a]?.parameters[bOf(file, node)]?.name ?? '';
    default:
      return '';
  }
}

/** The persons an expression of a check names: owners of what is tested, else those it was looked up for. */
function subjectsOf(t: Tracing, file: FileFacts, node: NodeId, depth: number): readonly Subject[] {
  if (node === NONE || depth > MAX_STEPS) return [];
  const here = named(t, file, node);
  if (here !== null) return [here];
  const go = (n: NodeId): readonly Subject[] => subjectsOf(t, file, n, depth + 1);
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Member:
    case Op.Def:
    case Op.Cast:
    case Op.Await:
    case Op.Unary:
    case Op.Index:
    case Op.Element:
    case Op.Effect:
    case Op.Default:
      return go(a);
    case Op.Cell: {
      const [only, second] = file.variables[a]?.definitions ?? [];
      return only === undefined || second !== undefined ? [] : go(only);
    }
    case Op.Call: {
      const callee = calleeOf(file, node);
      const receiver = opOf(file, callee) === Op.Member ? go(aOf(file, callee)) : [];
      const handed = Array.from({ length: argumentCount(file, node) }, (_, i) => go(argumentOf(file, node, i)));
      return [...receiver, ...handed.flat()];
    }
    case Op.Object: {
      const out: Subject[] = [];
      for (let i = 0; i + 2 < listLength(file, a); i += 3) {
        const kind = listAt(file, a, i);
        if (kind === PropKind.Init || kind === PropKind.Spread) out.push(...go(listAt(file, a, i + 2)));
      }
      return out;
    }
    case Op.Array:
      return Array.from({ length: listLength(file, a) }, (_, i) => go(listAt(file, a, i))).flat();
    default:
      return [];
  }
}

/** Whether one value was made by way of the other: a record that was looked up for a user is that user's. */
function related(file: FileFacts, a: NodeId, b: NodeId): boolean {
  return leadsTo(file, a, rootOf(file, b)) || leadsTo(file, b, rootOf(file, a));
}

function rootOf(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  while (opOf(file, n) === Op.Member || opOf(file, n) === Op.Effect) n = aOf(file, n);
  return n;
}

/** Whether a value is computed from another, or from the same variable. */
function leadsTo(file: FileFacts, from: NodeId, to: NodeId): boolean {
  const variable = variableOf(file, to);
  const seen = new Set<NodeId>([from]);
  for (const node of seen) {
    if (seen.size > MAX_NODES) return true;
    if (node === to || (variable !== NONE && variableOf(file, node) === variable)) return true;
    eachOperand(file, node, (operand) => {
      if (operand >= 0) seen.add(operand);
    });
    if (opOf(file, node) === Op.Cell) {
      for (const d of file.variables[aOf(file, node)]?.definitions ?? []) seen.add(d);
    }
  }
  return false;
}

function variableOf(file: FileFacts, node: NodeId): number {
  const op = opOf(file, node);
  if (op === Op.Def) return bOf(file, node);
  return op === Op.Cell ? aOf(file, node) : NONE;
}
