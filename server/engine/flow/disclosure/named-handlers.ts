import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { argumentOf, calleeOf, opOf, Op } from '../../extract/index.ts';
import { apiName, type NodeRef, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import { usesOf } from '../guards/uses.ts';
import { calledName } from '../trace/channels.ts';

const MAX_READERS = 40;

/** The names under which clients ask what a registering call makes: the names it is exported by, or a constant argument. */
export function namesAskedBy(program: Program, file: FileFacts, call: NodeId, named: string): readonly string[] {
  if (named !== 'export') return program.strings({ file, node: argumentOf(file, call, Number(named)) });
  const { users } = usesOf(file);
  const held = new Set([call, ...(users.get(call) ?? []).filter((user) => opOf(file, user) === Op.Def)]);
  return file.exports.flatMap((exported) =>
    held.has(exported.node) || isOf(program, file, exported.node, call) ? [exported.name] : [],
  );
}

/** Whether an exported value is what a call made. */
const isOf = (program: Program, file: FileFacts, node: NodeId, call: NodeId): boolean =>
  node >= 0 &&
  program.entities({ file, node }).some((e) => e.k === 'api' && e.maker?.file === file && e.maker.node === call);

/** Calls of clients that ask a handler by its name. */
export function readersByName(
  program: Program,
  index: CatalogueIndex,
  paths: readonly string[],
  names: readonly string[],
): readonly NodeRef[] {
  const found: NodeRef[] = [];
  for (const path of paths) {
    const asks = (text: string): boolean => [...index.askingNames].some((name) => text.includes(name));
    if (!program.passes(path, 'asks by name', asks)) continue;
    const file = program.facts(path);
    for (const call of file?.calls ?? []) {
      if (file !== undefined && isAsking(program, index, file, call, names)) found.push({ file, node: call });
    }
  }
  return found.slice(0, MAX_READERS);
}

function isAsking(
  program: Program,
  index: CatalogueIndex,
  file: FileFacts,
  call: NodeId,
  names: readonly string[],
): boolean {
  for (const e of program.entities({ file, node: calleeOf(file, call) })) {
    if (e.k !== 'api') continue;
    const name = apiName(e);
    const direct = index.askingNames.has(calledName(file, call)) ? index.askedBy(name) : null;
    if (direct !== null && direct.gives === undefined)
      return isNamed(program, { file, node: call }, direct.name, names);
    const made = e.maker !== null && name.endsWith('()') ? index.askedBy(name.slice(0, -2)) : null;
    if (made?.gives !== undefined && e.maker !== null) return isNamed(program, e.maker, made.name, names);
  }
  return false;
}

const isNamed = (program: Program, { file, node }: NodeRef, argument: string, names: readonly string[]): boolean =>
  program.strings({ file, node: argumentOf(file, node, Number(argument)) }).some((text) => names.includes(text));
