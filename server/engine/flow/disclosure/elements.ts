import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  bOf,
  cOf,
  contextOf,
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
import type { CallSite, Program } from '../../link/index.ts';
import type { Delivered, DisclosureFlow, OutletSite } from './contract.ts';

/** Attributes of an element of the page whose value people see or hear. Values of form fields are the person's own draft. */
const SHOWN = new Set([
  'dangerouslySetInnerHTML',
  'srcDoc',
  'src',
  'href',
  'alt',
  'title',
  'content',
  'children',
  'data',
]);
/** Attributes of a package's component that show nothing. */
const SILENT =
  /^(?:on[A-Z]|key$|ref$|className$|style$|id$|as$|variant$|size$|disabled$|loading$|value$|default|data-|aria-hidden)/;

/** JSX elements that show something that is not constant: their children and what their attributes show. */
export function* elementOutlets(program: Program, file: FileFacts): Iterable<OutletSite> {
  for (const node of file.jsx) {
    const list = aOf(file, node);
    const delivers: Delivered[] = [];
    for (let i = 2; i < listLength(file, list); i++) {
      for (const part of shownParts(file, listAt(file, list, i), 0)) delivers.push({ node: part, keys: [] });
    }
    const tag = listAt(file, list, 0);
    delivers.push(...shownAttributes(program, file, tag, listAt(file, list, 1)));
    if (delivers.length === 0) continue;
    yield {
      file,
      node,
      how: 'element',
      channel: 'page',
      framework: '',
      name: `<${tagName(program, file, tag)}>`,
      place: { path: file.path, start: startOf(file, node), end: endOf(file, node) },
      delivers,
      context: contextOf(file, node),
      conversation: false,
    };
  }
}

function tagName(program: Program, file: FileFacts, tag: NodeId): string {
  if (tag < 0) return '';
  if (opOf(file, tag) === Op.Str) return stringOf(file, aOf(file, tag));
  return (program.text(file.path) ?? '').slice(startOf(file, tag), endOf(file, tag)).slice(0, 40);
}

/** `show && x`, `a ? b : <C />`: what a child shows by itself; elements in it are outlets of their own. */
function* shownParts(file: FileFacts, child: NodeId, depth: number): Iterable<NodeId> {
  const op = opOf(file, child);
  const a = aOf(file, child);
  if (!mayHold(file, child)) return;
  if (depth > 6 || (op !== Op.Logical && op !== Op.Conditional) || !holdsElement(file, child, 0)) yield child;
  else if (op === Op.Conditional) {
    for (const i of [1, 2]) yield* shownParts(file, listAt(file, a, i), depth + 1);
  } else {
    if (stringOf(file, cOf(file, child)) !== '&&') yield* shownParts(file, a, depth + 1);
    yield* shownParts(file, bOf(file, child), depth + 1);
  }
}

/** Whether one of the values that a choice gives is an element. */
function holdsElement(file: FileFacts, node: NodeId, depth: number): boolean {
  const op = opOf(file, node);
  if (op === Op.Jsx) return true;
  if (depth > 6) return false;
  if (op === Op.Conditional) return [1, 2].some((i) => holdsElement(file, listAt(file, aOf(file, node), i), depth + 1));
  return op === Op.Logical && [aOf(file, node), bOf(file, node)].some((n) => holdsElement(file, n, depth + 1));
}

/** A child that is text, an element of its own or a function shows nothing by itself. */
function mayHold(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  return node >= 0 && op !== Op.Str && op !== Op.Num && op !== Op.Jsx && op !== Op.Func && op !== Op.Unknown;
}

function* shownAttributes(program: Program, file: FileFacts, tag: NodeId, attributes: NodeId): Iterable<Delivered> {
  if (attributes < 0 || opOf(file, attributes) !== Op.Object) return;
  const intrinsic = tag < 0 || opOf(file, tag) === Op.Str;
  // what a component of the project shows of its properties is seen inside it
  if (!intrinsic && program.entities({ file, node: tag }).some((e) => e.k === 'function' || e.k === 'class')) return;
  const list = aOf(file, attributes);
  for (const i of Array.from(listItems(file, list)).keys()) {
    if (i % 3 !== 0 || listAt(file, list, i) !== PropKind.Init) continue;
    const name = stringOf(file, listAt(file, list, i + 1));
    const value = listAt(file, list, i + 2);
    if (!mayHold(file, value)) continue;
    if (intrinsic ? SHOWN.has(name) : !SILENT.test(name)) yield { node: value, keys: [] };
  }
}

/** `{children}` shows what its user wrote between the tags: that is an outlet of its own. */
export function isChildren(outlet: OutletSite, sites: readonly CallSite[]): boolean {
  if (outlet.how !== 'element' || sites.length === 0) return false;
  return outlet.delivers.some(({ node }) => {
    const value = opOf(outlet.file, node) === Op.Def ? aOf(outlet.file, node) : node;
    return opOf(outlet.file, value) === Op.Member && stringOf(outlet.file, bOf(outlet.file, value)) === 'children';
  });
}

/** Of elements inside each other that show the same content only the innermost is told. */
export function innermost(flows: readonly DisclosureFlow[]): readonly DisclosureFlow[] {
  const elements = flows.filter((flow) => flow.outlet.how === 'element');
  return flows.filter(
    (flow) =>
      flow.outlet.how !== 'element' ||
      !elements.some(
        (other) =>
          other.call.node === flow.call.node && other.call.file === flow.call.file && within(other.outlet, flow.outlet),
      ),
  );
}

function within(inner: OutletSite, outer: OutletSite): boolean {
  if (inner === outer || inner.file !== outer.file) return false;
  const a = inner.place;
  const b = outer.place;
  return a.start >= b.start && a.end <= b.end && a.end - a.start < b.end - b.start;
}
