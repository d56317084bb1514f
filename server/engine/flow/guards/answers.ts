import { Ctx, NONE, Op } from '../../extract/facts.ts';
import type { ContextId, FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, contextKind, contextParent, contextX, opOf, stringOf } from '../../extract/reader.ts';
import { segmentsOf } from './names.ts';

/** Methods that answer a request, so that what follows is not reached. */
const ANSWERS = new Set(
  'send json end redirect sendStatus render throw status code text html body write badRequest forbidden unauthorized'.split(
    ' ',
  ),
);
/** Classes whose methods make an answer: `NextResponse.json(…)`, `Response.redirect(…)`. */
const RESPONSES = /^(?:\w*Response|Error|\w*Exception)$/;

/** A hook that returns content has answered. */
export const isContent = (op: Op): boolean =>
  op === Op.Num || op === Op.Str || op === Op.Template || op === Op.Object || op === Op.Jsx;

/** Whether a response was sent on the way to a context. */
export function answered(file: FileFacts, context: ContextId): boolean {
  for (let c = context; c !== NONE && contextKind(file, c) !== Ctx.Entry; c = contextParent(file, c)) {
    if (contextKind(file, c) === Ctx.Called && isAnswer(file, contextX(file, c))) return true;
  }
  return false;
}

/** Whether a value is an answer to a request: `res.json(…)`, `new Response(…)`. */
export function isAnswer(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  if (op === Op.Await || op === Op.Def) return isAnswer(file, aOf(file, node));
  if (op === Op.New) return /Response|Error|Exception/.test(segmentsOf(file, calleeOf(file, node)).at(-1) ?? '');
  if (op !== Op.Call) return false;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) === Op.Member) return ANSWERS.has(stringOf(file, bOf(file, callee)));
  return isHandedAnswer(file, callee);
}

/** `({ user, status }) => status(403)`: a function that is taken out of what the handler is given. */
function isHandedAnswer(file: FileFacts, callee: NodeId): boolean {
  const member = opOf(file, callee) === Op.Def ? aOf(file, callee) : NONE;
  if (member === NONE || opOf(file, member) !== Op.Member || opOf(file, aOf(file, member)) !== Op.Param) return false;
  return /^(?:status|error|redirect|json|text|html)$/.test(stringOf(file, bOf(file, member)));
}

/** Whether a call makes a response: an object, whatever its texts say. */
export function isResponse(file: FileFacts, call: NodeId): boolean {
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member || !ANSWERS.has(stringOf(file, bOf(file, callee)))) return false;
  return RESPONSES.test(segmentsOf(file, aOf(file, callee)).at(-1) ?? '');
}
