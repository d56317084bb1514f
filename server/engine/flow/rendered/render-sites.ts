import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, functionOf, listAt, Op, opOf } from '../../extract/index.ts';
import { reexports, type Program } from '../../link/index.ts';
import { isTestPath } from '../../source/index.ts';
import { componentsOf } from './components.ts';
import { isShown } from './tree-roots.ts';

/** Where a component, or a helper that gives a part of one, is rendered. */
export interface RenderSite {
  readonly file: FileFacts;
  /** The element or call. */
  readonly node: NodeId;
}

/** Whether people come to see what the code of a path shows. */
export const isProduct = (path: string): boolean => !isTestPath(path);

/** Importers looked through for elements of a component that no name leads to. */
const MAX_FILES = 60;

/** All places of the product where what a function returns is shown. */
export function renderSites(program: Program, file: FileFacts, fn: FunctionId): readonly RenderSite[] {
  const sites: RenderSite[] = [];
  for (const site of program.callSites(file, fn).sites) {
    if (!isProduct(site.file.path)) continue;
    if (site.file === file && functionOf(file, site.call) === fn) continue;
    // `memo(Chat)`, `lazy(load)`: rendered under the name of the result
    if (site.how === 'callback' && !isShown(site.file, site.call)) continue;
    sites.push({ file: site.file, node: site.call });
  }
  return sites.length > 0 ? sites : elementsOf(program, file, fn);
}

/** Elements in the importers of a file: of components wrapped under another name, or loaded lazily. */
function elementsOf(program: Program, file: FileFacts, fn: FunctionId): readonly RenderSite[] {
  const sites: RenderSite[] = [];
  for (const user of importersOf(program, file)) {
    for (const node of user.jsx) {
      const tag = listAt(user, aOf(user, node), 0);
      if (tag < 0 || opOf(user, tag) === Op.Str) continue;
      if (user === file && functionOf(file, node) === fn) continue;
      if (componentsOf(program, { file: user, node: tag }).some((ref) => ref.fn === fn && ref.file === file)) {
        sites.push({ file: user, node });
      }
    }
  }
  return sites;
}

function* importersOf(program: Program, file: FileFacts): Iterable<FileFacts> {
  yield file;
  const seen = new Set([file.path]);
  const queue = [file.path];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const importer of program.modules.importers(path)) {
      if (seen.has(importer) || seen.size > MAX_FILES) continue;
      seen.add(importer);
      if (program.passes(importer, 'hands on', reexports)) queue.push(importer);
      const facts = isProduct(importer) ? program.facts(importer) : undefined;
      if (facts !== undefined && facts.jsx.length > 0) yield facts;
    }
  }
}
