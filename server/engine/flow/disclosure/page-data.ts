import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { calleeOf } from '../../extract/index.ts';
import { calledName } from '../trace/channels.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import { exportedComponents } from '../rendered/components.ts';
import type { FileRoutes, PageOfRoute } from './file-routes.ts';

/** A value of the program that is what a handler answered, or holds it. */
export interface Reader extends NodeRef {
  /** The key of the value that the answer stands under; undefined if it is the answer itself. */
  readonly under?: string;
  /** The key of the answer that the value is. */
  readonly within?: string;
}

/** Where the page that a framework hands a function's answer to reads it; null if there is no such page. */
export function pageReaders(
  program: Program,
  routes: FileRoutes,
  file: FileFacts,
  fn: FunctionId,
): readonly Reader[] | null {
  const page = routes.pageOf(file, fn);
  return page?.reads === undefined ? null : [...readersIn(program, page)];
}

function* readersIn(program: Program, { path, reads }: PageOfRoute): Iterable<Reader> {
  const { properties, calls, within } = reads ?? {};
  const own = within === undefined ? {} : { within };
  for (const { file, fn } of exportedComponents(program, path, 'default')) {
    const node = file.functions[fn]?.parameters[0]?.node ?? -1;
    if (node < 0) continue;
    if (properties === undefined && calls === undefined) yield { file, node, ...own };
    for (const under of properties ?? []) yield { file, node, under, ...own };
  }
  const file = calls === undefined ? undefined : program.facts(path);
  for (const node of file?.calls ?? []) {
    if (file !== undefined && calls?.includes(calledName(file, node)) === true && calleeOf(file, node) >= 0) {
      yield { file, node, ...own };
    }
  }
}
