/**
 * API paths as strings. A path is a base followed by steps. Bases: `pkg#Export` (an export of a package),
 * `#name` (a global), `sdk:Type` (a named type of the catalogue). Steps: `.member`, `()`, `.new()`.
 */

/** `.new()`: an instance of the class the path leads to. */
export const CONSTRUCT = '.new()';
/** `()`: the result of calling what the path leads to; promises are looked through. */
export const CALL = '()';

export interface SplitPath {
  readonly parent: string;
  readonly step: string;
}

/** Where the steps of a path begin: after the base's own name. */
function baseEnd(path: string): number {
  const hash = path.lastIndexOf('#');
  const nameStart = hash >= 0 ? hash + 1 : path.lastIndexOf(':') + 1;
  let end = nameStart;
  while (end < path.length && path[end] !== '.' && path[end] !== '(') end++;
  return end;
}

/** Takes the last step off; null if the path is only a base. */
export function splitLast(path: string): SplitPath | null {
  const end = baseEnd(path);
  if (path.length <= end) return null;
  if (path.endsWith(CONSTRUCT)) return { parent: path.slice(0, -CONSTRUCT.length), step: CONSTRUCT };
  if (path.endsWith(CALL)) return { parent: path.slice(0, -CALL.length), step: CALL };
  const dot = path.lastIndexOf('.');
  return dot < end ? null : { parent: path.slice(0, dot), step: path.slice(dot) };
}

/** The base of a path and its steps in order. */
export function splitAll(path: string): { readonly base: string; readonly steps: readonly string[] } {
  const end = baseEnd(path);
  const steps: string[] = [];
  let start = end;
  while (start < path.length) {
    let next = start + CALL.length;
    if (path.startsWith(CONSTRUCT, start)) next = start + CONSTRUCT.length;
    else if (path[start] === '.') while (next < path.length && path[next] !== '.' && path[next] !== '(') next++;
    steps.push(path.slice(start, next));
    start = next;
  }
  return { base: path.slice(0, end), steps };
}

/** Package and export of a base; null if the base is a named type. */
export function packageOfBase(base: string): { readonly pkg: string; readonly name: string } | null {
  const hash = base.lastIndexOf('#');
  return hash < 0 ? null : { pkg: base.slice(0, hash), name: base.slice(hash + 1) };
}

/** The name by which a callable is written at a call site: the last member, or the export's name; '' if neither. */
export function calledName(path: string): string {
  const { base, steps } = splitAll(path);
  const member = steps.findLast((step) => step !== CALL && step !== CONSTRUCT);
  return member?.slice(1) ?? base.slice(Math.max(base.lastIndexOf('#'), base.lastIndexOf(':')) + 1);
}
