import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, functionOf, opOf, stringOf, Op } from '../../extract/index.ts';
import { apiName, methodName, type NodeRef, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import { usesOf } from '../guards/uses.ts';
import { asApi } from '../sinks/as-api.ts';
import { inner, pathOf, skipIndexes, type AccessPath } from '../trace/access-path.ts';
import { stateOf } from '../trace/apply.ts';
import { Flag, question, stepped, type Leaf, type State } from '../trace/state.ts';
import type { Addressing } from './addressing.ts';
import { createEndpoints } from './endpoints.ts';

/** Finds what clients of the project send to its own handlers. */
export interface Senders {
  /** What the part of a request that a question ended at is where the project's clients send it; empty if none is seen. */
  statesOf(leaf: Leaf): readonly State[];
}

/** Methods that read what was sent, and fields of a request that hold it. */
const READS: ReadonlySet<string> = new Set(['json', 'formData', 'readBody', 'readValidatedBody', 'readFormData']);
const FIELDS: ReadonlySet<string> = new Set(['body', 'input', 'rawInput', 'data']);
/** Methods of what a mutation's hook gives. */
const MUTATES: ReadonlySet<string> = new Set(['mutate', 'mutateAsync', 'trigger']);
const MAX_CLIENTS = 12;

/** Looks for clients by the address or the procedure's name, as the ways of answers are found (`endpoints.ts`). */
export function createSenders(program: Program, index: CatalogueIndex, addressing: Addressing): Senders {
  const endpoints = createEndpoints({ program, index, ...addressing, surfaces: [] });

  /** Values that a client's call sends, with the place in them where what is asked for lies. */
  const sentBy = ({ file, node: call }: NodeRef, path: AccessPath): readonly (NodeRef & { path: AccessPath })[] => {
    for (const e of program.entities({ file, node: calleeOf(file, call) })) {
      const api = asApi(index, e);
      const client = api === null ? null : index.httpClient(apiName(api));
      if (client !== null) return client.body.flatMap((access) => argumentAt(file, call, access, path));
    }
    const mutations = mutationsOf(file, call);
    if (mutations.length > 0) return mutations.map((node) => ({ file, node: argumentOf(file, node, 0), path }));
    // a client of the project's own: what it is handed besides the address
    const first = argumentOf(file, call, 0);
    const isAddress = program.strings({ file, node: first }).some((text) => text.includes('/'));
    const node = isAddress ? argumentOf(file, call, 1) : first;
    if (node < 0 || opOf(file, node) === Op.Func) return [];
    return [{ file, node, path }, ...(isAddress ? [{ file, node, path: joined(['body'], path) }] : [])];
  };

  /** Applications of one repository have the same addresses: where the handler's own package asks, others ask their own. */
  const nearest = (handler: FileFacts, clients: readonly NodeRef[]): readonly NodeRef[] => {
    const home = program.modules.packageOf(handler.path);
    const own = clients.filter(({ file }) => program.modules.packageOf(file.path) === home);
    return own.length > 0 ? own : clients;
  };

  return {
    statesOf(leaf) {
      const asked = requestPart(leaf);
      if (asked === null) return [];
      const clients = nearest(leaf.file, endpoints.clientsOf(leaf.file, asked.node)).slice(0, MAX_CLIENTS);
      return clients.flatMap((client) =>
        sentBy(client, asked.path).map(({ file, node, path }) => {
          const carried = {
            ...question(file, node, path),
            ...stateOf(leaf),
            flags: leaf.flags | Flag.Crossed,
          };
          return stepped(carried, 'argument', methodName(file, client.node), client.node);
        }),
      );
    },
  };
}

/** The part of what a client sent that a question ended at, and a node of the handler; null if it is no such part. */
function requestPart(leaf: Leaf): { readonly node: NodeId; readonly path: AccessPath } | null {
  const path = skipIndexes(leaf.path);
  if (path.keys.length === 0) return null;
  const { file } = leaf;
  if (leaf.k === 'opaque') {
    if (opOf(file, leaf.node) !== Op.Call || !READS.has(methodName(file, leaf.node))) return null;
    return functionOf(file, leaf.node) > 0 ? { node: leaf.node, path } : null;
  }
  if (leaf.k !== 'param' || path.keys.length < 2 || !FIELDS.has(path.keys[0] ?? '')) return null;
  const node = file.functions[leaf.fn]?.returns[0]?.node ?? file.functions[leaf.fn]?.parameters[leaf.index]?.node ?? -1;
  return node < 0 ? null : { node, path: inner(path) };
}

/** What an access path of the catalogue means at a call, and the asked part of it. */
function argumentAt(
  file: FileFacts,
  call: NodeId,
  access: string,
  path: AccessPath,
): readonly (NodeRef & { readonly path: AccessPath })[] {
  const [head = '', ...keys] = access.split('.');
  if (!/^\d+$/.test(head) || Number(head) >= argumentCount(file, call)) return [];
  return [{ file, node: argumentOf(file, call, Number(head)), path: joined(keys, path) }];
}

const joined = (keys: readonly string[], path: AccessPath): AccessPath =>
  keys.length === 0 ? path : pathOf([...keys, ...path.keys]);

/** `const save = trpc.notes.save.useMutation()`: the calls `save.mutate(…)`. */
function mutationsOf(file: FileFacts, hook: NodeId): readonly NodeId[] {
  const { users } = usesOf(file);
  const held = (users.get(hook) ?? []).filter((user) => opOf(file, user) === Op.Def);
  const variables = new Set(held.map((user) => bOf(file, user)));
  return Array.from(file.calls).filter((call) => {
    const callee = calleeOf(file, call);
    if (opOf(file, callee) !== Op.Member || !MUTATES.has(stringOf(file, bOf(file, callee)))) return false;
    const owner = aOf(file, callee);
    return owner === hook || held.includes(owner) || (opOf(file, owner) === Op.Cell && variables.has(aOf(file, owner)));
  });
}
