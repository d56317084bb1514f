import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { calleeOf, opOf } from '../../extract/reader.ts';
import type { Core, Frame, FunctionRef, Value } from './core.ts';
import { either, guardAt, Level, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { segmentsOf, argumentTexts } from './names.ts';
import { otherPurpose, spotOf } from './core.ts';
import { TRUTHY } from './test.ts';

type JudgeFunction = (core: Core, ref: FunctionRef, frame: Frame | null) => Judgement;

/** Methods by which frameworks call guard classes: the first tells by its answer, the others go on by calling next. */
const ANSWERING = 'canActivate';
const RUNNING = ['intercept', 'use', 'resolve', 'handle', 'execute'];

/** Judges a class (or instance, or external class by name) that stands before a handler. */
export function judgeGuardClass(core: Core, v: Value, judgeFunction: JudgeFunction): Judgement {
  const { file, node } = v;
  let all: Judgement | null = null;
  for (const e of core.program.entities({ file, node })) {
    let own: Judgement = OPAQUE;
    if (e.k === 'class' || e.k === 'instance') own = judgeClass(core, e.file, e.cls, judgeFunction);
    else if (e.k === 'function') own = judgeFunction(core, e, null);
    all = all === null ? own : either(all, own);
  }
  return all === null || all.level === Level.opaque ? byClassName(core, v) : all;
}

function judgeClass(core: Core, file: FileFacts, cls: number, judgeFunction: JudgeFunction): Judgement {
  const answering = methodOf(core, file, cls, ANSWERING, 0);
  if (answering !== null) return core.returned(answering, null, TRUTHY, true);
  for (const name of RUNNING) {
    const running = methodOf(core, file, cls, name, 0);
    if (running !== null) return judgeFunction(core, running, null);
  }
  return OPAQUE;
}

/** A method of a class or of the classes it extends. */
function methodOf(core: Core, file: FileFacts, cls: number, name: string, depth: number): FunctionRef | null {
  const facts = file.classes[cls];
  if (facts === undefined || depth > 6) return null;
  const fn: FunctionId | undefined = facts.methods.find((m) => file.functions[m]?.name === name);
  if (fn !== undefined) return { file, fn };
  if (facts.superclass === NONE) return null;
  for (const e of core.program.entities({ file, node: facts.superclass })) {
    if (e.k !== 'class') continue;
    const found = methodOf(core, e.file, e.cls, name, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function byClassName(core: Core, v: Value): Judgement {
  const { file, node } = v;
  const called = opOf(file, node) === Op.New || opOf(file, node) === Op.Call;
  const segments = segmentsOf(file, called ? calleeOf(file, node) : node, core.program);
  const sense = core.lexicon.sense(segments, called ? argumentTexts(file, node, core.program) : []);
  if (!sense.consent || sense.verb === 'silent') return OPAQUE;
  if (sense.purpose === 'other') return otherPurpose(core, file, node, sense.other);
  return guardAt(spotOf(file, node), sense.purpose);
}
