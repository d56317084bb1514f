import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { functionOf } from '../../extract/index.ts';

/** An outermost function with all that is nested in it; function 0 is the module's own statements. */
export interface Region {
  readonly file: FileFacts;
  readonly root: FunctionId;
}

/** The regions of a file: asked of for each model call again, and told by the file alone. */
interface Regions {
  /** By function. */
  readonly roots: Int32Array;
  readonly functions: ReadonlyMap<FunctionId, readonly FunctionId[]>;
  readonly calls: ReadonlyMap<FunctionId, readonly NodeId[]>;
  readonly elements: ReadonlyMap<FunctionId, readonly NodeId[]>;
  readonly made: Map<FunctionId, Region>;
}

const memo = new WeakMap<FileFacts, Regions>();

function regionsOf(file: FileFacts): Regions {
  let found = memo.get(file);
  if (found === undefined) memo.set(file, (found = divide(file)));
  return found;
}

function divide(file: FileFacts): Regions {
  const roots = new Int32Array(file.functions.length);
  for (let fn = 0; fn < roots.length; fn++) roots[fn] = outermost(file, fn);
  const rootAt = (node: NodeId): FunctionId => {
    const fn = functionOf(file, node);
    return roots[fn] ?? fn;
  };
  return {
    roots,
    functions: grouped(roots.keys(), (fn) => roots[fn] ?? fn),
    calls: grouped(file.calls, rootAt),
    elements: grouped(file.jsx, rootAt),
    made: new Map(),
  };
}

function grouped(items: Iterable<number>, keyOf: (item: number) => number): ReadonlyMap<number, readonly number[]> {
  const out = new Map<number, number[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = out.get(key);
    if (known === undefined) out.set(key, [item]);
    else known.push(item);
  }
  return out;
}

function outermost(file: FileFacts, fn: FunctionId): FunctionId {
  let at = fn;
  for (let parent = file.functions[at]?.parent ?? 0; parent > 0; parent = file.functions[at]?.parent ?? 0) at = parent;
  return at;
}

/** The outermost function round a function. */
export const rootOf = (file: FileFacts, fn: FunctionId): FunctionId => regionsOf(file).roots[fn] ?? fn;

/** The region of an outermost function: the same object each time. */
export function regionAt(file: FileFacts, root: FunctionId): Region {
  const { made } = regionsOf(file);
  let region = made.get(root);
  if (region === undefined) made.set(root, (region = { file, root }));
  return region;
}

export const regionOf = (file: FileFacts, node: NodeId): Region => regionAt(file, rootOf(file, functionOf(file, node)));

export const regionKey = (region: Region): string => `${String(region.root)}:${region.file.path}`;

const NOTHING: readonly number[] = [];

/** Functions of a region, the outermost first. */
export const functionsOf = ({ file, root }: Region): readonly FunctionId[] =>
  regionsOf(file).functions.get(root) ?? NOTHING;

/** Calls of a region, in text order. */
export const callsOf = ({ file, root }: Region): readonly NodeId[] => regionsOf(file).calls.get(root) ?? NOTHING;

/** Elements of a region, in text order. */
export const elementsOf = ({ file, root }: Region): readonly NodeId[] => regionsOf(file).elements.get(root) ?? NOTHING;
