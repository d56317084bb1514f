import { Col, CONTEXT_STRIDE, NODE_STRIDE, NONE } from './facts.ts';
import type { ContextId, Ctx, ListId, NodeId, Op, StringId } from './facts.ts';

function grown(old: Int32Array): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(old.length * 2);
  bigger.set(old);
  return bigger;
}

/**
 * Growable flat tables of nodes, lists, strings and contexts. One builder serves many files in turn: `reset` empties it
 * and keeps its memory, the `take…` methods copy out exactly what was written.
 */
export class Builder {
  #nodes = new Int32Array(NODE_STRIDE * 4096);
  #nodeTop = 0;
  #nodeCount = 0;
  #lists = new Int32Array(8192);
  #listTop = 0;
  #contexts = new Int32Array(CONTEXT_STRIDE * 1024);
  #contextCount = 0;
  #contextDepths: number[] = [];
  #strings: string[] = [];
  #stringIds = new Map<string, StringId>();
  #stack: number[] = [];

  reset(): void {
    this.#nodeTop = 0;
    this.#nodeCount = 0;
    this.#listTop = 0;
    this.#contextCount = 0;
    this.#contextDepths = [];
    this.#strings = [];
    this.#stringIds = new Map();
    this.#stack = [];
  }

  get nodeCount(): number {
    return this.#nodeCount;
  }

  get contextCount(): number {
    return this.#contextCount;
  }

  /** Adds a node; columns not given are NONE. */
  node(
    op: Op,
    start: number,
    end: number,
    context: ContextId,
    a: number = NONE,
    b: number = NONE,
    c: number = NONE,
  ): NodeId {
    const at = this.#nodeTop;
    if (at + NODE_STRIDE > this.#nodes.length) this.#nodes = grown(this.#nodes);
    const nodes = this.#nodes;
    nodes[at] = op;
    nodes[at + 1] = start;
    nodes[at + 2] = end;
    nodes[at + 3] = context;
    nodes[at + 4] = a;
    nodes[at + 5] = b;
    nodes[at + 6] = c;
    this.#nodeTop = at + NODE_STRIDE;
    return this.#nodeCount++;
  }

  op(node: NodeId): Op {
    return (this.#nodes[node * NODE_STRIDE] ?? 0) as Op;
  }

  /** Reads a column (see `Col`) of a node; NONE for NONE. */
  column(node: NodeId, column: number): number {
    return node < 0 ? NONE : (this.#nodes[node * NODE_STRIDE + column] ?? NONE);
  }

  setColumn(node: NodeId, column: number, value: number): void {
    this.#nodes[node * NODE_STRIDE + column] = value;
  }

  a(node: NodeId): number {
    return this.column(node, Col.a);
  }

  /** A list of the given numbers. */
  list(...items: readonly number[]): ListId {
    const mark = this.mark();
    for (const item of items) this.#stack.push(item);
    return this.take(mark);
  }

  /** Start of a list under construction; lists nest. */
  mark(): number {
    return this.#stack.length;
  }

  push(item: number): void {
    this.#stack.push(item);
  }

  /** Ends the list started at `mark`. */
  take(mark: number): ListId {
    const stack = this.#stack;
    const length = stack.length - mark;
    while (this.#listTop + length + 1 > this.#lists.length) this.#lists = grown(this.#lists);
    const id = this.#listTop;
    this.#lists[id] = length;
    for (let i = 0; i < length; i++) this.#lists[id + 1 + i] = stack[mark + i] ?? NONE;
    this.#listTop = id + length + 1;
    stack.length = mark;
    return id;
  }

  listLength(list: ListId): number {
    return list < 0 ? 0 : (this.#lists[list] ?? 0);
  }

  item(list: ListId, i: number): number {
    return list < 0 ? NONE : (this.#lists[list + 1 + i] ?? NONE);
  }

  setItem(list: ListId, i: number, value: number): void {
    this.#lists[list + 1 + i] = value;
  }

  string(text: string): StringId {
    const known = this.#stringIds.get(text);
    if (known !== undefined) return known;
    const id = this.#strings.length;
    this.#strings.push(text);
    this.#stringIds.set(text, id);
    return id;
  }

  text(id: StringId): string {
    return this.#strings[id] ?? '';
  }

  context(kind: Ctx, parent: ContextId, x: number, y: number): ContextId {
    const at = this.#contextCount * CONTEXT_STRIDE;
    if (at + CONTEXT_STRIDE > this.#contexts.length) this.#contexts = grown(this.#contexts);
    this.#contexts[at] = kind;
    this.#contexts[at + 1] = parent;
    this.#contexts[at + 2] = x;
    this.#contexts[at + 3] = y;
    this.#contextDepths.push(parent < 0 ? 0 : this.contextDepth(parent) + 1);
    return this.#contextCount++;
  }

  contextKind(c: ContextId): Ctx {
    return (this.#contexts[c * CONTEXT_STRIDE] ?? 0) as Ctx;
  }

  contextParent(c: ContextId): ContextId {
    return c < 0 ? NONE : (this.#contexts[c * CONTEXT_STRIDE + 1] ?? NONE);
  }

  contextX(c: ContextId): number {
    return this.#contexts[c * CONTEXT_STRIDE + 2] ?? NONE;
  }

  contextY(c: ContextId): number {
    return this.#contexts[c * CONTEXT_STRIDE + 3] ?? NONE;
  }

  setContextX(c: ContextId, value: number): void {
    this.#contexts[c * CONTEXT_STRIDE + 2] = value;
  }

  contextDepth(c: ContextId): number {
    return this.#contextDepths[c] ?? 0;
  }

  takeNodes(): Int32Array {
    return this.#nodes.slice(0, this.#nodeTop);
  }

  takeLists(): Int32Array {
    return this.#lists.slice(0, this.#listTop);
  }

  takeContexts(): Int32Array {
    return this.#contexts.slice(0, this.#contextCount * CONTEXT_STRIDE);
  }

  takeStrings(): readonly string[] {
    return this.#strings;
  }
}
