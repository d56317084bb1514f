import type { FileFacts, NodeId, VariableId } from '../../extract/facts.ts';
import { aOf, functionOf, nodeCount, Op, opOf } from '../../extract/index.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';
import { exportedAs, exportedNames, isImportOf } from '../trace/containers.ts';
import { holds, type Region } from './regions.ts';

/** Files that import a variable which are looked into. */
const MAX_IMPORTERS = 100;

/** A variable of a module under the names it is exported by. */
interface Kept {
  readonly path: string;
  readonly names: readonly string[];
}

/**
 * Functions that read a variable of a module in which a region keeps content: in the module, and where it is imported.
 *
 * @param isContent whether one of the nodes that are written (assigned values, new versions of the object) may hold content
 */
export function* variableReaders(
  program: Program,
  region: Region,
  isContent: (nodes: readonly NodeId[]) => boolean,
): Iterable<NodeRef> {
  const { file } = region;
  const own = new Set<VariableId>();
  const elsewhere: Kept[] = [];
  file.variables.forEach((variable, id) => {
    if (variable.owner !== 0) return;
    const isImport = variable.kind === 'import';
    const written = isImport ? variable.definitions.filter((node) => isChange(file, node)) : variable.closureWrites;
    const writes = written.filter((node) => holds(region, file, node));
    if (writes.length === 0) return;
    // what a package keeps is read nowhere in the program
    const imported = isImport ? importBehind(program, file, variable.definitions) : null;
    if ((isImport && imported === null) || !isContent(writes)) return;
    if (imported !== null) {
      elsewhere.push(imported);
      return;
    }
    own.add(id);
    const names = exportedNames(file, id);
    if (names.length > 0) elsewhere.push({ path: file.path, names });
  });
  if (own.size > 0) yield* readsIn(file, own);
  for (const kept of elsewhere) yield* importedReads(program, file, kept);
}

const isChange = (file: FileFacts, node: NodeId): boolean =>
  opOf(file, node) === Op.Effect || opOf(file, node) === Op.Store;

/** The variable of another module that an import stands for. */
function importBehind(program: Program, file: FileFacts, definitions: readonly NodeId[]): Kept | null {
  const node = definitions.find((each) => opOf(file, each) === Op.Import);
  const record = node === undefined ? undefined : file.imports[aOf(file, node)];
  const target = record === undefined ? null : program.modules.resolve(file.path, record.specifier);
  return record === undefined || target?.k !== 'file' ? null : { path: target.path, names: [record.name] };
}

function* readsIn(file: FileFacts, variables: ReadonlySet<VariableId>): Iterable<NodeRef> {
  for (let n = 0; n < nodeCount(file); n++) {
    if (opOf(file, n) === Op.Cell && variables.has(aOf(file, n)) && functionOf(file, n) > 0) yield { file, node: n };
  }
}

/** Reads of a variable outside of the file that writes it. */
function* importedReads(program: Program, writer: FileFacts, { path, names }: Kept): Iterable<NodeRef> {
  const home = path === writer.path ? undefined : program.facts(path);
  if (home !== undefined) yield* readsIn(home, exportedAs(home, names));
  for (const importer of program.modules.importers(path).slice(0, MAX_IMPORTERS)) {
    if (
      importer === path ||
      !program.passes(importer, `reads ${names.join()}`, (text) => names.some((n) => text.includes(n)))
    ) {
      continue;
    }
    const file = program.facts(importer);
    if (file === undefined) continue;
    const { users } = usesOf(file);
    for (const variable of file.variables) {
      if (variable.kind !== 'import' || !isImportOf(program, file, variable.definitions, path, names)) continue;
      for (const node of variable.definitions.flatMap((definition) => users.get(definition) ?? [])) {
        if (functionOf(file, node) > 0) yield { file, node };
      }
    }
  }
}
