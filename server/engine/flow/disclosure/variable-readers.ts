import type { FileFacts, FunctionId, NodeId, VariableId } from '../../extract/facts.ts';
import { aOf, functionOf, Op, opOf } from '../../extract/index.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';
import { exportedAs, exportedNames, isImportOf } from '../trace/containers.ts';
import { cellsOf } from '../rendered/tree-roots.ts';
import { rootOf, type Region } from './regions.ts';

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
export type VariableReaders = (region: Region, isContent: (nodes: readonly NodeId[]) => boolean) => Iterable<NodeRef>;

export function createVariableReaders(program: Program): VariableReaders {
  const elsewhere = new Map<string, readonly NodeRef[]>();
  const imported = (writer: FileFacts, kept: Kept): readonly NodeRef[] => {
    const key = [writer.path, kept.path, ...kept.names].join('\n');
    let found = elsewhere.get(key);
    if (found === undefined) elsewhere.set(key, (found = [...importedReads(program, writer, kept)]));
    return found;
  };
  return function* (region, isContent) {
    const { file } = region;
    const own: VariableId[] = [];
    const others: Kept[] = [];
    for (const { id, writes } of writesOf(file).get(region.root) ?? []) {
      const variable = file.variables[id];
      if (variable === undefined) continue;
      const isImport = variable.kind === 'import';
      // what a package keeps is read nowhere in the program
      const from = isImport ? importBehind(program, file, variable.definitions) : null;
      if ((isImport && from === null) || !isContent(writes)) continue;
      if (from !== null) {
        others.push(from);
        continue;
      }
      own.push(id);
      const names = exportedNames(file, id);
      if (names.length > 0) others.push({ path: file.path, names });
    }
    if (own.length > 0) yield* readsIn(file, own);
    for (const kept of others) yield* imported(file, kept);
  };
}

/** What a region writes into a variable of its module. */
interface Written {
  readonly id: VariableId;
  readonly writes: readonly NodeId[];
}

const memo = new WeakMap<FileFacts, ReadonlyMap<FunctionId, readonly Written[]>>();

/** By region. */
function writesOf(file: FileFacts): ReadonlyMap<FunctionId, readonly Written[]> {
  let found = memo.get(file);
  if (found === undefined) memo.set(file, (found = collect(file)));
  return found;
}

function collect(file: FileFacts): ReadonlyMap<FunctionId, readonly Written[]> {
  const out = new Map<FunctionId, Written[]>();
  file.variables.forEach((variable, id) => {
    if (variable.owner !== 0) return;
    const isImport = variable.kind === 'import';
    const written = isImport ? variable.definitions.filter((node) => isChange(file, node)) : variable.closureWrites;
    const byRoot = new Map<FunctionId, NodeId[]>();
    for (const node of written) {
      const root = rootOf(file, functionOf(file, node));
      byRoot.set(root, [...(byRoot.get(root) ?? []), node]);
    }
    for (const [root, writes] of byRoot) out.set(root, [...(out.get(root) ?? []), { id, writes }]);
  });
  return out;
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

function readsIn(file: FileFacts, variables: Iterable<VariableId>): readonly NodeRef[] {
  const cells = cellsOf(file);
  const reads = [...variables].flatMap((variable) => cells.get(variable) ?? []).sort((a, b) => a - b);
  return reads.filter((node) => functionOf(file, node) > 0).map((node) => ({ file, node }));
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
