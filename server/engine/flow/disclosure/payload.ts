import type { Place } from '../../base/place.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  endOf,
  listAt,
  listItems,
  listLength,
  opOf,
  startOf,
  stringOf,
  Op,
  PropKind,
} from '../../extract/index.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import type { MarkerMiss } from './contract.ts';

/** What the search for a marker needs to know of words. */
export interface MarkerWords {
  isNotice(text: string): boolean;
  fieldSays(name: string): 'yes' | 'by-text' | 'no';
  isHeader(name: string): boolean;
}

export interface PayloadContext {
  readonly program: Program;
  readonly words: MarkerWords;
  /** Constant texts and messages of translations a node may show. */
  texts(ref: NodeRef): readonly string[];
  /** A step that writes or signs the origin of what it is given. */
  signs(file: FileFacts, call: NodeId): boolean;
  /** A model call: what goes into it says nothing about what comes out. */
  isModelCall(file: FileFacts, call: NodeId): boolean;
  /** What calls put into a value that a call makes: parts of a stream or a document. */
  fed(ref: NodeRef): readonly NodeRef[];
  /** A marker that was found and does not count. */
  miss(reason: MarkerMiss['reason'], place: Place): void;
  /** A notice in a tree of elements. */
  inTree(file: FileFacts, element: NodeId): Place | null;
}

/** A call being looked into: its callee's parameters are its arguments. */
export interface Frame {
  readonly file: FileFacts;
  readonly call: NodeId;
  readonly callee: { readonly file: FileFacts; readonly fn: number };
  readonly above: Frame | null;
}

const MAX_DEPTH = 40;
const MAX_VISITS = 3000;

/**
 * A marker in what is sent: a text that says so, a field or header that does. Looks into what the value is made of, also
 * by functions of the project; where branches meet, each that sends anything must have it.
 */
export function markerIn(c: PayloadContext, file: FileFacts, node: NodeId, frame: Frame | null): Place | null {
  const walk = new Walk(c);
  return walk.at(file, node, frame, 0);
}

class Walk {
  readonly #c: PayloadContext;
  readonly #open = new Set<string>();
  #visits = 0;

  constructor(c: PayloadContext) {
    this.#c = c;
  }

  at(file: FileFacts, node: NodeId, frame: Frame | null, depth: number): Place | null {
    if (node < 0 || depth > MAX_DEPTH || ++this.#visits > MAX_VISITS) return null;
    const key = `${file.path}:${String(node)}:${frame === null ? '' : `${frame.file.path}:${String(frame.call)}`}`;
    if (this.#open.has(key)) return null;
    this.#open.add(key);
    const found = this.#look(file, node, frame, depth + 1);
    this.#open.delete(key);
    return found;
  }

  #look(file: FileFacts, node: NodeId, frame: Frame | null, depth: number): Place | null {
    const a = aOf(file, node);
    const b = bOf(file, node);
    const go = (n: NodeId): Place | null => this.at(file, n, frame, depth);
    switch (opOf(file, node)) {
      case Op.Str:
        return this.#c.words.isNotice(stringOf(file, a)) ? spot(file, node) : null;
      case Op.Template:
        return this.#text(file, node) ?? this.#any(Array.from(listItems(file, a)), go);
      case Op.Concat:
        return this.#text(file, node) ?? go(a) ?? go(b);
      case Op.Array:
      case Op.Tagged:
        return this.#any(Array.from(listItems(file, a)), go);
      case Op.Object:
        return this.#object(file, node, frame, depth);
      case Op.Conditional:
        return this.#both(file, [listAt(file, a, 1), listAt(file, a, 2)], go);
      case Op.Phi:
        return this.#both(
          file,
          Array.from(listItems(file, a)).filter((_, i) => i % 2 === 1),
          go,
        );
      case Op.Logical:
      case Op.Default:
        return go(a) ?? go(b);
      case Op.Def:
      case Op.Cast:
      case Op.Await:
      case Op.Spread:
      case Op.Element:
      case Op.Rest:
      case Op.Unary:
        return go(a);
      case Op.Store:
        return this.#store(file, node, frame, depth);
      case Op.Effect:
        return go(a) ?? this.#arguments(file, b, frame, depth);
      case Op.Call:
      case Op.New:
        return this.#call(file, node, frame, depth);
      case Op.Func:
        return this.#any(
          (file.functions[a]?.returns ?? []).map((exit) => exit.node),
          go,
        );
      case Op.Param:
        return this.#parameter(file, node, frame, depth);
      case Op.Jsx:
        return this.#c.inTree(file, node);
      default:
        return this.#other(file, node, frame, depth);
    }
  }

  #text(file: FileFacts, node: NodeId): Place | null {
    return this.#c.texts({ file, node }).some((text) => this.#c.words.isNotice(text)) ? spot(file, node) : null;
  }

  #any(nodes: readonly NodeId[], go: (node: NodeId) => Place | null): Place | null {
    for (const node of nodes) {
      const found = go(node);
      if (found !== null) return found;
    }
    return null;
  }

  /** Branches that meet: those that are nothing (null, '', undefined) send nothing. */
  #both(file: FileFacts, nodes: readonly NodeId[], go: (node: NodeId) => Place | null): Place | null {
    let found: Place | null = null;
    for (const node of nodes) {
      if (isNothing(file, node)) continue;
      const own = go(node);
      if (own === null) return null;
      found ??= own;
    }
    return found;
  }

  #object(file: FileFacts, node: NodeId, frame: Frame | null, depth: number): Place | null {
    const list = aOf(file, node);
    for (let i = 0; i + 2 < listLength(file, list); i += 3) {
      const kind = listAt(file, list, i);
      const value = listAt(file, list, i + 2);
      const named = kind !== PropKind.Spread && kind !== PropKind.Computed;
      const found = named
        ? this.#property(file, stringOf(file, listAt(file, list, i + 1)), value, frame, depth)
        : this.at(file, value, frame, depth);
      if (found !== null) return found;
    }
    return null;
  }

  #property(file: FileFacts, key: string, value: NodeId, frame: Frame | null, depth: number): Place | null {
    const says = this.#c.words.fieldSays(key);
    if (says === 'yes' || this.#c.words.isHeader(key)) {
      if (!isDenied(this.#c.program, file, value)) return spot(file, value);
      this.#c.miss('denied', spot(file, value));
    }
    return this.at(file, value, frame, depth);
  }

  #store(file: FileFacts, node: NodeId, frame: Frame | null, depth: number): Place | null {
    const list = aOf(file, node);
    const key = stringOf(file, bOf(file, node));
    return (
      this.#property(file, key, listAt(file, list, 1), frame, depth) ??
      this.at(file, listAt(file, list, 0), frame, depth)
    );
  }

  #call(file: FileFacts, node: NodeId, frame: Frame | null, depth: number): Place | null {
    if (this.#c.isModelCall(file, node)) return null;
    if (this.#c.signs(file, node)) return spot(file, node);
    const own = this.#text(file, node);
    if (own !== null) return own;
    const callee = calleeOf(file, node);
    for (const part of this.#c.fed({ file, node })) {
      const found = this.at(part.file, part.node, frame, depth);
      if (found !== null) return found;
    }
    let resolved = false;
    for (const e of this.#c.program.entities({ file, node: callee })) {
      if (e.k === 'class' && opOf(file, node) === Op.New) {
        const found = this.#made(e, { file, call: node, above: frame }, depth);
        if (found !== null) return found;
        continue;
      }
      if (e.k !== 'function') continue;
      resolved = true;
      const inside: Frame = { file, call: node, callee: e, above: frame };
      const exits = (e.file.functions[e.fn]?.returns ?? []).map((exit) => exit.node);
      const found = this.#both(e.file, exits, (n) => this.at(e.file, n, inside, depth));
      if (found !== null) return found;
    }
    if (resolved) return null;
    const receiver = opOf(file, callee) === Op.Member ? this.at(file, aOf(file, callee), frame, depth) : null;
    return receiver ?? this.#arguments(file, node, frame, depth);
  }

  /** What a new instance of a class of the project holds: first values of its fields, and what its constructor sets. */
  #made(
    { file, cls }: { readonly file: FileFacts; readonly cls: number },
    at: Pick<Frame, 'file' | 'call' | 'above'>,
    depth: number,
  ): Place | null {
    const facts = file.classes[cls];
    if (facts === undefined) return null;
    const inside: Frame = { ...at, callee: { file, fn: facts.ctor } };
    for (const { name, node } of facts.fields) {
      const found = node < 0 ? null : this.#property(file, name, node, inside, depth);
      if (found !== null) return found;
    }
    for (const { key, node } of file.functions[facts.ctor]?.thisWrites ?? []) {
      const found = key === null ? null : this.#property(file, key, node, inside, depth);
      if (found !== null) return found;
    }
    return null;
  }

  #arguments(file: FileFacts, call: NodeId, frame: Frame | null, depth: number): Place | null {
    if (this.#c.isModelCall(file, call)) return null;
    if (this.#c.signs(file, call)) return spot(file, call);
    return markedArguments(this.#c, file, call, (n) => this.at(file, n, frame, depth));
  }

  #parameter(file: FileFacts, node: NodeId, frame: Frame | null, depth: number): Place | null {
    const fn = aOf(file, node);
    const index = bOf(file, node);
    for (let f = frame; f !== null; f = f.above) {
      if (f.callee.file !== file || f.callee.fn !== fn) continue;
      const argument =
        opOf(f.file, f.call) === Op.Jsx ? listAt(f.file, aOf(f.file, f.call), 1) : argumentOf(f.file, f.call, index);
      return this.at(f.file, argument, f.above, depth);
    }
    return null;
  }

  /** A constant of another place, a member of an object literal, a message of a translation. */
  #other(file: FileFacts, node: NodeId, frame: Frame | null, depth: number): Place | null {
    const own = this.#text(file, node);
    if (own !== null) return own;
    if (opOf(file, node) === Op.Member) {
      const inside = this.#c.program.propertyOf({ file, node: aOf(file, node) }, [stringOf(file, bOf(file, node))]);
      if (inside !== null && inside.node !== node) return this.at(inside.file, inside.node, frame, depth);
      return this.at(file, aOf(file, node), frame, depth);
    }
    if (opOf(file, node) === Op.Cell) {
      const definitions = file.variables[aOf(file, node)]?.definitions ?? [];
      return this.#any(definitions, (n) => this.at(file, n, frame, depth));
    }
    for (const e of this.#c.program.entities({ file, node })) {
      if (e.k !== 'object' && e.k !== 'literal') continue;
      const found = this.at(e.file, e.node, frame, depth);
      if (found !== null) return found;
    }
    return null;
  }
}

/** A marker among a call's arguments: in one of them, or a header named by the first and set by the second. */
export function markedArguments(
  c: PayloadContext,
  file: FileFacts,
  call: NodeId,
  go: (node: NodeId) => Place | null,
): Place | null {
  const name = argumentOf(file, call, 0);
  if (argumentCount(file, call) > 1 && opOf(file, name) !== Op.Object) {
    const named = c.program
      .strings({ file, node: name })
      .some((text) => c.words.isHeader(text) || c.words.fieldSays(text) === 'yes');
    if (named && !isDenied(c.program, file, argumentOf(file, call, 1))) return spot(file, call);
  }
  for (let i = 0; i < argumentCount(file, call); i++) {
    const found = go(argumentOf(file, call, i));
    if (found !== null) return found;
  }
  return null;
}

/** The place of a node. */
export function spot(file: FileFacts, node: NodeId): Place {
  return { path: file.path, start: startOf(file, node), end: endOf(file, node) };
}

function isNothing(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  if (op === Op.Def) return isNothing(file, aOf(file, node));
  if (op === Op.Str) return stringOf(file, aOf(file, node)).trim() === '';
  return node < 0 || op === Op.Null || op === Op.Undefined || op === Op.Bool;
}

/** A mark whose value says no. */
export function isDenied(program: Program, file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  if (op === Op.Def || op === Op.Cast) return isDenied(program, file, aOf(file, node));
  if (op === Op.Bool) return aOf(file, node) === 0;
  if (op === Op.Null || op === Op.Undefined) return true;
  if (op !== Op.Str) return false;
  return /^(?:|0|no|false|none|human|off)$/i.test(stringOf(file, aOf(file, node)).trim());
}
