import { NONE, Op, PropKind } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, listAt, listLength, opOf, stringOf } from '../../extract/reader.ts';
import type { Shape } from '../../link/contract.ts';
import { keepsTruth } from './collections.ts';
import { spotOf, valueOf } from './core.ts';
import type { Core, Value } from './core.ts';
import { argumentFor } from './fields.ts';
import { guardAt, Level } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { linksOf } from './links.ts';
import { functionAt } from './promises.ts';
import { TRUTHY } from './test.ts';

const THROWING = /^(?:parse|parseAsync|validateSync|assert|decode)$/;
const TELLING = /^safeParse(?:Async)?$/;
/** Methods of a schema that let a value through only if a function says so. */
const REFINING = new Set(['refine', 'check', 'test', 'filter', 'narrow']);
/** Those whose function is handed what it tells a refusal to. */
const REFUSING = new Set(['superRefine', 'check', 'transform', 'rawCheck']);
const OBJECTS = new Set(['object', 'strictObject', 'looseObject', 'strict', 'extend', 'safeExtend']);

/**
 * A value that was parsed by a schema which demands consent (`aiConsent: literal(true)`) has it: whether the parse has
 * completed, or told success. null: it is no parse, or demands none.
 */
export function judgeParsed(core: Core, v: Value, how: 'completed' | 'success'): Judgement | null {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (core.shapes === null || opOf(file, callee) !== Op.Member || opOf(file, aOf(file, callee)) === Op.Global)
    return null;
  const method = stringOf(file, bOf(file, callee));
  if (!(how === 'completed' ? THROWING : TELLING).test(method)) return null;
  const result = core.shapes.ofNode({ file, node });
  const demanded = demandedBy(core, how === 'completed' ? result : core.shapes.field(result, 'data'));
  if (demanded !== null) return guardAt(spotOf(file, node), demanded);
  const found = judgeSchema(core, { ...v, node: aOf(file, callee), awaited: false });
  return found === null ? null : { ...found, at: spotOf(file, node) };
}

/** A schema that lets nothing through that has no consent: by the type of a field, or by a function. null: it does. */
export function judgeSchema(core: Core, v: Value): Judgement | null {
  const at = argumentBehind(v);
  if (core.shapes === null || !mayBeSchema(at)) return null;
  const shape = core.shapes.ofNode({ file: at.file, node: at.node });
  const output = shape.k === 'external' ? shape.args[0] : undefined;
  const demanded = output === undefined ? null : demandedBy(core, output);
  if (demanded !== null) return guardAt(spotOf(at.file, at.node), demanded);
  for (const { file, call, method } of linksOf(core, at.file, at.node).links) {
    const asked = askedBy(core, file, call, method);
    if (asked?.level === Level.guard) return guardAt(spotOf(file, call), asked.purpose);
    const field = OBJECTS.has(method) ? refinedField(core, file, argumentOf(file, call, 0)) : null;
    if (field !== null) return field;
  }
  return null;
}

/** What a value that passes a refinement says: the function says yes, or ends without having refused it. */
function askedBy(core: Core, file: FileFacts, call: NodeId, method: string): Judgement | null {
  const fn = functionAt(file, argumentOf(file, call, 0));
  if (fn === NONE) return null;
  const said = REFINING.has(method) ? core.returned({ file, fn }, null, TRUTHY, false) : null;
  if (said?.level === Level.guard || !REFUSING.has(method)) return said;
  return core.completed({ file, fn }, null);
}

/** A parameter as what it stands for, through the calls that led here. */
function argumentBehind(v: Value): Value {
  let at = v;
  for (let i = 0; i < 8; i++) {
    const op = opOf(at.file, at.node);
    if (op === Op.Def || op === Op.Cast) at = { ...at, node: aOf(at.file, at.node) };
    else if (op === Op.Cell) {
      // what its methods did is no other schema
      const definitions = at.file.variables[aOf(at.file, at.node)]?.definitions ?? [];
      const { file } = at;
      const [only, second] = definitions.filter((d) => opOf(file, d) !== Op.Effect);
      if (only === undefined || second !== undefined) break;
      at = { ...at, node: only };
    } else {
      const argument = op === Op.Param ? argumentFor(at) : null;
      if (argument === null) break;
      at = argument;
    }
  }
  return at;
}

function mayBeSchema({ file, node }: Value): boolean {
  const op = opOf(file, node);
  return op === Op.Call || op === Op.Import || op === Op.Member || op === Op.Cell;
}

/** The purpose of a consent that values of a shape always have; null if they need none. */
function demandedBy(core: Core, shape: Shape): 'ai' | 'any' | null {
  for (const [name, field] of core.shapes?.fields(shape) ?? []) {
    if (field.optional || !isTrue(field.shape)) continue;
    const purpose = purposeOf(core, name);
    if (purpose !== null) return purpose;
  }
  return null;
}

/** `aiConsent: z.boolean().refine((v) => v === true)`. */
function refinedField(core: Core, file: FileFacts, object: NodeId): Judgement | null {
  if (opOf(file, object) !== Op.Object) return null;
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i) !== PropKind.Init) continue;
    const purpose = purposeOf(core, stringOf(file, listAt(file, list, i + 1)));
    if (purpose === null) continue;
    const field = listAt(file, list, i + 2);
    const { links } = linksOf(core, file, field);
    const kept = links.some(
      (l) =>
        (REFINING.has(l.method) && keepsTruth(valueOf(l.file, argumentOf(l.file, l.call, 0)))) ||
        (REFUSING.has(l.method) && askedBy(core, l.file, l.call, l.method)?.level === Level.guard),
    );
    if (kept) return guardAt(spotOf(file, field), purpose);
  }
  return null;
}

function purposeOf(core: Core, name: string): 'ai' | 'any' | null {
  const sense = core.lexicon.sense([name]);
  return sense.consent && !sense.inert && !sense.negative && sense.purpose !== 'other' ? sense.purpose : null;
}

const isTrue = (shape: Shape): boolean => shape.k === 'scalar' && shape.kind === 'literal' && shape.value === 'true';
