import type { FileFacts, FunctionId, NodeId, VariableId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  calleeOf,
  listAt,
  listItems,
  nodeCount,
  opOf,
  Op,
} from '../../extract/index.ts';
import { methodName } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';
import { cellsOf } from '../rendered/tree-roots.ts';

/** Which nodes of files what starts at some nodes can come to. */
export interface Forward {
  /** More nodes to start from. */
  start(file: FileFacts, nodes: Iterable<NodeId>): void;
  reaches(file: FileFacts, node: NodeId): boolean;
}

/**
 * The forward slice within each file: through uses, variables that closures read, what calls keep of what they are handed
 * (state by its setter, collections), and functions of the file that are called or handed on. A superset that asks for no
 * other file: it decides which calls are worth looking behind. Each node is looked at once.
 */
export function createForward(): Forward {
  const slices = new WeakMap<FileFacts, Slice>();
  const of = (file: FileFacts): Slice => {
    let slice = slices.get(file);
    if (slice === undefined) slices.set(file, (slice = new Slice(file)));
    return slice;
  };
  return {
    start: (file, nodes) => {
      of(file).start(nodes);
    },
    reaches: (file, node) => slices.get(file)?.reached.has(node) === true,
  };
}

interface FileIndex {
  /** Variables that a node is a definition of. */
  readonly defines: ReadonlyMap<NodeId, readonly VariableId[]>;
  /** Functions that a node leaves. */
  readonly leaves: ReadonlyMap<NodeId, readonly FunctionId[]>;
  readonly receivers: readonly NodeId[];
}

const indexes = new WeakMap<FileFacts, FileIndex>();

function indexOf(file: FileFacts): FileIndex {
  let index = indexes.get(file);
  if (index === undefined) indexes.set(file, (index = makeIndex(file)));
  return index;
}

function makeIndex(file: FileFacts): FileIndex {
  const defines = new Map<NodeId, VariableId[]>();
  const leaves = new Map<NodeId, FunctionId[]>();
  file.variables.forEach(({ definitions, closureWrites }, id) => {
    for (const node of [...definitions, ...closureWrites]) defines.set(node, [...(defines.get(node) ?? []), id]);
  });
  file.functions.forEach(({ returns, yields }, fn) => {
    for (const { node } of [...returns, ...yields]) leaves.set(node, [...(leaves.get(node) ?? []), fn]);
  });
  const receivers: NodeId[] = [];
  for (let n = 0; n < nodeCount(file); n++) if (opOf(file, n) === Op.This) receivers.push(n);
  return { defines, leaves, receivers };
}

class Slice {
  readonly reached = new Set<NodeId>();
  readonly #file: FileFacts;
  readonly #open: NodeId[] = [];

  constructor(file: FileFacts) {
    this.#file = file;
  }

  start(nodes: Iterable<NodeId>): void {
    for (const node of nodes) this.#mark(node);
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) this.#step(next);
  }

  #mark(node: NodeId): void {
    if (node < 0 || this.reached.has(node)) return;
    this.reached.add(node);
    this.#open.push(node);
  }

  #step(node: NodeId): void {
    const file = this.#file;
    const index = indexOf(file);
    const op = opOf(file, node);
    if (op === Op.Call || op === Op.New || op === Op.Tagged) this.#called(node);
    for (const variable of index.defines.get(node) ?? []) {
      for (const cell of cellsOf(file).get(variable) ?? []) this.#mark(cell);
    }
    for (const fn of index.leaves.get(node) ?? []) this.#leaves(fn);
    for (const user of usesOf(file).users.get(node) ?? []) {
      this.#mark(user);
      const used = opOf(file, user);
      if (used === Op.Call && calleeOf(file, user) !== node) this.#keeps(calleeOf(file, user));
      else if (used === Op.Store) this.#keeps(listAt(file, aOf(file, user), 0));
      else if (used === Op.Jsx) this.#given(listAt(file, aOf(file, user), 0));
    }
  }

  /** What a function gives comes out where it is called. */
  #leaves(fn: FunctionId): void {
    const file = this.#file;
    const facts = file.functions[fn];
    if (facts === undefined || fn === 0) return;
    this.#mark(facts.node);
    if (facts.node >= 0) return;
    for (const call of file.calls) if (methodName(file, call) === facts.name) this.#mark(call);
  }

  /** Functions handed to a call may be given what it is about; functions of the file that are called, what they get. */
  #called(call: NodeId): void {
    const file = this.#file;
    this.#given(calleeOf(file, call));
    for (let i = 0; i < argumentCount(file, call); i++) this.#handed(argumentOf(file, call, i), 0);
  }

  #handed(node: NodeId, depth: number): void {
    const op = opOf(this.#file, node);
    if (op === Op.Object && depth < 3) {
      for (const item of Array.from(listItems(this.#file, aOf(this.#file, node)))) this.#handed(item, depth + 1);
    } else if (op === Op.Func || op === Op.Def || op === Op.Cell) this.#given(node);
  }

  /** The parameters of a function of the file. */
  #given(node: NodeId): void {
    const fn = functionBehind(this.#file, node);
    for (const parameter of this.#file.functions[fn]?.parameters ?? []) this.#mark(parameter.node);
  }

  /** What is handed to a method, or a setter, is in what it is made on. */
  #keeps(callee: NodeId): void {
    const file = this.#file;
    let n = callee;
    for (let i = 0; i < 12 && n >= 0; i++) {
      const op = opOf(file, n);
      if (
        op === Op.Member ||
        op === Op.Index ||
        op === Op.Def ||
        op === Op.Effect ||
        op === Op.Cast ||
        op === Op.Rest
      ) {
        n = aOf(file, n);
      } else if (op === Op.Store) n = listAt(file, aOf(file, n), 0);
      else if (op === Op.Cell) {
        for (const cell of cellsOf(file).get(aOf(file, n)) ?? []) this.#mark(cell);
        n = file.variables[aOf(file, n)]?.definitions[0] ?? -1;
      } else break;
      if (opOf(file, n) !== Op.Import && opOf(file, n) !== Op.Global) this.#mark(n);
    }
    if (opOf(file, n) === Op.This) for (const receiver of indexOf(file).receivers) this.#mark(receiver);
  }
}

function functionBehind(file: FileFacts, node: NodeId): FunctionId {
  let n = node;
  for (let i = 0; i < 8 && n >= 0; i++) {
    const op = opOf(file, n);
    if (op === Op.Func) return aOf(file, n);
    if (op === Op.Def || op === Op.Cast) n = aOf(file, n);
    else if (op === Op.Cell) n = file.variables[aOf(file, n)]?.definitions[0] ?? -1;
    else break;
  }
  return -1;
}
