import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, listItems, opOf, Op } from '../../extract/index.ts';
import { apiName, propertyValues, type NodeRef, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { ModelCall } from '../sinks/model-calls.ts';
import type { Leaf } from '../trace/state.ts';
import { isSilentIn } from './structured.ts';

/** A function that a model has called with arguments of its own making. */
export interface ToolFunction {
  readonly file: FileFacts;
  readonly fn: FunctionId;
  /** Values beside it, one of which may be the schema of what it is called with. */
  readonly beside: readonly NodeRef[];
}

/** The end of an access path that stands for what the functions there give. */
const CALLED = '.()';
const ANY = '{}';
const MAX_TOOLS = 100;

/** The functions of the tools that a model call is handed: where the catalogue says that what they give is sent. */
export function toolFunctions(program: Program, index: CatalogueIndex, call: ModelCall): readonly ToolFunction[] {
  const found: ToolFunction[] = [];
  const add = (ref: NodeRef, beside: readonly NodeRef[]): void => {
    for (const e of program.entities(ref)) {
      const known = e.k !== 'function' || found.some(({ file, fn }) => file === e.file && fn === e.fn);
      if (e.k === 'function' && !known && found.length < MAX_TOOLS) found.push({ file: e.file, fn: e.fn, beside });
    }
  };
  const walk = (ref: NodeRef, keys: readonly string[], beside: readonly NodeRef[]): void => {
    const [key, ...rest] = keys;
    if (ref.node < 0 || found.length >= MAX_TOOLS) return;
    if (key === undefined) add(ref, beside);
    else if (key === ANY) {
      for (const e of program.entities(ref)) {
        if (e.k === 'object') for (const node of partsOf(e.file, e.node)) walk({ file: e.file, node }, rest, beside);
      }
    } else {
      const own = program.propertyOf(ref, [key]);
      if (own === null) made(ref, beside);
      else walk(own, rest, [...besideOf(program, ref)]);
    }
  };
  /** `tool({ execute })`: what the call was handed. */
  const made = (ref: NodeRef, beside: readonly NodeRef[]): void => {
    for (const e of program.entities(ref)) {
      const name = e.k === 'api' && e.maker !== null ? apiName(e) : '';
      if (e.k !== 'api' || e.maker === null || !name.endsWith('()')) continue;
      const { maker } = e;
      for (const from of index.pass(name.slice(0, -2))?.from ?? []) {
        if (from.endsWith(CALLED)) walkFrom(maker, from.slice(0, -CALLED.length), beside);
      }
    }
  };
  const walkFrom = ({ file, node }: NodeRef, access: string, beside: readonly NodeRef[]): void => {
    const [head = '', ...keys] = access.split('.');
    const argument = { file, node: argumentOf(file, node, Number(head)) };
    const others = [0, 1, 2, 3].map((i) => ({ file, node: argumentOf(file, node, i) })).filter((ref) => ref.node >= 0);
    walk(argument, keys, keys.length === 0 ? others : beside);
  };
  for (const access of call.sends) {
    if (!access.endsWith(CALLED)) continue;
    const path = access.slice(0, -CALLED.length);
    const of = path.startsWith('receiver.') ? call.entity.maker : call;
    if (of !== null) walkFrom(of, path.replace(/^receiver\./, ''), []);
  }
  return found;
}

/** Whether a question ended at an argument that a model made for one of its tools; a number or a choice is none. */
export function isOfTool(program: Program, tools: readonly ToolFunction[], leaf: Leaf): boolean {
  if (leaf.k !== 'param' || leaf.index !== 0) return false;
  const tool = tools.find(({ file, fn }) => file === leaf.file && fn === leaf.fn);
  return tool !== undefined && !tool.beside.some((ref) => isSilentIn(program, ref, leaf.path.keys));
}

function* besideOf(program: Program, ref: NodeRef): Iterable<NodeRef> {
  for (const e of program.entities(ref)) {
    if (e.k !== 'object' || opOf(e.file, e.node) !== Op.Object) continue;
    for (const node of propertyValues(e.file, e.node)) yield { file: e.file, node };
  }
}

function partsOf(file: FileFacts, node: NodeId): readonly NodeId[] {
  if (opOf(file, node) === Op.Object) return propertyValues(file, node);
  return opOf(file, node) === Op.Array ? Array.from(listItems(file, aOf(file, node))) : [];
}
