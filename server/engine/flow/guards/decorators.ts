import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, contextOf, opOf, stringOf } from '../../extract/reader.ts';
import { valueOf } from './core.ts';
import type { Core, Frame, FunctionRef, Value } from './core.ts';
import { frameFor } from './fields.ts';
import { judgeGuardClass } from './guard-classes.ts';
import { both, either, Level, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeGlobal } from './global-guards.ts';
import { isMetadata, judgeMetadata } from './metadata.ts';
import { byName, judgeMiddleware, judgeMiddlewareFunction, withLookalike } from './middleware.ts';
import { segmentsOf } from './names.ts';

const MAX_STEPS = 6;

/** What decorators of a method, and of its class, say: guards, interceptors, middlewares, or the team's own. */
export function judgeDecorators(core: Core, file: FileFacts, fn: FunctionId): Judgement {
  const facts = file.functions[fn];
  if (facts === undefined) return OPAQUE;
  const owner = facts.owner === NONE ? undefined : file.classes[facts.owner];
  const nodes = [...facts.decorators, ...(owner?.decorators ?? [])];
  let all: Judgement = OPAQUE;
  for (const node of nodes) all = both(all, judgeDecorator(core, valueOf(file, node), 0));
  all = both(all, judgeGlobal(core, file, fn));
  const said = judgeMetadata(core, file, fn, nodes);
  if (said === null) return all;
  if (said.level === Level.guard) return both(all, said);
  // the guard asks for the purpose that the metadata names
  return all.level === Level.guard && all.purpose !== 'ai' ? said : both(all, said);
}

function judgeDecorator(core: Core, v: Value, depth: number): Judgement {
  const { file, node } = v;
  if (node === NONE || depth > MAX_STEPS) return OPAQUE;
  const op = opOf(file, node);
  if (op === Op.Def || op === Op.Cast) return judgeDecorator(core, { ...v, node: aOf(file, node) }, depth + 1);
  if (op !== Op.Call) return both(judgeBody(core, v, node, depth), byName(core, v, node));
  const name = segmentsOf(file, calleeOf(file, node)).at(-1) ?? '';
  if (isMetadata(core, file, node)) return OPAQUE;
  if (name === 'applyDecorators') {
    let all: Judgement = OPAQUE;
    for (let i = 0; i < argumentCount(file, node); i++) {
      all = both(all, judgeDecorator(core, { ...v, node: argumentOf(file, node, i) }, depth + 1));
    }
    return all;
  }
  if (/^Use[A-Z]/.test(name) && !core.lexicon.sense([name]).consent) {
    let all: Judgement = OPAQUE;
    for (let i = 0; i < argumentCount(file, node); i++)
      all = both(all, judgeUsed(core, { ...v, node: argumentOf(file, node, i) }));
    return all;
  }
  const body = judgeBody(core, v, calleeOf(file, node), depth);
  return body.level === Level.opaque ? both(body, byName(core, v, node)) : body;
}

/** An argument of `@UseGuards`, `@UseInterceptors`, `@UseMiddleware`. */
function judgeUsed(core: Core, v: Value): Judgement {
  const { file, node } = v;
  const entities = core.program.entities({ file, node });
  if (entities.some((e) => e.k === 'class' || e.k === 'instance'))
    return withLookalike(core, v, judgeGuardClass(core, v, judgeMiddlewareFunction));
  return judgeMiddleware(core, v);
}

/** Looks into a decorator of the project: combined decorators, or a wrapper round the method. */
function judgeBody(core: Core, v: Value, callee: NodeId, depth: number): Judgement {
  const { file } = v;
  let all: Judgement = OPAQUE;
  for (const e of core.program.entities({ file, node: callee })) {
    if (e.k !== 'function') continue;
    const frame = opOf(file, v.node) === Op.Call ? frameFor(v, e.file, e.fn) : null;
    const wrapped = judgeWrapped(core, e, frame);
    if (wrapped.level !== Level.opaque) {
      all = both(all, wrapped);
      continue;
    }
    for (const exit of e.file.functions[e.fn]?.returns ?? []) {
      if (exit.node === NONE || opOf(e.file, exit.node) === Op.Func) continue;
      all = both(all, judgeDecorator(core, { file: e.file, node: exit.node, frame, awaited: false }, depth + 1));
    }
  }
  return all;
}

/** `const original = descriptor.value; descriptor.value = async (...a) => { check; return original.apply(this, a) }`. */
function judgeWrapped(core: Core, { file, fn }: FunctionRef, frame: Frame | null): Judgement {
  const facts = file.functions[fn];
  if (facts === undefined) return OPAQUE;
  let all: Judgement = NEVER;
  for (const call of file.calls) {
    const start = file.nodes[call * 7 + 1] ?? -1;
    if (start < facts.start || start >= facts.end || !callsOriginal(file, calleeOf(file, call))) continue;
    all = either(all, core.context(file, contextOf(file, call), frame));
  }
  return all.level === Level.never ? OPAQUE : all;
}

function callsOriginal(file: FileFacts, callee: NodeId): boolean {
  if (opOf(file, callee) !== Op.Member) return false;
  const key = stringOf(file, bOf(file, callee));
  if (key !== 'apply' && key !== 'call') return false;
  const segments = segmentsOf(file, aOf(file, callee));
  return segments.includes('value') || /^(?:original|target|method|fn|value)/i.test(segments.at(-1) ?? '');
}
