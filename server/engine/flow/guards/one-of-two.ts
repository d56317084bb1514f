import { Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, calleeOf, argumentOf, opOf } from '../../extract/reader.ts';
import { missOver } from './core.ts';
import type { Core } from './core.ts';
import { either, Level, missed } from './judgement.ts';
import type { Judgement, Spot } from './judgement.ts';
import { segmentsOf } from './names.ts';

/**
 * One of two holds. Where each asks the same of another person (`sender.aiConsent || recipient.aiConsent`), whoever is
 * written about may be the one who was not asked.
 */
export function eitherOf(core: Core, file: FileFacts, a: Judgement, b: Judgement): Judgement {
  const all = either(a, b);
  if (a.level !== Level.guard || b.level !== Level.guard || a.at === null || b.at === null) return all;
  if (a.at.path !== file.path || b.at.path !== file.path || a.at.start === b.at.start) return all;
  const [one, other] = [personIn(file, a.at), personIn(file, b.at)];
  if (one === null || other === null || !areTwo(core, file, one, other)) return all;
  const miss = missOver(core, 'other-subject', a.at);
  return missed({ ...miss, detail: `consent of \`${one.name}\` or of \`${other.name}\` is enough` }, Level.weak);
}

interface Person {
  readonly node: NodeId;
  readonly name: string;
  /** What is asked of the person. */
  readonly asked: string;
}

/** Whose consent a check asks for: `sender` of `sender.aiConsent`, of `hasConsent(sender)`. */
function personIn(file: FileFacts, { node }: Spot): Person | null {
  const asked = segmentsOf(file, node);
  let n = node;
  if (opOf(file, n) === Op.Call) {
    n = argumentOf(file, n, 0);
    return n < 0 ? null : named(file, rootOf(file, n), segmentsOf(file, calleeOf(file, node)).join('.'));
  }
  const root = rootOf(file, n);
  return root === n ? null : named(file, root, asked.slice(1).join('.'));
}

function named(file: FileFacts, node: NodeId, asked: string): Person | null {
  const [name, more] = segmentsOf(file, node);
  return name === undefined || name === '' || more !== undefined ? null : { node, name, asked };
}

function rootOf(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  while (opOf(file, n) === Op.Member || opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  return n;
}

/** Two persons: by words that tell them apart, or by one type that both are of. */
function areTwo(core: Core, file: FileFacts, a: Person, b: Person): boolean {
  if (a.node === b.node || a.name === b.name || a.asked !== b.asked) return false;
  const [one, other] = [core.person(a.name), core.person(b.name)];
  if (one !== null && other !== null && !one.general && !other.general) return one.word !== other.word;
  const types = [a, b].map(({ node }) => core.shapes?.ofNode({ file, node }));
  const [first, second] = types.map((s) =>
    s?.k === 'record' ? s.name : s?.k === 'class' ? `class ${String(s.cls)}` : '',
  );
  return first !== undefined && first !== '' && first === second;
}
