import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, calleeOf, listAt, listLength, opOf, Op, PropKind, stringOf } from '../../extract/index.ts';
import { HOLE, methodName, type Program } from '../../link/index.ts';

const VERB = /^(?:get|post|put|patch|delete)$/i;
/** Functions of the platform that get what they are not told to do otherwise. */
const GETS: ReadonlySet<string> = new Set(['fetch', '$fetch', 'useFetch', 'useLazyFetch', 'ofetch']);

/** The HTTP method that a name says: of a registration, an export or a decorator; null if it says none, or any. */
export const verbOf = (name: string): string | null => (VERB.test(name) ? name.toUpperCase() : null);

/** The HTTP method of a request, by the client's method or the options; null if that is not seen. */
export function verbOfRequest(program: Program, file: FileFacts, call: NodeId): string | null {
  const callee = calleeOf(file, call);
  const own = opOf(file, callee) === Op.Member ? verbOf(methodName(file, call)) : null;
  if (own !== null) return own;
  for (const position of [1, 0]) {
    const options = argumentOf(file, call, position);
    const given = options < 0 ? null : program.propertyOf({ file, node: options }, ['method']);
    const [text = ''] = given === null ? [] : program.strings(given);
    if (text !== '') return text.includes(HOLE) ? null : verbOf(text);
    if (options >= 0 && position === 1 && !isPlain(file, options)) return null;
  }
  return GETS.has(opOf(file, callee) === Op.Global ? stringOf(file, aOf(file, callee)) : '') ? 'GET' : null;
}

/** An object literal whose keys are all seen. */
function isPlain(file: FileFacts, node: NodeId): boolean {
  if (opOf(file, node) !== Op.Object) return false;
  const list = aOf(file, node);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const kind = listAt(file, list, i);
    if (
      kind === PropKind.Spread ||
      kind === PropKind.Computed ||
      stringOf(file, listAt(file, list, i + 1)) === 'method'
    )
      return false;
  }
  return true;
}
