import { NONE, Op, PropKind } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
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
import { otherPurpose, valueOf } from './core.ts';
import type { Core, Frame, Value } from './core.ts';
import { judgeHandedPredicate } from './collections.ts';
import { frameWithMaker } from './curried.ts';
import { both, either, Level, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { aroundCall, byName, judgeMiddleware } from './middleware.ts';
import { argumentTexts, ELEMENT_METHODS, segmentsOf } from './names.ts';
import { callsOfParameter, isParameter } from './promises.ts';
import { judgeQuery } from './query.ts';
import { judgeStep } from './results.ts';
import { judgeRegistration } from './routes.ts';
import { usesOf } from './uses.ts';

const MAX_WRAPPERS = 5;

/** What holds when a function handed to a call is run by it: wrappers, routes, promises, filtered lists. */
export function judgeHandedTo(core: Core, v: Value, position: number, depth = 0): Judgement {
  const { file, node } = v;
  if (depth > MAX_WRAPPERS) return OPAQUE;
  let all = judgeRunner(core, v, position, depth);
  if (all.level === Level.guard) return all;
  all = both(all, judgeRegistration(core, file, node, position));
  if (all.level === Level.guard) return all;
  // asyncHandler(handler) is itself handed on
  for (const user of usesOf(file).users.get(node) ?? []) {
    const op = opOf(file, user);
    if (op === Op.Def) {
      for (const next of usesOf(file).users.get(user) ?? [])
        all = both(all, judgeArgument(core, file, next, user, depth));
    } else all = both(all, judgeArgument(core, file, user, node, depth));
  }
  return all;
}

/** `app.route({ preHandler: check, handler })`: the function is a property of an object handed to a call. null: it is not. */
export function judgeHeldByObject(core: Core, file: FileFacts, fn: number): Judgement | null {
  const node = file.functions[fn]?.node ?? NONE;
  const users = usesOf(file).users;
  let all: Judgement | null = null;
  for (const object of holdersOf(file, node, 0)) {
    for (const call of users.get(object) ?? []) {
      if (opOf(file, call) !== Op.Call) continue;
      let own = judgeMiddleware(core, valueOf(file, object));
      if (own.level !== Level.guard) own = both(own, judgeKeyRun(core, valueOf(file, call), object, node));
      if (own.level !== Level.guard) own = both(own, judgeArgument(core, file, call, object, 0));
      if (own.level !== Level.guard) own = both(own, core.context(file, contextOf(file, call), null));
      all = all === null ? own : either(all, own);
    }
  }
  return all;
}

/** `match(user, { yes: () => …, no: () => … })`: where a function of the project runs what it finds under the key. */
function judgeKeyRun(core: Core, v: Value, object: NodeId, held: NodeId): Judgement {
  const { file, node } = v;
  const position = Array.from({ length: argumentCount(file, node) }, (_, i) => argumentOf(file, node, i)).indexOf(
    object,
  );
  const key = keyOf(file, object, held);
  if (position < 0 || key === '') return OPAQUE;
  let all: Judgement = NEVER;
  for (const e of core.callees(file, node)) {
    if (e.k !== 'function') return OPAQUE;
    const parameter = e.file.functions[e.fn]?.parameters[position];
    if (parameter === undefined) return OPAQUE;
    const frame = frameWithMaker(core, v, e.file, e.fn);
    for (const call of e.file.calls) {
      let callee = calleeOf(e.file, call);
      while (opOf(e.file, callee) === Op.Def || opOf(e.file, callee) === Op.Cast) callee = aOf(e.file, callee);
      if (opOf(e.file, callee) !== Op.Member || stringOf(e.file, bOf(e.file, callee)) !== key) continue;
      if (!isParameter(e.file, aOf(e.file, callee), parameter.node, parameter.variable)) continue;
      all = either(all, core.context(e.file, contextOf(e.file, call), frame));
    }
  }
  return all.level === Level.never ? OPAQUE : all;
}

/** The name under which an object holds a value, '' if it has none. */
function keyOf(file: FileFacts, object: NodeId, value: NodeId): string {
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i) !== PropKind.Init && listAt(file, list, i) !== PropKind.Method) continue;
    if (listAt(file, list, i + 2) === value) return stringOf(file, listAt(file, list, i + 1));
  }
  return '';
}

/** Objects that hold a function as a property, also by a variable. */
function holdersOf(file: FileFacts, node: NodeId, depth: number): readonly NodeId[] {
  if (node === NONE || depth > 3) return [];
  const out: NodeId[] = [];
  for (const user of usesOf(file).users.get(node) ?? []) {
    const op = opOf(file, user);
    if (op === Op.Object) out.push(user);
    else if (op === Op.Def) out.push(...holdersOf(file, user, depth + 1));
  }
  return out;
}

function judgeArgument(core: Core, file: FileFacts, user: NodeId, node: NodeId, depth: number): Judgement {
  if (opOf(file, user) !== Op.Call) return OPAQUE;
  for (let i = 0; i < argumentCount(file, user); i++) {
    if (argumentOf(file, user, i) === node) return judgeHandedTo(core, valueOf(file, user), i, depth + 1);
  }
  return OPAQUE;
}

function judgeRunner(core: Core, v: Value, position: number, depth: number): Judgement {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) === Op.Member) {
    const method = stringOf(file, bOf(file, callee));
    const receiver = aOf(file, callee);
    if (method === 'then' && position === 0) return core.completion({ ...v, node: receiver, awaited: true });
    if (ELEMENT_METHODS.has(method)) {
      const elements = judgeElements(core, { ...v, node: receiver });
      return elements.level === Level.guard ? elements : both(elements, judgeStep(core, v, position));
    }
  }
  const step = judgeStep(core, v, position);
  if (step.level === Level.guard) return step;
  let all: Judgement = NEVER;
  let known = 0;
  for (const e of core.callees(file, node)) {
    if (e.k !== 'function') continue;
    known++;
    all = either(all, judgeParameterRun(core, v, e.file, e.fn, position, depth));
  }
  if (known > 0 && all.level !== Level.opaque) return ofOtherPurpose(core, v, all);
  if (step.level > Level.opaque || step.misses.length > 0) return both(step, all.level === Level.never ? OPAQUE : all);
  // handed to a package's wrapper, or to one that cannot be seen into
  const named = opOf(file, callee) === Op.Member && known === 0 ? byMethodName(core, v) : byName(core, v, node);
  return known > 0 ? both(all, named) : named;
}

/** `consent.wrap(handler)`: the method must say what it does, a router called for consent does not. */
function byMethodName(core: Core, v: Value): Judgement {
  const segments = segmentsOf(v.file, calleeOf(v.file, v.node), core.program);
  const leaf = core.lexicon.sense([segments.at(-1) ?? '']);
  return leaf.consent ? byName(core, v, v.node) : OPAQUE;
}

function ofOtherPurpose(core: Core, v: Value, j: Judgement): Judgement {
  if (j.level !== Level.guard || j.purpose === 'ai') return j;
  const texts = [...argumentTexts(v.file, v.node, core.program), ...argumentTextsOfFactory(core, v)];
  const { purpose, other } = core.lexicon.purposeOf(texts);
  return purpose === 'other' ? otherPurpose(core, v.file, v.node, other) : j;
}

/** `withConsent('marketing')(handler)`: the purpose stands in the inner call. */
function argumentTextsOfFactory(core: Core, v: Value): readonly string[] {
  const callee = calleeOf(v.file, v.node);
  return opOf(v.file, callee) === Op.Call ? argumentTexts(v.file, callee, core.program) : [];
}

/** Where a function of the project runs its parameter. */
function judgeParameterRun(
  core: Core,
  v: Value,
  file: FileFacts,
  fn: number,
  position: number,
  depth: number,
): Judgement {
  const parameters = file.functions[fn]?.parameters ?? [];
  const parameter = parameters[position] ?? parameters.find((p) => p.rest);
  if (parameter === undefined) return OPAQUE;
  const frame: Frame | null = frameWithMaker(core, v, file, fn);
  let all: Judgement = NEVER;
  let runs = 0;
  for (const call of callsOfParameter(file, parameter.node, parameter.variable)) {
    runs++;
    all = either(all, aroundCall(core, { file, fn: functionOf(file, call) }, call, frame));
  }
  for (const call of file.calls) {
    for (let i = 0; i < argumentCount(file, call); i++) {
      if (!isParameter(file, argumentOf(file, call, i), parameter.node, parameter.variable)) continue;
      runs++;
      const there = core.context(file, contextOf(file, call), frame);
      const inner =
        there.level === Level.guard
          ? there
          : judgeHandedTo(core, { file, node: call, frame, awaited: false }, i, depth + 1);
      all = either(all, both(there, inner));
    }
  }
  return runs === 0 ? OPAQUE : all;
}

/** Elements of a list that was filtered, or asked for, by consent. */
function judgeElements(core: Core, v: Value): Judgement {
  const { file } = v;
  let all: Judgement = OPAQUE;
  let n = v.node;
  for (let i = 0; i < 16 && n !== NONE; i++) {
    const op = opOf(file, n);
    if (op === Op.Def || op === Op.Cast || op === Op.Await || op === Op.Effect) {
      n = aOf(file, n);
      continue;
    }
    if (op === Op.Cell) {
      const definitions = file.variables[aOf(file, n)]?.definitions ?? [];
      const [only] = definitions;
      if (definitions.length !== 1 || only === undefined) break;
      n = only;
      continue;
    }
    if (op !== Op.Call) break;
    all = both(all, judgeQuery(core, file, n));
    const callee = calleeOf(file, n);
    if (opOf(file, callee) !== Op.Member || all.level === Level.guard) break;
    if (stringOf(file, bOf(file, callee)) === 'filter')
      all = both(all, judgeHandedPredicate(core, file, argumentOf(file, n, 0)));
    n = aOf(file, callee);
  }
  return all;
}
