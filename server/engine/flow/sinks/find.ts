import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { argumentCount, argumentOf, calleeOf, opOf, Op } from '../../extract/index.ts';
import { methodName, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { Supply } from './client-exports.ts';

/**
 * The calls of a file that may be model calls, by the file alone: on a value that can have come from a client. HTTP
 * clients are called by many names, other calls by a method name the catalogue has; where a file imports from a model's
 * package, what it imports may stand under any name. Only such calls are resolved.
 */
export function* possibleModelCalls(
  program: Program,
  index: CatalogueIndex,
  file: FileFacts,
  supply: Supply,
): Iterable<NodeId> {
  const anyName = importsModel(program, index, file);
  const text = program.text(file.path) ?? '';
  const streamed = new Set(STREAMS.flatMap(({ names, where }) => (where.test(text) ? names : [])));
  for (const call of file.calls) {
    const name = methodName(file, call);
    const callee = calleeOf(file, call);
    const named = anyName || index.methodNames.has(name) || CALLERS.has(name) || isVariable(opOf(file, callee));
    if (streamed.has(name) || HTTP_NAMES.has(name) || (named && supply.leads(file, callee))) yield call;
    else if (handsOnAddress(file, call, supply)) yield call;
  }
}

/** A function of the project may be handed the address it sends to. */
function handsOnAddress(file: FileFacts, call: NodeId, supply: Supply): boolean {
  for (let i = 0; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    if (opOf(file, argument) !== Op.Func && supply.leads(file, argument)) return true;
  }
  return false;
}

/** A renamed import, or a function kept in a variable: only its resolution can tell what it is. */
const isVariable = (op: Op): boolean =>
  op === Op.Import || op === Op.Def || op === Op.Cell || op === Op.Call || op === Op.Param;

function importsModel(program: Program, index: CatalogueIndex, file: FileFacts): boolean {
  return file.imports.some((record) => {
    if (record.kind === 'type') return false;
    const target = program.modules.resolve(file.path, record.specifier);
    return target.k === 'package' && index.isModelPackage(target.name);
  });
}

const HTTP_NAMES = new Set(['fetch', 'post', 'request', 'put', 'patch', 'get', '$fetch']);
/** Names that much else has too, in files that can hold such a connection. */
const STREAMS = [
  { names: ['send'], where: /\bWebSocket\b|["']ws["']/ },
  { names: ['write', 'end'], where: /["'](?:node:)?https["']/ },
];
/** `create.call(client, …)`: the method's name stands before it. */
const CALLERS = new Set(['call', 'apply']);
