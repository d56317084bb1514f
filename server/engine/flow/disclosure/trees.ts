import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { functionOf } from '../../extract/index.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import { isProduct, renderSites } from '../rendered/render-sites.ts';
import type { SurfaceUse } from '../surfaces/index.ts';
import type { DisclosureFlow } from './contract.ts';
import { regionKey, rootOf, type Region } from './regions.ts';

/** Components looked at on the way up from one that shows content. */
const MAX_ABOVE = 40;

/**
 * Gathers what elements show without telling by the component that a notice would stand in: parts of one page that one
 * sentence covers are one. What stands in a conversation that does not tell is told of there.
 */
export function gatherTrees(
  program: Program,
  flows: readonly DisclosureFlow[],
  surfaces: readonly SurfaceUse[],
): readonly DisclosureFlow[] {
  const untold = flows.filter((flow) => flow.outlet.how === 'element' && flow.marker === null && !flow.goesOn);
  if (untold.length === 0) return flows;
  const own = new Map(untold.map((flow) => [flow, componentOf(flow)]));
  const chats = surfaces
    .filter(({ notice }) => notice === null)
    .map(({ at }) => regionKey({ file: at.file, root: rootOf(at.file, functionOf(at.file, at.node)) }));
  const trees = new Set([...[...own.values()].map(regionKey), ...chats]);
  const memo = new Map<string, string>();
  const treeOf = (region: Region): string => {
    const key = regionKey(region);
    let found = memo.get(key);
    if (found === undefined) {
      memo.set(key, key);
      found = above(program, region, trees) ?? key;
      memo.set(key, found);
    }
    return found;
  };
  return flows.map((flow) => {
    const region = own.get(flow);
    if (region === undefined) return flow;
    const tree = treeOf(region);
    return chats.includes(tree) ? { ...flow, goesOn: true } : { ...flow, tree };
  });
}

/** The outermost component in which content is handed to what shows it. */
function componentOf({ sites, outlet }: DisclosureFlow): Region {
  const [site] = sites;
  const { file, node } = site === undefined ? outlet : { file: site.file, node: site.call };
  return { file, root: rootOf(file, functionOf(file, node)) };
}

/** The nearest of some trees in which all that renders a component stands; null if it is shown elsewhere too. */
function above(program: Program, region: Region, trees: ReadonlySet<string>): string | null {
  const start = regionKey(region);
  const seen = new Set([start]);
  const open: { readonly file: FileFacts; readonly fn: FunctionId }[] = [{ file: region.file, fn: region.root }];
  let found: string | null = null;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const sites = next.fn === 0 || seen.size > MAX_ABOVE ? [] : renderSites(program, next.file, next.fn);
    if (sites.length === 0) return null;
    for (const { file, node } of sites) {
      const fn = rootOf(file, functionOf(file, node));
      const key = regionKey({ file, root: fn });
      if (key === start) continue;
      if (trees.has(key)) {
        if (found !== null && found !== key) return null;
        found = key;
      } else if (!seen.has(key)) open.push({ file, fn });
      seen.add(key);
    }
  }
  return found;
}

/** Calls between a request and what it is made for. */
const MAX_USERS_UP = 6;

/** Names the function that a value is read for: out of helpers that only one function uses, to the one that does. */
export function userOf(program: Program, { file, node }: NodeRef): string {
  let region: Region = { file, root: rootOf(file, functionOf(file, node)) };
  const seen = new Set<string>();
  for (let i = 0; i < MAX_USERS_UP && region.root > 0 && !seen.has(regionKey(region)); i++) {
    seen.add(regionKey(region));
    const users = new Map<string, Region>();
    for (const site of program.callSites(region.file, region.root).sites) {
      const user: Region = { file: site.file, root: rootOf(site.file, functionOf(site.file, site.call)) };
      if (isProduct(site.file.path)) users.set(regionKey(user), user);
    }
    const [only] = users.values();
    if (only === undefined || users.size > 1 || only.root === 0) break;
    region = only;
  }
  return `user ${regionKey(region)}`;
}
