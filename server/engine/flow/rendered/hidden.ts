import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, endOf, Op, opOf, startOf } from '../../extract/index.ts';
import { HOLE, type NodeRef, type Program } from '../../link/index.ts';
import type { Attribute } from './components.ts';

/** Classes of the usual style sheets that take an element off the page for everybody, readers of screens included. */
const HIDING: ReadonlySet<string> = new Set([
  'hidden',
  'd-none',
  'invisible',
  'display-none',
  'is-hidden',
  'uk-hidden',
]);
/** The same as a style that is written as a text. */
const NOT_SHOWN = /(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
/** A class that shows it again at some width or state: `md:block`, `group-hover:flex`, `d-md-block`. */
const SHOWING =
  /^(?:.+:(?:block|flex|grid|inline.*|table.*|contents|visible|not-sr-only)|d-\w+-(?:block|flex|inline.*))$/;

/** Whether an attribute keeps an element of HTML from being shown. */
export function isHidden(program: Program, file: FileFacts, { name, value }: Attribute): boolean {
  switch (name) {
    case 'hidden':
      return opOf(file, value) === Op.Bool && aOf(file, value) === 1;
    case 'type':
      return constant(program, { file, node: value }) === 'hidden';
    case 'class':
    case 'className': {
      const classes = constant(program, { file, node: value })?.split(/\s+/) ?? [];
      return classes.some((c) => HIDING.has(c)) && !classes.some((c) => SHOWING.test(c));
    }
    case 'style':
      return (
        NOT_SHOWN.test(constant(program, { file, node: value }) ?? '') ||
        styled(program, file, value, 'display') === 'none' ||
        styled(program, file, value, 'visibility') === 'hidden'
      );
    default:
      return false;
  }
}

/** Whether a condition is a constant that is false. */
export function isNever(program: Program, { file, node }: NodeRef): boolean {
  const op = opOf(file, node);
  if (op !== Op.Bool && op !== Op.Cell && op !== Op.Def && op !== Op.Import && op !== Op.Member) return false;
  if (op === Op.Cell && file.variables[aOf(file, node)]?.definitions.length !== 1) return false;
  const found = program.entities({ file, node });
  return (
    found.length > 0 &&
    found.every((e) => e.k === 'literal' && opOf(e.file, e.node) === Op.Bool && aOf(e.file, e.node) === 0)
  );
}

/** Where settings of an installation are kept. */
const SETTING = /^(?:process|import\.meta|Bun|Deno)\.env\b/;
const MAX_DEPTH = 8;

/** Whether a condition is a switch that an installation sets, or a feature that is asked for by its name: it may be off. */
export function isSwitch(program: Program, { file, node }: NodeRef, depth = 0): boolean {
  if (node < 0 || depth > MAX_DEPTH) return false;
  const a = aOf(file, node);
  const go = (n: NodeId): boolean => isSwitch(program, { file, node: n }, depth + 1);
  switch (opOf(file, node)) {
    case Op.Def:
    case Op.Cast:
    case Op.Await:
      return go(a);
    case Op.Cell: {
      const definitions = file.variables[a]?.definitions ?? [];
      return definitions.length === 1 && go(definitions[0] ?? -1);
    }
    case Op.Logical:
    case Op.Binary:
      return go(a) || go(bOf(file, node));
    case Op.Member:
      return SETTING.test((program.text(file.path) ?? '').slice(startOf(file, node), endOf(file, node)));
    case Op.Call:
      return asksByName(file, node);
    default:
      return false;
  }
}

/** `isEnabled('ai-label')`, `flags.has('ai-label')`: a function of another module that is asked with nothing but a name. */
function asksByName(file: FileFacts, call: NodeId): boolean {
  const count = argumentCount(file, call);
  for (let i = 0; i < count; i++) if (opOf(file, argumentOf(file, call, i)) !== Op.Str) return false;
  let callee = calleeOf(file, call);
  for (let i = 0; i < 4 && opOf(file, callee) === Op.Member; i++) callee = aOf(file, callee);
  return count > 0 && opOf(file, callee) === Op.Import;
}

function styled(program: Program, file: FileFacts, style: NodeId, key: string): string | null {
  const value = program.propertyOf({ file, node: style }, [key]);
  return value === null ? null : constant(program, value);
}

/** The text a node always is. */
function constant(program: Program, ref: NodeRef): string | null {
  if (ref.node < 0) return null;
  const [text, more] = program.strings(ref);
  return text === undefined || more !== undefined || text.includes(HOLE) ? null : text;
}
