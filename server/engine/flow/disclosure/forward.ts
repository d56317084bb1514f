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
  const slices = new Map<FileFacts, Uint8Array>();
  return {
    start(file, nodes) {
      let reached = slices.get(file);
      if (reached === undefined) slices.set(file, (reached = new Uint8Array(nodeCount(file))));
      follow(reached, stepsOf(file), nodes);
    },
    reaches: (file, node) => slices.get(file)?.[node] === 1,
  };
}

function follow(reached: Uint8Array, steps: Steps, nodes: Iterable<NodeId>): void {
  const open: NodeId[] = [];
  const mark = (all: Iterable<NodeId>): void => {
    for (const node of all) {
      if (node < 0 || reached[node] === 1) continue;
      reached[node] = 1;
      open.push(node);
    }
  };
  mark(nodes);
  for (let next = open.pop(); next !== undefined; next = open.pop()) mark(steps.from(next));
}

const memo = new WeakMap<FileFacts, Steps>();

function stepsOf(file: FileFacts): Steps {
  let steps = memo.get(file);
  if (steps === undefined) memo.set(file, (steps = new Steps(file)));
  return steps;
}

/** Where each node of a file leads at once. The file alone tells, and all model calls whose content passes ask again. */
class Steps {
  readonly #file: FileFacts;
  /** Variables that a node is a definition of. */
  readonly #defines = new Map<NodeId, VariableId[]>();
  /** Functions that a node leaves. */
  readonly #leaving = new Map<NodeId, FunctionId[]>();
  readonly #receivers: NodeId[] = [];
  readonly #known: (readonly NodeId[] | undefined)[];
  #found: NodeId[] = [];

  constructor(file: FileFacts) {
    this.#file = file;
    this.#known = new Array<readonly NodeId[] | undefined>(nodeCount(file));
    file.variables.forEach(({ definitions, closureWrites }, id) => {
      for (const node of [...definitions, ...closureWrites]) add(this.#defines, node, id);
    });
    file.functions.forEach(({ returns, yields }, fn) => {
      for (const { node } of [...returns, ...yields]) add(this.#leaving, node, fn);
    });
    for (let n = 0; n < nodeCount(file); n++) if (opOf(file, n) === Op.This) this.#receivers.push(n);
  }

  from(node: NodeId): readonly NodeId[] {
    const known = this.#known[node];
    if (known !== undefined) return known;
    this.#found = [];
    this.#step(node);
    return (this.#known[node] = this.#found);
  }

  #step(node: NodeId): void {
    const file = this.#file;
    const op = opOf(file, node);
    if (op === Op.Call || op === Op.New || op === Op.Tagged) this.#called(node);
    for (const variable of this.#defines.get(node) ?? []) this.#cells(variable);
    for (const fn of this.#leaving.get(node) ?? []) this.#leaves(fn);
    for (const user of usesOf(file).users.get(node) ?? []) {
      this.#found.push(user);
      const used = opOf(file, user);
      if (used === Op.Call && calleeOf(file, user) !== node) this.#keeps(calleeOf(file, user));
      else if (used === Op.Store) this.#keeps(listAt(file, aOf(file, user), 0));
      else if (used === Op.Jsx) this.#given(listAt(file, aOf(file, user), 0));
    }
  }

  #cells(variable: VariableId): void {
    for (const cell of cellsOf(this.#file).get(variable) ?? []) this.#found.push(cell);
  }

  /** What a function gives comes out where it is called. */
  #leaves(fn: FunctionId): void {
    const file = this.#file;
    const facts = file.functions[fn];
    if (facts === undefined || fn === 0) return;
    this.#found.push(facts.node);
    if (facts.node >= 0) return;
    for (const call of file.calls) if (methodName(file, call) === facts.name) this.#found.push(call);
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
    for (const parameter of this.#file.functions[fn]?.parameters ?? []) this.#found.push(parameter.node);
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
        this.#cells(aOf(file, n));
        n = file.variables[aOf(file, n)]?.definitions[0] ?? -1;
      } else break;
      if (opOf(file, n) !== Op.Import && opOf(file, n) !== Op.Global) this.#found.push(n);
    }
    if (opOf(file, n) === Op.This) this.#found.push(...this.#receivers);
  }
}

function add<T>(map: Map<NodeId, T[]>, node: NodeId, item: T): void {
  const known = map.get(node);
  if (known === undefined) map.set(node, [item]);
  else known.push(item);
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
