import { PROPS, bareValue, valueOf } from './arrangement.ts';
import type { NameReading } from './names.ts';
import {
  boundNames,
  call,
  calleeName,
  identifier,
  keyOf,
  member,
  nameOf,
  nodeAt,
  nodesAt,
  nullish,
  type AnyNode,
} from './syntax.ts';
import { handlerName } from './writer.ts';

/** Whether a variable holds a box whose `value` the template shows: surely, perhaps, or not. */
export type Boxed = 'ref' | 'maybe' | 'plain';

/** Calls of Vue (and Nuxt) that give a box. */
const BOXES = new Set(
  'ref shallowRef computed toRef customRef useTemplateRef defineModel useState useCookie'.split(' '),
);
/** Calls that give none. */
const PLAIN = new Set(
  'reactive shallowReactive readonly markRaw defineProps withDefaults defineEmits defineSlots useRoute useRouter useSlots useAttrs useI18n useStore'.split(
    ' ',
  ),
);
/** Globals a template can read. */
const GLOBALS = new Set(
  (
    'Infinity undefined NaN isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent ' +
    'Math Number Date Array Object Boolean String RegExp Map Set JSON Intl BigInt console Error Symbol'
  ).split(' '),
);

/** What the variables of a script hold. */
export function boxesOf(statements: readonly AnyNode[]): Map<string, Boxed> {
  const boxes = new Map<string, Boxed>();
  for (const statement of statements) {
    const inner = statement.type === 'ExportNamedDeclaration' ? nodeAt(statement, 'declaration') : statement;
    if (inner?.type === 'VariableDeclaration') {
      for (const declarator of nodesAt(inner, 'declarations')) {
        const id = nodeAt(declarator, 'id');
        const kind = boxOf(nodeAt(declarator, 'init'), id?.type === 'Identifier');
        boundNames(id, (name) => boxes.set(name, kind));
      }
    } else if (inner?.type === 'ImportDeclaration') {
      for (const specifier of nodesAt(inner, 'specifiers')) {
        const name = nameOf(nodeAt(specifier, 'local'));
        boxes.set(name, specifier.type === 'ImportSpecifier' && /^[a-z]/.test(name) ? 'maybe' : 'plain');
      }
    } else {
      const id = inner === null ? null : nodeAt(inner, 'id');
      if (id !== null) boxes.set(nameOf(id), 'plain');
    }
  }
  return boxes;
}

function boxOf(init: AnyNode | null, whole: boolean): Boxed {
  const value = bareValue(init);
  if (value === null) return 'plain';
  const name = calleeName(value);
  if (BOXES.has(name) && whole) return 'ref';
  if (PLAIN.has(name)) return 'plain';
  return value.type === 'CallExpression' || (value.type === 'MemberExpression' && whole) ? 'maybe' : 'plain';
}

/** What properties are where none are handed in: `defineProps({ label: { default: 'x' } })`, `withDefaults(…, { label: 'x' })`. */
export function defaultsOf(statements: readonly AnyNode[]): ReadonlyMap<string, AnyNode> {
  const found = new Map<string, AnyNode>();
  const read = (made: AnyNode | null): void => {
    const name = made === null ? '' : calleeName(made);
    if (made === null || (name !== 'defineProps' && name !== 'withDefaults')) return;
    const [first, second] = nodesAt(made, 'arguments');
    const object = name === 'defineProps' ? first : second;
    for (const entry of object?.type === 'ObjectExpression' ? nodesAt(object, 'properties') : []) {
      const value = nodeAt(entry, 'value');
      const own = name === 'defineProps' && value?.type === 'ObjectExpression' ? valueOf(value, 'default') : value;
      if (own?.type === 'Literal') found.set(keyOf(entry), own);
    }
  };
  for (const statement of statements) {
    read(bareValue(nodeAt(statement, 'expression')));
    for (const declarator of nodesAt(statement, 'declarations')) read(bareValue(nodeAt(declarator, 'init')));
  }
  return found;
}

/** How the template of a component reads names: boxes are opened, and what the script does not know are properties. */
export function templateReading(
  boxes: ReadonlyMap<string, Boxed>,
  defaults: ReadonlyMap<string, AnyNode> = new Map(),
): NameReading {
  return (name, node, use) => {
    const boxed = boxes.get(name);
    if (boxed === undefined) {
      return unknownName(name, node, (key) => {
        const given = member(identifier(PROPS, node), key, node);
        const other = use === 'read' ? defaults.get(key) : undefined;
        return other === undefined ? given : nullish(given, { ...other }, node);
      });
    }
    if (boxed === 'plain') return null;
    if (boxed === 'ref' || use === 'target') return member({ ...node }, 'value', node);
    return use === 'callee' ? null : nullish(member({ ...node }, 'value', node), { ...node }, node);
  };
}

/** A name the script does not declare. */
export function unknownName(name: string, node: AnyNode, own: (key: string) => AnyNode): AnyNode | null {
  if (GLOBALS.has(name) || name === PROPS || name === '$event') return null;
  if (name === '$props' || name === '$attrs') return identifier(PROPS, node);
  return name.startsWith('$') ? null : own(name);
}

/** `emit('update', x)` as a call of the handler that was handed in. */
export function emitted(node: AnyNode, props: AnyNode): AnyNode | null {
  const [event, ...rest] = nodesAt(node, 'arguments');
  if (event?.type !== 'Literal' || typeof event['value'] !== 'string') return null;
  return call(member(props, handlerName(event['value']), node), rest, node);
}
