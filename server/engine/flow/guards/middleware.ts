import { NONE, Op, PropKind } from '../../extract/facts.ts';
import type { ContextId, FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  contextOf,
  functionOf,
  listAt,
  listLength,
  opOf,
  stringOf,
} from '../../extract/reader.ts';
import { missAt, otherPurpose, sibling, spotOf } from './core.ts';
import type { Core, Frame, FunctionRef, Value } from './core.ts';
import { frameWithMaker } from './curried.ts';
import { argumentFor } from './fields.ts';
import { judgeGuardClass } from './guard-classes.ts';
import { both, either, guardAt, Level, NEVER, NONE_KNOWN, OPAQUE, withMiss } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { argumentTexts, segmentsOf } from './names.ts';
import { judgeSchema } from './parsed.ts';
import { isParameter } from './promises.ts';
import { answered, isAnswer, isContent } from './answers.ts';
import { TRUTHY } from './test.ts';
import { usesOf } from './uses.ts';

/** Options of a route under which frameworks take functions to run before the handler. */
const HOOKS = new Set(
  (
    'preHandler onRequest preValidation preParsing preSerialization beforeHandle before beforeEnter middleware middlewares ' +
    'use pre method handlers guards onBeforeHandle beforeLoad condition config options'
  ).split(' '),
);
/** Hooks that run once the handler has answered: what they refuse was sent already. */
export const LATE =
  /^(?:on(?:Send|Response|Error|Close|Timeout|AfterHandle|AfterResponse)|preSerialization|after|afterHandle|afterResponse|mapResponse)$/;
const MAX_STEPS = 12;

/** Does consent hold for what runs after this middleware (function, factory call, class, list or route options)? */
export function judgeMiddleware(core: Core, v: Value): Judgement {
  return withLookalike(core, v, judge(core, v, 0));
}

/** A middleware that does not ask for consent may be named for what it asks instead. */
export function withLookalike(core: Core, v: Value, j: Judgement): Judgement {
  const { file, node } = v;
  if (j.level >= Level.weak || j.misses.length > 0 || node === NONE || opOf(file, node) === Op.Func) return j;
  const named = opOf(file, node) === Op.Call || opOf(file, node) === Op.New ? calleeOf(file, node) : node;
  const { lookalike } = core.lexicon.sense(segmentsOf(file, named, core.program));
  return lookalike === null ? j : withMiss(j, missAt(core, lookalike, file, node));
}

function judge(core: Core, v: Value, depth: number): Judgement {
  const { file, node } = v;
  if (node === NONE || depth > MAX_STEPS) return OPAQUE;
  const go = (next: Value): Judgement => judge(core, next, depth + 1);
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Array: {
      let all: Judgement = OPAQUE;
      for (let i = 0; i < listLength(file, a); i++)
        all = both(all, judgeMiddleware(core, sibling(v, listAt(file, a, i))));
      return all;
    }
    case Op.Object:
      return judgeHooks(core, v, go);
    case Op.Spread:
    case Op.Cast:
    case Op.Effect:
      return go(sibling(v, a));
    case Op.Def: {
      const inner = go(sibling(v, a));
      return inner.level > Level.opaque || inner.level === Level.none ? inner : both(inner, byName(core, v, node));
    }
    case Op.Str:
    case Op.Template:
    case Op.Regex:
    case Op.Bool:
    case Op.Num:
      return OPAQUE;
    case Op.Func:
      return judgeMiddlewareFunction(core, { file, fn: a }, v.frame);
    case Op.Call:
      return judgeFactory(core, v, go);
    case Op.New:
    case Op.Class:
      return judgeGuardClass(core, v, judgeMiddlewareFunction);
    case Op.Cell: {
      const definitions = file.variables[a]?.definitions ?? [];
      const [only] = definitions;
      return definitions.length === 1 && only !== undefined ? go(sibling(v, only)) : judgeEntities(core, v, go);
    }
    case Op.Param: {
      const argument = argumentFor(v);
      return argument === null ? byName(core, v, node) : go(argument);
    }
    default:
      return judgeEntities(core, v, go);
  }
}

/** Options of a route beside its handler: functions that run before it, and the schema of what is sent. */
export function judgeOptions(core: Core, v: Value): Judgement {
  return both(judgeMiddleware(core, v), judgeHandedSchema(core, v) ?? OPAQUE);
}

function judgeHooks(core: Core, v: Value, go: (next: Value) => Judgement): Judgement {
  const { file } = v;
  const list = aOf(file, v.node);
  let all: Judgement = OPAQUE;
  let late = false;
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const kind = listAt(file, list, i);
    if (kind !== PropKind.Init && kind !== PropKind.Method) continue;
    const name = stringOf(file, listAt(file, list, i + 1));
    if (core.answer === undefined && LATE.test(name)) late = true;
    else if (!HOOKS.has(name)) continue;
    if (late) continue;
    all = both(all, go(sibling(v, listAt(file, list, i + 2))));
  }
  // what only runs once the handler has answered asks nothing before it, whatever it is called
  return late && all.level === Level.opaque ? NONE_KNOWN : all;
}

/** Imported and other indirect values: what they are, where they were made. */
function judgeEntities(core: Core, v: Value, go: (next: Value) => Judgement): Judgement {
  const { file, node } = v;
  if (opOf(file, node) === Op.Import) {
    const record = file.imports[aOf(file, node)];
    const target = core.program.modules.resolve(file.path, record?.specifier ?? '');
    if (record !== undefined && target.k === 'file') {
      const found = core.program.exported(target.path, record.name);
      let all: Judgement | null = null;
      for (const f of found) {
        if (!('node' in f) || f.node === NONE) continue;
        const own = go({ file: f.file, node: f.node, frame: null, awaited: false });
        all = all === null ? own : either(all, own);
      }
      if (all !== null && all.level !== Level.opaque) return all;
    }
  }
  let all: Judgement | null = null;
  for (const e of core.program.entities({ file, node })) {
    let own: Judgement = OPAQUE;
    if (e.k === 'function') own = judgeMiddlewareFunction(core, e, null);
    else if (e.k === 'class' || e.k === 'instance') own = judgeGuardClass(core, v, judgeMiddlewareFunction);
    else if (e.k === 'object' && (e.file !== file || e.node !== node)) {
      own = go({ file: e.file, node: e.node, frame: null, awaited: false });
    }
    all = all === null ? own : either(all, own);
  }
  return all === null || all.level === Level.opaque ? byName(core, v, node) : all;
}

const CHOICE = /^(?:some|any|anyOf|oneOf|or|either|race|firstOf)$/;

/** `requireConsent('ai')`: what the project's factory returns; `createMiddleware(f)`, `asyncHandler(f)`: f. */
function judgeFactory(core: Core, v: Value, go: (next: Value) => Judgement): Judgement {
  const { file, node } = v;
  let all: Judgement | null = null;
  let external = false;
  // `some(auth, consent)` is passed by either
  const choice = CHOICE.test(segmentsOf(file, calleeOf(file, node)).at(-1) ?? '');
  for (const e of core.callees(file, node)) {
    if (e.k !== 'function') {
      external = external || e.k === 'api';
      continue;
    }
    const fn = e.file.functions[e.fn];
    const frame = frameWithMaker(core, v, e.file, e.fn);
    for (const exit of fn?.returns ?? []) {
      const own = exit.node === NONE ? OPAQUE : go({ file: e.file, node: exit.node, frame, awaited: false });
      all = all === null ? own : either(all, own);
    }
  }
  if (all === null || external) {
    for (let i = 0; i < argumentCount(file, node); i++) {
      const argument = argumentOf(file, node, i);
      const demanded = judgeHandedSchema(core, sibling(v, argument));
      if (demanded !== null) all = both(all ?? OPAQUE, demanded);
      if (!isFunctionLike(core, file, argument) && opOf(file, argument) !== Op.Array) continue;
      const own = go(sibling(v, argument));
      all = all === null ? own : choice ? either(all, own) : both(all, own);
    }
  }
  if (all === null || all.level === Level.opaque) return both(all ?? OPAQUE, byName(core, v, node));
  if (all.level !== Level.guard || all.purpose === 'ai') return all;
  const { purpose, other } = core.lexicon.purposeOf(argumentTexts(file, node, core.program));
  return purpose === 'other' ? otherPurpose(core, file, node, other) : all;
}

/** `validator('json', schema)`, `validate({ body: schema })`: what does not pass is answered. null: it demands none. */
function judgeHandedSchema(core: Core, v: Value): Judgement | null {
  const { file, node } = v;
  if (opOf(file, node) !== Op.Object) return judgeSchema(core, v);
  const list = aOf(file, node);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const found = judgeSchema(core, sibling(v, listAt(file, list, i + 2)));
    if (found !== null) return found;
  }
  return null;
}

function isFunctionLike(core: Core, file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  if (op === Op.Func) return true;
  if (op !== Op.Def && op !== Op.Cell && op !== Op.Import && op !== Op.Member && op !== Op.Call) return false;
  return core.program.entities({ file, node }).some((e) => e.k === 'function');
}

/** By name: `aiConsentGate`, `requireConsent('ai')`, `AiConsentGuard`. */
export function byName(core: Core, v: Value, node: NodeId): Judgement {
  const { file } = v;
  const call = opOf(file, node) === Op.Call || opOf(file, node) === Op.New;
  const named = call ? calleeOf(file, node) : node;
  const sense = core.lexicon.sense(
    segmentsOf(file, named, core.program),
    call ? argumentTexts(file, node, core.program) : [],
  );
  if (!sense.consent) {
    return sense.lookalike === null ? OPAQUE : withMiss(OPAQUE, missAt(core, sense.lookalike, file, node));
  }
  // what cannot be seen into counts if its name says nothing but that consent is asked for
  if (sense.inert || sense.verb === 'silent' || (sense.strange !== '' && sense.verb !== 'asserting')) return OPAQUE;
  if (sense.purpose === 'other') {
    return otherPurpose(core, file, node, sense.other);
  }
  return guardAt(spotOf(file, node), sense.purpose);
}

/** A middleware lets through only where it calls `next`, or, without one, where it returns without having answered. */
export function judgeMiddlewareFunction(core: Core, ref: FunctionRef, frame: Frame | null): Judgement {
  const { file } = ref;
  const fn = file.functions[ref.fn];
  if (fn === undefined) return OPAQUE;
  let all: Judgement = NEVER;
  let found = 0;
  for (const call of file.calls) {
    if (!continues(file, ref.fn, call)) continue;
    found++;
    all = either(all, aroundCall(core, ref, call, frame));
  }
  if (found === 0) all = judgeHook(core, ref, frame);
  if (all.level === Level.never) return OPAQUE;
  if (all.level !== Level.none || all.misses.length > 0 || found > 0)
    return all.level === Level.opaque ? nameOf(core, ref, all) : all;
  return nameOf(core, ref, all);
}

/** A body that cannot be judged is trusted for its name. */
function nameOf(core: Core, ref: FunctionRef, known: Judgement): Judgement {
  const fn = ref.file.functions[ref.fn];
  const sense = core.lexicon.sense([fn?.name ?? '']);
  if (known.level !== Level.opaque || !sense.consent || sense.inert || sense.purpose === 'other') return known;
  const at = { path: ref.file.path, start: fn?.nameStart ?? 0, end: fn?.nameEnd ?? 0, node: NONE };
  return guardAt(at, sense.purpose);
}

/**
 * What holds for what a function calls: on the way there and, where answers are asked about, by what is done to the
 * answer once it is there.
 */
export function aroundCall(core: Core, ref: FunctionRef, call: NodeId, frame: Frame | null): Judgement {
  const there = core.context(ref.file, contextOf(ref.file, call), frame);
  if (core.answer === undefined || !isWaitedFor(ref.file, call)) return there;
  return both(there, core.completed(ref, frame));
}

/** `await next()`, `return next.handle()`: the middleware sees the answer. */
function isWaitedFor(file: FileFacts, call: NodeId): boolean {
  if (file.functions[functionOf(file, call)]?.returns.some((exit) => exit.node === call) === true) return true;
  return (usesOf(file).users.get(call) ?? []).some((user) => {
    const op = opOf(file, user);
    return op === Op.Await || op === Op.Member;
  });
}

/** Whether a call goes on to what comes after the middleware: `next()`, `opts.next()`, `next.handle()`, `resolve(event)`. */
export function continues(file: FileFacts, fn: number, call: NodeId): boolean {
  const facts = file.functions[fn];
  if (facts === undefined) return false;
  let callee = calleeOf(file, call);
  if (opOf(file, callee) === Op.Member && stringOf(file, bOf(file, callee)) === 'handle') callee = aOf(file, callee);
  for (let i = 0; i < 4 && (opOf(file, callee) === Op.Def || opOf(file, callee) === Op.Cast); i++)
    callee = aOf(file, callee);
  const hit = facts.parameters.some((p, i) => {
    if (isParameter(file, callee, p.node, p.variable)) return i > 0 || p.name === 'next';
    if (opOf(file, callee) !== Op.Member) return false;
    const key = stringOf(file, bOf(file, callee));
    return (key === 'next' || key === 'resolve') && isParameter(file, aOf(file, callee), p.node, p.variable);
  });
  return (hit || isCapturedNext(file, facts.start, facts.end, callee)) && !handsError(file, call);
}

/** `next` taken out of a pattern and read in a closure inside the function. */
function isCapturedNext(file: FileFacts, start: number, end: number, callee: NodeId): boolean {
  if (opOf(file, callee) !== Op.Cell) return false;
  const variable = file.variables[aOf(file, callee)];
  return variable?.name === 'next' && variable.start >= start && variable.end <= end;
}

/** `next(err)` leaves; `next()`, `next({ ctx })` and `next('route')` go on. */
function handsError(file: FileFacts, call: NodeId): boolean {
  if (argumentCount(file, call) === 0) return false;
  const op = opOf(file, argumentOf(file, call, 0));
  const known = new Set<number>([Op.Object, Op.Str, Op.Def, Op.Spread, Op.Undefined]);
  if (op === Op.Def) return opOf(file, aOf(file, argumentOf(file, call, 0))) === Op.New;
  return !known.has(op) && (op === Op.New || op === Op.Caught || op === Op.Call || op === Op.Param);
}

/**
 * A hook without `next`: where it returns nothing and has not answered, the handler runs.
 *
 * @param adds what it returns is handed to the handler, not to the client
 */
export function judgeHook(core: Core, ref: FunctionRef, frame: Frame | null, adds = false): Judgement {
  const { file } = ref;
  const fn = file.functions[ref.fn];
  if (fn === undefined || (fn.returns.length === 0 && fn.exitContext === NONE)) return OPAQUE;
  let all: Judgement = NEVER;
  const through = (context: ContextId): void => {
    if (!answered(file, context)) all = either(all, core.context(file, context, frame));
  };
  for (const exit of fn.returns) {
    const op = opOf(file, exit.node);
    if (exit.node === NONE || op === Op.Undefined || op === Op.Null) through(exit.context);
    else if (!isAnswer(file, exit.node) && isContent(op)) {
      if (adds) through(exit.context);
    } else if (!isAnswer(file, exit.node)) {
      const value: Value = { file, node: exit.node, frame, awaited: true };
      all = either(
        all,
        both(core.context(file, exit.context, frame), both(core.completion(value), core.holds(value, TRUTHY))),
      );
    }
  }
  if (fn.exitContext !== NONE) through(fn.exitContext);
  return all.level === Level.never ? NONE_KNOWN : all;
}
