import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { argumentOf, calleeOf, opOf, Op } from '../../extract/index.ts';
import { HOLE, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { ApiNames } from './api-names.ts';

/**
 * The end of the address that a method answers by its decorators: `@Controller('notes')` of the class and
 * `@Get(':id/summary')` of the method, from one package, with the decorator's name; null if it answers none.
 */
export function declaredRoute(
  program: Program,
  index: CatalogueIndex,
  names: ApiNames,
  file: FileFacts,
  fn: FunctionId,
): { readonly path: string; readonly by: string } | null {
  const facts = file.functions[fn];
  const owner = file.classes[facts?.owner ?? -1];
  if (facts === undefined || owner === undefined) return null;
  for (const decorator of facts.decorators) {
    const answering = namesOf(names, file, decorator).find((name) => index.answering(name));
    if (answering === undefined) continue;
    const [pkg = ''] = answering.split('#');
    const prefix = owner.decorators.find((d) => namesOf(names, file, d).some((name) => name.startsWith(`${pkg}#`)));
    const steps = [prefix === undefined ? '' : pathIn(program, file, prefix), pathIn(program, file, decorator)];
    const by = /\w+$/.exec(answering)?.[0] ?? '';
    return steps.includes(null) ? null : { path: `/${steps.filter((step) => step !== '').join('/')}`, by };
  }
  return null;
}

const namesOf = (names: ApiNames, file: FileFacts, decorator: NodeId): readonly string[] =>
  names.of(file, opOf(file, decorator) === Op.Call ? calleeOf(file, decorator) : decorator);

/** The path a decorator is given: `'notes'`, `{ path: 'notes' }`; '' for none, null if it is not constant. */
function pathIn(program: Program, file: FileFacts, decorator: NodeId): string | null {
  const given = opOf(file, decorator) === Op.Call ? argumentOf(file, decorator, 0) : -1;
  if (given < 0) return '';
  const ref =
    opOf(file, given) === Op.Object ? program.propertyOf({ file, node: given }, ['path']) : { file, node: given };
  if (ref === null) return '';
  const [text] = program.strings(ref);
  return text === undefined || text.includes(HOLE) ? null : text;
}
