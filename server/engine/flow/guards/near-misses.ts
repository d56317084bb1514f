import { Ctx, CONTEXT_STRIDE, NONE, Op } from '../../extract/facts.ts';
import type { ContextId, FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  argumentCount,
  argumentOf,
  calleeOf,
  contextKind,
  contextOf,
  contextParent,
  contextX,
  contextY,
  endOf,
  opOf,
  startOf,
} from '../../extract/reader.ts';
import { perObject } from '../../base/per-object.ts';
import type { NearMiss, NearMissReason } from './contract.ts';
import { missAt, valueOf } from './core.ts';
import type { Core } from './core.ts';
import { Level } from './judgement.ts';
import { segmentsOf } from './names.ts';
import { judgeQuery } from './query.ts';
import { FALSY, TRUTHY } from './test.ts';
import { eachOperand, isUsed, usesOf } from './uses.ts';

const LOGGING = new Set('console logger log logging winston pino sentry telemetry'.split(' '));
const LEVELS = new Set(
  'log info warn error debug trace fatal verbose silly capture captureMessage captureException'.split(' '),
);

/** Checks of the function that come too late, whose answer nobody looks at, or which only leave a line in a log. */
export function nearMissesOf(core: Core, file: FileFacts, fn: FunctionId, sink: NodeId): readonly NearMiss[] {
  const facts = file.functions[fn];
  if (facts === undefined) return [];
  const out: NearMiss[] = [];
  const put = (miss: NearMiss): void => {
    if (out.length < 8 && !out.some((m) => m.start === miss.start)) out.push(miss);
  };
  const add = (reason: NearMissReason, node: NodeId): void => {
    put(missAt(core, reason, file, node));
  };
  const { conditions, calls, logged } = partsOf(file, fn);
  const dominating = conditionsAbove(file, contextOf(file, sink));
  for (const node of conditions) {
    if (!speaksOfConsent(core, file, node) || !isSpoken(core, file, node)) continue;
    if (startOf(file, node) >= endOf(file, sink)) add('after-call', node);
    else if (!dominating.has(node)) add(leavesOnlyLogs(file, node) ? 'only-logged' : 'wrong-branch', node);
  }
  const said = saidIn(core);
  for (const call of calls) {
    if (call === sink || contains(file, call, sink)) continue;
    const late = startOf(file, call) >= endOf(file, sink);
    const asserting = said.asserts(file, call);
    if (late && (asserting || said.tells(file, call))) add('after-call', call);
    else if (!late && !asserting && said.isUnused(file, call) && said.tells(file, call)) add('result-unused', call);
    else if (!late) for (const miss of said.asksRows(file, call)) put(miss);
  }
  for (const node of logged) {
    if (startOf(file, node) < startOf(file, sink) && speaksOfConsent(core, file, node)) add('only-logged', node);
  }
  return out;
}

/** Where checks may stand in a function, whichever call of it they should stand before. */
interface Parts {
  readonly conditions: readonly NodeId[];
  /** Calls, but for those of a logger. */
  readonly calls: readonly NodeId[];
  /** Values whose only use is a line in a log. */
  readonly logged: readonly NodeId[];
}

const partsByFunction = perObject<FileFacts, Map<FunctionId, Parts>>(() => new Map());

function partsOf(file: FileFacts, fn: FunctionId): Parts {
  const known = partsByFunction(file);
  let parts = known.get(fn);
  if (parts === undefined) {
    const { start = 0, end = 0 } = file.functions[fn] ?? {};
    const within = (n: NodeId): boolean => startOf(file, n) >= start && endOf(file, n) <= end;
    parts = {
      conditions: [...conditionsIn(file)].filter(within),
      calls: [...file.calls].filter((call) => within(call) && !isLog(file, call)),
      logged: [...loggedIn(file, within)],
    };
    known.set(fn, parts);
  }
  return parts;
}

/** What calls say of consent, asked for each model call near them. */
const saidIn = perObject((core: Core) => {
  const once = <T>(find: (file: FileFacts, call: NodeId) => T): ((file: FileFacts, call: NodeId) => T) => {
    const answers = perObject<FileFacts, Map<NodeId, T>>(() => new Map());
    return (file, call) => {
      const known = answers(file);
      let answer = known.get(call);
      if (answer === undefined) known.set(call, (answer = find(file, call)));
      return answer;
    };
  };
  return {
    asserts: once((file, call) => core.completion({ ...valueOf(file, call), awaited: true }).level === Level.guard),
    tells: once((file, call) => told(core, file, call)),
    isUnused: once((file, call) => !isUsed(file, call)),
    asksRows: once((file, call) => askedOfRows(core, file, call)),
  };
});

const contains = (file: FileFacts, outer: NodeId, inner: NodeId): boolean =>
  startOf(file, outer) <= startOf(file, inner) && endOf(file, outer) >= endOf(file, inner);

/** Whether a condition, or a function of the project that it calls, has a word of consent in its own text, or a name it tests. */
function isSpoken(core: Core, file: FileFacts, condition: NodeId): boolean {
  const open: NodeId[] = [condition];
  for (let steps = 0; open.length > 0 && steps < 40; steps++) {
    const node = open.pop() ?? NONE;
    const text = (core.program.text(file.path) ?? '').slice(startOf(file, node), endOf(file, node));
    if (core.speaks(text)) return true;
    if (opOf(file, node) === Op.Call && calledSpeaks(core, file, node)) return true;
    eachOperand(file, node, (next) => open.push(next));
  }
  return false;
}

function calledSpeaks(core: Core, file: FileFacts, call: NodeId): boolean {
  return core.callees(file, call).some((e) => {
    const facts = e.k === 'function' ? e.file.functions[e.fn] : undefined;
    if (e.k !== 'function' || facts === undefined) return false;
    return core.speaks((core.program.text(e.file.path) ?? '').slice(facts.start, facts.end));
  });
}

/** What a query asks of its rows that is not consent for this: `where: { aiConsent: false }`. */
function askedOfRows(core: Core, file: FileFacts, call: NodeId): readonly NearMiss[] {
  const rows = judgeQuery(core, file, call);
  return rows.level >= Level.weak ? [] : rows.misses.filter((m) => ROWS.has(m.reason) && m.path === file.path);
}

const ROWS: ReadonlySet<NearMissReason> = new Set(['wrong-branch', 'other-purpose', 'cookie-consent']);

/** Whether a value, tested either way, would be a check of consent. */
function speaksOfConsent(core: Core, file: FileFacts, node: NodeId): boolean {
  const v = valueOf(file, node);
  return [TRUTHY, FALSY].some((test) => {
    const j = core.holds(v, test);
    // `aiConsent === false`: what is left may never have been asked
    return j.level === Level.guard || (j.level === Level.weak && j.misses.every((m) => m.reason === 'fail-open'));
  });
}

/** Whether a call's answer (awaited, if it is a promise) tells consent, be it a yes or a rejection. */
function told(core: Core, file: FileFacts, call: NodeId): boolean {
  const v = { ...valueOf(file, call), awaited: true };
  return core.holds(v, TRUTHY).level === Level.guard || core.holds(v, FALSY).level === Level.guard;
}

function* conditionsIn(file: FileFacts): Iterable<NodeId> {
  const seen = new Set<NodeId>();
  for (let c = 0; c < file.contexts.length / CONTEXT_STRIDE; c++) {
    const kind = contextKind(file, c);
    if (kind !== Ctx.True && kind !== Ctx.False) continue;
    const x = contextX(file, c);
    if (!seen.has(x)) yield x;
    seen.add(x);
  }
}

/** Conditions that decide whether a context is reached at all. */
function conditionsAbove(file: FileFacts, context: ContextId): ReadonlySet<NodeId> {
  const out = new Set<NodeId>();
  for (let c = context; c !== NONE; c = contextParent(file, c)) {
    const kind = contextKind(file, c);
    if (kind === Ctx.True || kind === Ctx.False) out.add(contextX(file, c));
  }
  return out;
}

/** Whether the only calls made under the condition are calls of a logger. */
function leavesOnlyLogs(file: FileFacts, condition: NodeId): boolean {
  let logs = 0;
  for (const call of file.calls) {
    if (!standsUnder(file, contextOf(file, call), condition)) continue;
    if (!isLog(file, call)) return false;
    logs++;
  }
  return logs > 0;
}

function standsUnder(file: FileFacts, context: ContextId, condition: NodeId): boolean {
  for (let c = context; c !== NONE && contextKind(file, c) !== Ctx.Entry; c = contextParent(file, c)) {
    const kind = contextKind(file, c);
    if ((kind === Ctx.True || kind === Ctx.False) && contextX(file, c) === condition) return true;
    if (kind === Ctx.Either && (contextX(file, c) === NONE || contextY(file, c) === NONE)) return false;
  }
  return false;
}

function isLog(file: FileFacts, call: NodeId): boolean {
  const callee = calleeOf(file, call);
  const segments = segmentsOf(file, callee);
  const method = segments.at(-1) ?? '';
  if (opOf(file, callee) !== Op.Member) return method === 'log';
  return LEVELS.has(method) && segments.slice(0, -1).some((s) => LOGGING.has(s.toLowerCase()) || /log(ger)?$/i.test(s));
}

/** Values whose only use is a line in a log. */
function* loggedIn(file: FileFacts, within: (n: NodeId) => boolean): Iterable<NodeId> {
  const uses = usesOf(file);
  for (const call of file.calls) {
    if (!within(call) || !isLog(file, call)) continue;
    for (let i = 0; i < argumentCount(file, call); i++) {
      const node = argumentOf(file, call, i);
      const users = uses.users.get(node) ?? [];
      if (!users.every((u) => u === call || opOf(file, u) === Op.Effect) || uses.tested.has(node)) continue;
      const op = opOf(file, node);
      if (op === Op.Call || op === Op.Await || op === Op.Member || op === Op.Def) yield node;
    }
  }
}
