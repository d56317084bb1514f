import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, listAt, listItems, listLength, Op, opOf, stringOf } from '../../extract/index.ts';
import { HOLE, type NodeRef, type Program } from '../../link/index.ts';
import { heldByState } from '../trace/state-hooks.ts';
import { isReadProperty } from './html.ts';
import type { Translations } from './translations.ts';

/** A constant text of a list, with the node that says it. */
export interface ListedText extends NodeRef {
  readonly text: string;
}

const MAX_VISITS = 400;
const MAX_DEPTH = 24;

/**
 * Constant texts of the items of a list: of its literal, or of what a state hook starts with or is set to, as the
 * greeting that opens a conversation. What a list is built from by its own methods is the same list.
 */
export function listedTexts(program: Program, translations: Translations, list: NodeRef): readonly ListedText[] {
  const out: ListedText[] = [];
  const seen = new Set<string>();

  const look = (file: FileFacts, node: NodeId, depth: number): void => {
    const key = `${file.path}:${String(node)}`;
    if (node < 0 || depth > MAX_DEPTH || seen.size > MAX_VISITS || seen.has(key)) return;
    seen.add(key);
    const go = (n: NodeId): void => {
      look(file, n, depth + 1);
    };
    const a = aOf(file, node);
    switch (opOf(file, node)) {
      case Op.Str:
      case Op.Template:
        for (const text of program.strings({ file, node })) {
          if (text.replaceAll(HOLE, '').trim() !== '') out.push({ text, file, node });
        }
        return;
      case Op.Def:
      case Op.Cast:
      case Op.Effect:
      case Op.Await:
      case Op.Spread:
        go(a);
        return;
      case Op.Logical:
      case Op.Default:
      case Op.Concat:
        go(a);
        go(bOf(file, node));
        return;
      case Op.Conditional:
        go(listAt(file, a, 1));
        go(listAt(file, a, 2));
        return;
      case Op.Array:
        for (const item of Array.from(listItems(file, a))) go(item);
        return;
      case Op.Object:
        for (let i = 0; i + 2 < listLength(file, a); i += 3) {
          if (isReadProperty(stringOf(file, listAt(file, a, i + 1)))) go(listAt(file, a, i + 2));
        }
        return;
      case Op.Func:
        for (const exit of file.functions[a]?.returns ?? []) go(exit.node);
        return;
      case Op.Cell:
        for (const definition of file.variables[a]?.definitions ?? []) go(definition);
        return;
      case Op.Member:
        // the value of `const [items, setItems] = useState([…])`
        if (stringOf(file, bOf(file, node)) === '0') go(a);
        return;
      case Op.Call:
        call(file, node, go);
        return;
      case Op.Import:
        for (const e of program.entities({ file, node })) {
          if (e.k === 'object' || e.k === 'literal') look(e.file, e.node, depth + 1);
        }
        return;
      default:
    }
  };

  const call = (file: FileFacts, node: NodeId, go: (n: NodeId) => void): void => {
    const translated = translations.ofCall(file, node);
    if (translated !== null) {
      for (const text of translated) out.push({ text, file, node });
      return;
    }
    const held = heldByState(program, file, node);
    if (held !== null) {
      for (const value of held) go(value);
      return;
    }
    const callee = calleeOf(file, node);
    if (opOf(file, callee) === Op.Member) go(aOf(file, callee));
  };

  look(list.file, list.node, 0);
  return out;
}
