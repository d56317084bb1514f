import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, listAt, listLength, opOf, stringOf, Op } from '../../extract/index.ts';
import { usesOf } from '../guards/uses.ts';
import type { ModelCall, ModelCalls } from '../sinks/model-calls.ts';
import { WHOLE } from '../trace/access-path.ts';
import { question, type Leaf } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';

/** Names of options and events under which a call hands over what it made: `onFinish`, `onText`. */
const CALLBACK = /^on(?:[A-Z]|$)/;

/** The model call whose answer a question ended at: the call itself, or a callback that is handed what it made. */
export function generatedBy(t: Tracing, calls: ModelCalls, leaf: Leaf): ModelCall | null {
  if (leaf.k === 'model') return calls.at(leaf.file, leaf.node);
  return leaf.k === 'param' && leaf.index === 0 ? callbackOf(t, calls, leaf.file, leaf.fn) : null;
}

/**
 * Whether a question about content that ends here is any use: at a model, a call that may read a row or an answer, or a
 * parameter that is told elsewhere.
 */
export function mayBeContent(leaf: Leaf): boolean {
  if (leaf.k === 'opaque') return opOf(leaf.file, leaf.node) === Op.Call || opOf(leaf.file, leaf.node) === Op.New;
  return leaf.k !== 'literal' && leaf.k !== 'limit';
}

/** `streamText({ onFinish: ({ text }) => … })`, `stream.on('text', (text) => …)`. */
function callbackOf(t: Tracing, calls: ModelCalls, file: FileFacts, fn: FunctionId): ModelCall | null {
  const node = file.functions[fn]?.node ?? -1;
  if (node < 0) return null;
  for (const user of usesOf(file).users.get(node) ?? []) {
    const op = opOf(file, user);
    if (op === Op.Object && CALLBACK.test(keyOf(file, user, node))) {
      for (const call of usesOf(file).users.get(user) ?? []) {
        const found = opOf(file, call) === Op.Call || opOf(file, call) === Op.New ? calls.at(file, call) : null;
        if (found !== null) return found;
      }
    } else if (op === Op.Call) {
      const found = listenerOf(t, calls, file, user);
      if (found !== null) return found;
    }
  }
  return null;
}

function keyOf(file: FileFacts, object: number, value: number): string {
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i + 2) === value) return stringOf(file, listAt(file, list, i + 1));
  }
  return '';
}

function listenerOf(t: Tracing, calls: ModelCalls, file: FileFacts, call: number): ModelCall | null {
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member || !CALLBACK.test(stringOf(file, bOf(file, callee)))) return null;
  const receiver = question(file, aOf(file, callee), WHOLE);
  for (const leaf of t.query([receiver])) if (leaf.k === 'model') return calls.at(leaf.file, leaf.node);
  return null;
}
