import type { Catalogue } from '../../rules/schema/types.ts';
import { endOf, opOf, Op, startOf } from '../../server/engine/extract/index.ts';
import { compileCatalogue } from '../../server/engine/flow/catalogue-index/index.ts';
import { createApiNames } from '../../server/engine/flow/disclosure/api-names.ts';
import type { Delivered, OutletSite } from '../../server/engine/flow/disclosure/contract.ts';
import { createFileRoutes } from '../../server/engine/flow/disclosure/file-routes.ts';
import { createOutlets, type Outlets } from '../../server/engine/flow/disclosure/outlets.ts';
import type { Program } from '../../server/engine/link/index.ts';
import { memoryProgram } from '../flow/memory-program.ts';

const MARK = /^\s*(?:\/\/|\{\/\*)(?<carets>[\s^]*\^[\s^]*) (?<channel>[a-z]+)(?: \*\/\})?$/;
const FILE = /^\/\/- (\S+)$/;

/** An example's files without the lines of carets, and what those say: `path:line:from-to channel`. */
export interface MarkedExample {
  readonly files: ReadonlyMap<string, string>;
  readonly marks: readonly string[];
}

/** Reads the example of a framework. Lines are 1-based in the text that is left, columns 0-based, ends exclusive. */
export function readMarks(example: string): MarkedExample {
  const files = new Map<string, string[]>();
  const marks: string[] = [];
  let path = 'src/example.tsx';
  for (const line of example.split('\n')) {
    const opened = FILE.exec(line)?.[1];
    const mark = MARK.exec(line);
    const lines = files.get(path) ?? [];
    if (opened !== undefined) path = opened;
    else if (mark === null) files.set(path, [...lines, line]);
    else {
      for (const run of line.matchAll(/\^+/g)) {
        const span = `${String(run.index)}-${String(run.index + run[0].length)}`;
        marks.push(`${path}:${String(lines.length)}:${span} ${mark.groups?.['channel'] ?? ''}`);
      }
    }
  }
  return { files: new Map([...files].map(([name, lines]) => [name, lines.join('\n')])), marks: marks.sort() };
}

/** What the engine finds to leave for people in an example, in the form of its marks. */
export function findOutlets(catalogue: Catalogue, files: ReadonlyMap<string, string>): readonly string[] {
  const { program, outlets } = settingOf(catalogue, files);
  const found = new Set<string>();
  for (const [path, text] of files) {
    const file = program.facts(path);
    if (file === undefined) continue;
    const answers = file.functions.flatMap((_, fn) => outlets.answersOf(file, fn));
    for (const site of [...[...outlets.ofFile(file).values()].flat(), ...answers]) {
      for (const delivered of site.delivers) {
        const span = spanOf(program, site, delivered);
        if (span !== null) found.add(`${path}:${placeIn(text, ...span)} ${site.channel}`);
      }
    }
  }
  return [...found].sort();
}

function settingOf(
  catalogue: Catalogue,
  files: ReadonlyMap<string, string>,
): { readonly program: Program; readonly outlets: Outlets } {
  const index = compileCatalogue(catalogue);
  const { program } = memoryProgram(files, (pkg, at) => index.canonical(pkg, at));
  const routes = createFileRoutes(program, catalogue.frameworks);
  return { program, outlets: createOutlets(program, index, createApiNames(program, index, routes), routes) };
}

/** Where what is delivered is written; null if the part that is asked for is not there. */
function spanOf(program: Program, site: OutletSite, { node, keys }: Delivered): readonly [number, number] | null {
  const { file } = site;
  const part = keys.length === 0 ? null : program.propertyOf({ file, node }, keys);
  const known = opOf(file, node) === Op.Object || opOf(file, node) === Op.Null;
  if (part === null && keys.length > 0 && known) return null;
  const at = part ?? { file, node };
  const start = startOf(at.file, at.node);
  const end = endOf(at.file, at.node);
  // a variable's value is written elsewhere: then the outlet stands for it
  const inside = at.file === file && start >= startOf(file, site.node) && end <= endOf(file, site.node);
  return inside ? [start, end] : [startOf(file, site.node), endOf(file, site.node)];
}

function placeIn(text: string, start: number, end: number): string {
  const lines = text.slice(0, start).split('\n');
  const column = lines.at(-1)?.length ?? 0;
  const first = text.slice(start, end).split('\n')[0] ?? '';
  return `${String(lines.length)}:${String(column)}-${String(column + first.length)}`;
}
