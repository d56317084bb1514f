import type { Place } from '../../base/place.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  endOf,
  functionOf,
  listAt,
  listLength,
  opOf,
  startOf,
  stringOf,
  Op,
  PropKind,
} from '../../extract/index.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import type { Markers } from './markers.ts';
import { spot } from './payload.ts';

const MAX_DEPTH = 5;

/** Notices in what is rendered. */
export interface RenderedTree {
  /** Constant texts a node may show. */
  textsOf(ref: NodeRef): readonly string[];
  /** A notice in the tree that an element stands in, as its component returns it, components of the project looked into. */
  inTree(file: FileFacts, element: NodeId): Place | null;
  /** A notice round the component that an element stands in: all that render it must have one. */
  above(file: FileFacts, element: NodeId): Place | null;
}

/** Searches rendered trees for texts, attributes and components that say that a model made something. */
export function createRenderedTree(program: Program, words: Markers): RenderedTree {
  const textsOf = (ref: NodeRef): readonly string[] => program.strings(ref);

  const inElement = (file: FileFacts, element: NodeId, depth: number): Place | null => {
    const list = aOf(file, element);
    for (let i = 2; i < listLength(file, list); i++) {
      const child = listAt(file, list, i);
      if (opOf(file, child) !== Op.Jsx && says(file, child)) return spot(file, element);
    }
    const attributes = listAt(file, list, 1);
    for (const [name, value] of attributesOf(file, attributes)) {
      if (words.isMeta(name) || says(file, value)) return spot(file, element);
    }
    const tag = listAt(file, list, 0);
    if (tag < 0 || opOf(file, tag) === Op.Str) return null;
    let own = false;
    for (const e of program.entities({ file, node: tag })) {
      if (e.k !== 'function') continue;
      own = true;
      const found = depth < MAX_DEPTH ? inFunction(e.file, e.fn, depth + 1) : null;
      if (found !== null) return spot(file, element);
    }
    return !own && words.isComponent(written(file, tag)) ? spot(file, element) : null;
  };

  const says = (file: FileFacts, node: NodeId): boolean => textsOf({ file, node }).some((text) => words.isNotice(text));

  const written = (file: FileFacts, node: NodeId): string =>
    (program.text(file.path) ?? '').slice(startOf(file, node), endOf(file, node)).split('.').at(-1) ?? '';

  const inFunction = (file: FileFacts, fn: FunctionId, depth: number): Place | null => {
    for (const element of file.jsx) {
      if (functionOf(file, element) !== fn) continue;
      const found = inElement(file, element, depth);
      if (found !== null) return found;
    }
    return null;
  };

  const inTree = (file: FileFacts, element: NodeId): Place | null => {
    const root = outermost(file, element);
    const start = startOf(file, root);
    const end = endOf(file, root);
    for (const other of file.jsx) {
      if (startOf(file, other) < start || endOf(file, other) > end) continue;
      const found = inElement(file, other, 0);
      if (found !== null) return found;
    }
    return null;
  };

  const aboveAt = (file: FileFacts, element: NodeId, depth: number): Place | null => {
    if (depth > MAX_DEPTH) return null;
    const { sites } = program.callSites(file, functionOf(file, element));
    let first: Place | null = null;
    for (const site of sites) {
      if (opOf(site.file, site.call) !== Op.Jsx) continue;
      const found = inTree(site.file, site.call) ?? aboveAt(site.file, site.call, depth + 1);
      if (found === null) return null;
      first ??= found;
    }
    return first;
  };

  return { textsOf, inTree, above: (file, element) => aboveAt(file, element, 0) };
}

/** The element round all others that a tree is made of: of the elements that hold this one, the largest. */
function outermost(file: FileFacts, element: NodeId): NodeId {
  let root = element;
  for (const other of file.jsx) {
    if (startOf(file, other) <= startOf(file, root) && endOf(file, other) >= endOf(file, root)) root = other;
  }
  return root;
}

function* attributesOf(file: FileFacts, attributes: NodeId): Iterable<readonly [name: string, value: NodeId]> {
  if (attributes < 0 || opOf(file, attributes) !== Op.Object) return;
  const list = aOf(file, attributes);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i) === PropKind.Init)
      yield [stringOf(file, listAt(file, list, i + 1)), listAt(file, list, i + 2)];
  }
}
