import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  bOf,
  calleeOf,
  listAt,
  listLength,
  nodeCount,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';

/** What a procedure of a router is known by to clients. */
export interface ProcedureName {
  readonly key: string;
  /** Keys under which its router stands in others; empty if that is not seen. */
  readonly routers: readonly string[];
}

const MAX_READERS = 40;
const MAX_DEPTH = 4;

/** The names of what a builder's call makes: the keys under which it stands, or its variable. */
export function proceduresOf(program: Program, file: FileFacts, call: NodeId): readonly ProcedureName[] {
  return stands(file, call).map(({ key, object }) => ({
    key,
    routers: object < 0 ? [] : routerKeys(program, file, object),
  }));
}

/** Calls of clients that ask a procedure: `trpc.notes.summary.useQuery()`. */
export function readersOfProcedure(
  program: Program,
  paths: readonly string[],
  { key, routers }: ProcedureName,
  readers: ReadonlySet<string>,
): readonly NodeRef[] {
  const found: NodeRef[] = [];
  for (const path of paths) {
    const asks = (text: string): boolean => [...readers].some((reader) => text.includes(`${key}.${reader}`));
    if (!program.passes(path, `asks ${key}`, asks)) continue;
    const file = program.facts(path);
    for (const call of file?.calls ?? []) {
      if (file !== undefined && isReading(file, call, key, routers, readers)) found.push(...outerCalls(file, call));
    }
  }
  return found.slice(0, MAX_READERS);
}

function isReading(
  file: FileFacts,
  call: NodeId,
  key: string,
  routers: readonly string[],
  readers: ReadonlySet<string>,
): boolean {
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member || !readers.has(stringOf(file, bOf(file, callee)))) return false;
  const procedure = aOf(file, callee);
  if (opOf(file, procedure) !== Op.Member || stringOf(file, bOf(file, procedure)) !== key) return false;
  const router = aOf(file, procedure);
  return (
    routers.length === 0 || opOf(file, router) !== Op.Member || routers.includes(stringOf(file, bOf(file, router)))
  );
}

/** `useQuery(trpc.notes.summary.queryOptions())`: the hook that is handed the options gives the answer. */
function outerCalls(file: FileFacts, call: NodeId): readonly NodeRef[] {
  const users = (usesOf(file).users.get(call) ?? []).filter((user) => opOf(file, user) === Op.Call);
  return [call, ...users].map((node) => ({ file, node }));
}

/** Keys a value stands under, with the object literal; -1 for the name of its variable. */
function stands(file: FileFacts, value: NodeId): readonly { readonly key: string; readonly object: NodeId }[] {
  const found: { readonly key: string; readonly object: NodeId }[] = [];
  const look = (node: NodeId, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    for (const user of usesOf(file).users.get(node) ?? []) {
      const op = opOf(file, user);
      if (op === Op.Object) {
        for (const key of keysIn(file, user, node)) found.push({ key, object: user });
      } else if (op === Op.Def) {
        const name = file.variables[bOf(file, user)]?.name ?? '';
        if (name !== '') found.push({ key: name, object: -1 });
        look(user, depth + 1);
      } else if (op === Op.Cast || op === Op.Member || (op === Op.Call && argumentCount(file, user) === 0)) {
        look(user, depth + 1);
      }
    }
  };
  look(value, 0);
  return found;
}

/** The keys under which the router that an object literal is made into stands in another one. */
function routerKeys(program: Program, file: FileFacts, object: NodeId): readonly string[] {
  const keys = new Set<string>();
  const names = new Set<string>();
  const climb = (node: NodeId, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    for (const user of usesOf(file).users.get(node) ?? []) {
      const op = opOf(file, user);
      if (op === Op.Object && node !== object) for (const key of keysIn(file, user, node)) keys.add(key);
      else if (op === Op.Def) {
        names.add(file.variables[bOf(file, user)]?.name ?? '');
        climb(user, depth + 1);
      } else if (op === Op.Call || op === Op.Cast) climb(user, depth + 1);
    }
  };
  climb(object, 0);
  for (const name of names) for (const key of importedUnder(program, file, name)) keys.add(key);
  return [...keys];
}

/** Keys under which other files put what they import by a name. */
function* importedUnder(program: Program, from: FileFacts, name: string): Iterable<string> {
  if (name === '') return;
  for (const path of program.words.holding(name)) {
    const file = path === from.path ? undefined : program.facts(path);
    if (file === undefined) continue;
    for (let n = 0; n < nodeCount(file); n++) {
      if (opOf(file, n) !== Op.Import || file.imports[aOf(file, n)]?.name !== name) continue;
      for (const user of usesOf(file).users.get(n) ?? []) {
        if (opOf(file, user) === Op.Object) yield* keysIn(file, user, n);
      }
    }
  }
}

function keysIn(file: FileFacts, object: NodeId, value: NodeId): readonly string[] {
  const list = aOf(file, object);
  const keys: string[] = [];
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const key = stringOf(file, listAt(file, list, i + 1));
    if (listAt(file, list, i + 2) === value && key !== '') keys.push(key);
  }
  return keys;
}
