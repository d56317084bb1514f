import type { Place } from '../../base/place.ts';
import type { FileFacts, NodeId, VariableFacts } from '../../extract/facts.ts';
import { aOf, NONE, Op, opOf } from '../../extract/index.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';
import type { Markers } from '../disclosure/markers.ts';
import { cellsOf } from './tree-roots.ts';

/** Most places told of for one file. */
const MAX_PLACES = 3;

/** Something that would tell, and is never rendered. */
export interface NotRendered {
  readonly name: string;
  readonly place: Place;
}

/**
 * Components and texts that would tell people, are defined in or imported by a file, and are never used in it (nor, if
 * they are its own, anywhere).
 *
 * @param tells whether what a node shows is a notice
 */
export function notRenderedIn(
  program: Program,
  markers: Markers,
  file: FileFacts,
  tells: (ref: NodeRef) => boolean,
): readonly NotRendered[] {
  const places: NotRendered[] = [];
  for (const variable of file.variables) {
    if (places.length >= MAX_PLACES) break;
    const { node, exported } = unused(program, file, variable);
    if (node < 0) continue;
    const named = /^\p{Lu}/u.test(variable.name) && markers.isComponent(variable.name);
    if (named || (!exported && tells({ file, node })))
      places.push({ name: variable.name, place: { path: file.path, start: variable.start, end: variable.end } });
  }
  return places;
}

interface Unused {
  /** NONE if something reads it, or it is no component or text. */
  readonly node: NodeId;
  readonly exported: boolean;
}

const USED: Unused = { node: NONE, exported: false };

/** The node of a module's variable that nothing reads. */
function unused(program: Program, file: FileFacts, variable: VariableFacts): Unused {
  const [node, more] = variable.definitions;
  if (node === undefined || more !== undefined || variable.owner !== 0) return USED;
  if (variable.kind !== 'import' && variable.kind !== 'const' && variable.kind !== 'function') return USED;
  const id = file.variables.indexOf(variable);
  const value = opOf(file, node) === Op.Def ? aOf(file, node) : node;
  const exported = file.exports.some((e) => e.node === node || e.node === value);
  const { users, leaving, tested } = usesOf(file);
  const reads = [node, ...(cellsOf(file).get(id) ?? [])];
  if (reads.some((read) => (users.get(read) ?? []).length > 0 || tested.has(read))) return USED;
  if (!exported && reads.some((read) => leaving.has(read))) return USED;
  if (exported && (opOf(file, value) !== Op.Func || program.callSites(file, aOf(file, value)).sites.length > 0)) {
    return USED;
  }
  return { node, exported };
}
