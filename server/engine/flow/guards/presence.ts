import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, opOf, stringOf } from '../../extract/reader.ts';
import { missAt, sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { Level, missed } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeQuery } from './query.ts';
import { amountTest, polarityOf } from './test.ts';
import type { Test } from './test.ts';

/** Calls that give rows, or tell whether there are any. */
const READS =
  /^(?:find|first|get|exists|count|select|where|query|maybeSingle|single|execute|one|any|all|run|fetch|look[uU]p|eq|from|limit|lean)/;
/** Where drivers keep rows, and how many there are. */
const ROWS = /^(?:\d+|rows|data|row|record|records|result|results|docs|items)$/;
const AMOUNTS = /^(?:length|size|rowCount|count|affectedRows)$/;

/** Whether there is a row, of a query that asks for those who agreed, or who did not. null: the query says nothing. */
export function judgePresence(core: Core, v: Value, test: Test): Judgement | null {
  const { file, node } = v;
  const polarity = polarityOf(test);
  const callee = calleeOf(file, node);
  const method = opOf(file, callee) === Op.Member ? stringOf(file, bOf(file, callee)) : '';
  if (polarity === null || (opOf(file, node) !== Op.Tagged && !READS.test(method))) return null;
  const rows = judgeQuery(core, file, node);
  if (rows.level === Level.guard) return polarity ? rows : missed(missAt(core, 'wrong-branch', file, node));
  const refused = rows.misses.some((m) => m.reason === 'wrong-branch');
  if (rows.level >= Level.weak || !refused) return null;
  // that nobody refused is not that somebody agreed
  return polarity ? { ...rows, level: Level.none } : missed(missAt(core, 'opt-out', file, node), Level.weak);
}

/** `result.rows.length > 0`, `const [row] = await query(…)`: whether there is a row. null: it is none of a query. */
export function judgeRows(core: Core, v: Value, key: string, test: Test): Judgement | null {
  const asked = AMOUNTS.test(key) ? amountTest(test) : ROWS.test(key) ? test : null;
  const call = asked === null ? NONE : queryBehind(v.file, aOf(v.file, v.node));
  return asked === null || call === NONE ? null : judgePresence(core, sibling(v, call), asked);
}

function queryBehind(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  for (let i = 0; i < 12 && n !== NONE; i++) {
    const op = opOf(file, n);
    if (op === Op.Call || op === Op.Tagged) return n;
    const through = op === Op.Def || op === Op.Await || op === Op.Cast || op === Op.Effect;
    if (!through && !(op === Op.Member && ROWS.test(stringOf(file, bOf(file, n))))) return NONE;
    n = aOf(file, n);
  }
  return NONE;
}
