import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  cOf,
  listAt,
  listItems,
  listLength,
  Op,
  opOf,
  stringOf,
} from '../../extract/index.ts';
import { HOLE, type NodeRef, type Program } from '../../link/index.ts';
import { attributesOf, componentsOf, elementName, type Attribute, type ComponentRef } from './components.ts';
import { isHidden, isNever, isSwitch } from './hidden.ts';
import { INLINE, isReadAttribute, isReadProperty, SILENT } from './html.ts';
import { listedTexts } from './listed-texts.ts';
import type { Markers } from '../disclosure/markers.ts';
import type { Translations } from './translations.ts';
import { BREAK, withProps, type TreeItem } from './tree-items.ts';

/** Reads what trees of elements show. */
export interface TreeReader {
  /**
   * What a node shows: elements with the components in them, texts, what callbacks and helpers give.
   *
   * @param skip nodes (of the node's own file) that are not shown together with what is looked for
   * @param under conditions under which what is looked for stands itself
   */
  items(ref: NodeRef, skip?: (node: NodeId) => boolean, under?: (condition: NodeId) => boolean): readonly TreeItem[];
  /** What a component shows; its properties are `prop` items. Kept. */
  component(ref: ComponentRef): readonly TreeItem[];
}

const MAX_ITEMS = 4_000;
const MAX_DEPTH = 60;
const MAX_NESTED_COMPONENTS = 12;
/** Methods that show each item of a list. */
const LISTING: ReadonlySet<string> = new Set(['map', 'flatMap']);
const NOTHING: readonly TreeItem[] = [];

interface Walk {
  readonly file: FileFacts;
  /** The component whose properties are open, or -1. */
  readonly fn: FunctionId;
  readonly skip: ((node: NodeId) => boolean) | null;
  readonly under: ((condition: NodeId) => boolean) | null;
  readonly out: TreeItem[];
  readonly seen: Set<NodeId>;
  depth: number;
}

/** A reader over one program. Total; bounded in depth and number of items. */
export function createTreeReader(program: Program, markers: Markers, translations: Translations): TreeReader {
  const summaries = new WeakMap<FileFacts, Map<FunctionId, readonly TreeItem[]>>();
  let nested = 0;

  const component = ({ file, fn }: ComponentRef): readonly TreeItem[] => {
    const known = summaries.get(file) ?? new Map<FunctionId, readonly TreeItem[]>();
    summaries.set(file, known);
    const summary = known.get(fn);
    if (summary !== undefined) return summary;
    if (nested >= MAX_NESTED_COMPONENTS) return NOTHING;
    // a component that renders itself adds nothing to itself
    known.set(fn, NOTHING);
    nested++;
    const w: Walk = { file, fn, skip: null, under: null, out: [], seen: new Set(), depth: 0 };
    for (const exit of file.functions[fn]?.returns ?? []) {
      walk(w, exit.node);
      w.out.push(BREAK);
    }
    nested--;
    known.set(fn, w.out);
    return w.out;
  };

  const walk = (w: Walk, node: NodeId): void => {
    if (node < 0 || w.depth > MAX_DEPTH || w.out.length > MAX_ITEMS) return;
    if (w.seen.has(node) || w.skip?.(node) === true) return;
    w.seen.add(node);
    w.depth++;
    visit(w, node);
    w.depth--;
  };

  const each = (w: Walk, nodes: Iterable<NodeId>): void => {
    for (const node of nodes) walk(w, node);
  };

  const visit = (w: Walk, node: NodeId): void => {
    const { file } = w;
    const a = aOf(file, node);
    switch (opOf(file, node)) {
      case Op.Jsx:
        element(w, node);
        return;
      case Op.Str:
      case Op.Num:
        w.out.push({ k: 'text', text: stringOf(file, a), file, node });
        return;
      case Op.Template:
        each(w, Array.from(listItems(file, a)));
        return;
      case Op.Concat:
      case Op.Default:
        each(w, [a, bOf(file, node)]);
        return;
      case Op.Logical:
        // `a && b` shows b; `a || b` and `a ?? b` show either
        if (stringOf(file, cOf(file, node)) !== '&&') each(w, [a, bOf(file, node)]);
        else if (!isOff(w, a)) walk(w, bOf(file, node));
        return;
      case Op.Conditional:
        if (!isOff(w, listAt(file, a, 0))) walk(w, listAt(file, a, 1));
        if (!isTrue(file, listAt(file, a, 0))) walk(w, listAt(file, a, 2));
        return;
      case Op.Phi:
        each(
          w,
          Array.from(listItems(file, a)).filter((_, i) => i % 2 === 1),
        );
        return;
      case Op.Array:
        each(w, Array.from(listItems(file, a)));
        return;
      case Op.Def:
      case Op.Cast:
      case Op.Await:
      case Op.Spread:
      case Op.Effect:
        walk(w, a);
        return;
      case Op.Cell:
        each(
          w,
          (file.variables[a]?.definitions ?? []).filter((n) => opOf(file, n) !== Op.Param),
        );
        return;
      case Op.Func:
        each(
          w,
          (file.functions[a]?.returns ?? []).map((exit) => exit.node),
        );
        return;
      case Op.Call:
      case Op.Tagged:
        call(w, node);
        return;
      case Op.Member:
        if (!property(w, node)) texts(w, node);
        return;
      default:
        texts(w, node);
    }
  };

  /** Whether what stands under a condition may be off while what is looked for is shown. */
  const isOff = (w: Walk, condition: NodeId): boolean => {
    const ref = { file: w.file, node: condition };
    return isNever(program, ref) || (isSwitch(program, ref) && w.under?.(condition) !== true);
  };

  /** Constants by name, by property of a table, through helpers. */
  const texts = (w: Walk, node: NodeId): void => {
    for (const text of program.strings({ file: w.file, node })) {
      if (text.replaceAll(HOLE, '').trim() === '') continue;
      w.out.push(BREAK, { k: 'text', text, file: w.file, node }, BREAK);
    }
  };

  /** A property of the open component. */
  const property = (w: Walk, node: NodeId): boolean => {
    if (w.fn < 0 || !isProps(w.file, aOf(w.file, node), w.fn)) return false;
    w.out.push({ k: 'prop', name: stringOf(w.file, bOf(w.file, node)), fallback: NOTHING });
    return true;
  };

  const call = (w: Walk, node: NodeId): void => {
    const { file } = w;
    const translated = translations.ofCall(file, node);
    if (translated !== null) {
      for (const text of translated) w.out.push(BREAK, { k: 'text', text, file, node }, BREAK);
      return;
    }
    if (opOf(file, node) === Op.Tagged) return;
    // items.map((item) => <Row />), useMemo(() => <Row />), memo(Row)
    for (let i = 0; i < argumentCount(file, node); i++) {
      const argument = argumentOf(file, node, i);
      const op = opOf(file, argument);
      if (op === Op.Func || op === Op.Jsx || op === Op.Array) walk(w, argument);
    }
    // `children()`, `renderFooter(row)`: what the user of the component handed in
    let callee = calleeOf(file, node);
    while (opOf(file, callee) === Op.Def || opOf(file, callee) === Op.Cast) callee = aOf(file, callee);
    if (opOf(file, callee) === Op.Member && property(w, callee)) return;
    if (opOf(file, callee) === Op.Member && LISTING.has(stringOf(file, bOf(file, callee)))) {
      for (const listed of listedTexts(program, translations, { file, node: aOf(file, callee) })) {
        w.out.push(BREAK, { k: 'text', ...listed }, BREAK);
      }
    }
    for (const e of program.entities({ file, node: calleeOf(file, node) })) {
      if (e.k !== 'function') continue;
      if (e.file === file) {
        each(
          w,
          (file.functions[e.fn]?.returns ?? []).map((exit) => exit.node),
        );
      } else w.out.push(...withProps(component(e), () => NOTHING));
    }
  };

  const element = (w: Walk, node: NodeId): void => {
    const { file } = w;
    const list = aOf(file, node);
    const tag = listAt(file, list, 0);
    const attributes = listAt(file, list, 1);
    const children: NodeId[] = [];
    for (let i = 2; i < listLength(file, list); i++) children.push(listAt(file, list, i));
    if (tag < 0) {
      each(w, children);
      return;
    }
    if (opOf(file, tag) === Op.Str) intrinsic(w, node, stringOf(file, aOf(file, tag)), attributes, children);
    else used(w, node, tag, attributes, children);
  };

  const intrinsic = (w: Walk, node: NodeId, name: string, attributes: NodeId, children: readonly NodeId[]): void => {
    const { file } = w;
    if (SILENT.has(name)) return;
    const given = attributesOf(file, attributes);
    if (given.some((g) => isHidden(program, file, g))) return;
    if (isMarked(file, name, given)) w.out.push({ k: 'mark', file, node });
    for (const { name: key, value } of given) {
      if (isReadAttribute(key)) apart(w, value);
      if (key === '' && w.fn >= 0 && isProps(file, value, w.fn)) passed(w, ['children', 'title', 'aria-label', 'alt']);
      if (key === 'children') walk(w, value);
      if (key === 'dangerouslySetInnerHTML') {
        const html = program.propertyOf({ file, node: value }, ['__html']);
        if (html !== null && html.file === file) apart(w, html.node);
      }
    }
    const block = !INLINE.has(name);
    if (block) w.out.push(BREAK);
    each(w, children);
    if (block) w.out.push(BREAK);
  };

  /** All names of the open component's properties that an element shows when it is handed them as a whole. */
  const passed = (w: Walk, names: readonly string[]): void => {
    for (const name of names) w.out.push(BREAK, { k: 'prop', name, fallback: NOTHING }, BREAK);
  };

  const apart = (w: Walk, value: NodeId): void => {
    w.out.push(BREAK);
    walk(w, value);
    w.out.push(BREAK);
  };

  const isMarked = (file: FileFacts, tag: string, given: readonly Attribute[]): boolean => {
    const text = (name: string): string | null => {
      const own = given.find((g) => g.name === name);
      return own === undefined ? null : textOf(own.value, file);
    };
    if (tag === 'meta' || tag === 'link') {
      const named = text('name') ?? text('property') ?? text('rel');
      return named !== null && markers.isMeta(named) && !markers.denies(text('content') ?? '');
    }
    return given.some((g) => markers.isMeta(g.name) && !isFalse(file, g.value) && !markers.denies(text(g.name) ?? ''));
  };

  /** An element of a component: of the project, which is looked into, or of a package. */
  const used = (w: Walk, node: NodeId, tag: NodeId, attributes: NodeId, children: readonly NodeId[]): void => {
    const { file } = w;
    const given = attributesOf(file, attributes);
    const show = (nodes: readonly NodeId[]): readonly TreeItem[] => {
      const inner: Walk = { ...w, out: [] };
      each(inner, nodes);
      return inner.out;
    };
    const translated = translations.ofElement(file, node, given);
    for (const text of translated) w.out.push(BREAK, { k: 'text', text, file, node }, BREAK);
    const components = componentsOf(program, { file, node: tag });
    w.out.push(BREAK);
    if (components.length === 0) {
      if (
        markers.isComponent(elementName(file, tag)) &&
        !given.some((g) => g.name === 'show' && isFalse(file, g.value))
      ) {
        w.out.push({ k: 'mark', file, node });
      }
      for (const g of given) {
        if (g.name !== '' && isReadProperty(g.name)) apart(w, g.value);
        if (g.name === '' && w.fn >= 0 && isProps(file, g.value, w.fn)) passed(w, ['children', 'title', 'label']);
      }
      each(w, children);
      w.out.push(BREAK);
      return;
    }
    const bound = new Map<string, readonly TreeItem[]>();
    const lookup = (name: string): readonly TreeItem[] | null => {
      const known = bound.get(name);
      if (known !== undefined) return known;
      const items = name === 'children' && children.length > 0 ? show(children) : argument(w, given, name, show);
      if (items !== null) bound.set(name, items);
      return items;
    };
    for (const ref of components) w.out.push(...withProps(component(ref), lookup), BREAK);
  };

  /** What an element passes for a property; null if nothing. */
  const argument = (
    w: Walk,
    given: readonly Attribute[],
    name: string,
    show: (nodes: readonly NodeId[]) => readonly TreeItem[],
  ): readonly TreeItem[] | null => {
    for (const g of given.toReversed()) {
      if (g.name === name) return show([g.value]);
      if (g.name !== '') continue;
      if (w.fn >= 0 && isProps(w.file, g.value, w.fn)) return [{ k: 'prop', name, fallback: NOTHING }];
      const own = program.propertyOf({ file: w.file, node: g.value }, [name]);
      if (own !== null && own.file === w.file) return show([own.node]);
    }
    return null;
  };

  const textOf = (value: NodeId, file: FileFacts): string | null => {
    const [text] = value < 0 ? [] : program.strings({ file, node: value });
    return text === undefined || text.includes(HOLE) ? null : text;
  };

  return {
    component,
    items: ({ file, node }, skip, under) => {
      const w: Walk = { file, fn: -1, skip: skip ?? null, under: under ?? null, out: [], seen: new Set(), depth: 0 };
      walk(w, node);
      return w.out;
    },
  };
}

/** Whether a node is the properties of a component, or what is left of them after some were taken. */
function isProps(file: FileFacts, node: NodeId, fn: FunctionId): boolean {
  let n = node;
  for (let i = 0; i < 12; i++) {
    switch (opOf(file, n)) {
      case Op.Param:
        return aOf(file, n) === fn && bOf(file, n) === 0;
      case Op.Def:
      case Op.Rest:
      case Op.Cast:
        n = aOf(file, n);
        break;
      case Op.Cell: {
        const [only, more] = file.variables[aOf(file, n)]?.definitions ?? [];
        if (only === undefined || more !== undefined) return false;
        n = only;
        break;
      }
      default:
        return false;
    }
  }
  return false;
}

const isTrue = (file: FileFacts, node: NodeId): boolean => opOf(file, node) === Op.Bool && aOf(file, node) === 1;
const isFalse = (file: FileFacts, node: NodeId): boolean => opOf(file, node) === Op.Bool && aOf(file, node) === 0;
