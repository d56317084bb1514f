import {
  PROPS,
  assignedNames,
  bodyOf,
  declaredNames,
  defaultObject,
  exported,
  isFunctionNode,
  propsAt,
  returnedObject,
  staysAtTop,
  valueOf,
  type Arranged,
  type Parts,
} from './arrangement.ts';
import { readNames } from './names.ts';
import {
  boundNames,
  calleeName,
  changeBelow,
  constant,
  identifier,
  keyOf,
  literal,
  member,
  nameOf,
  nodeAt,
  nodesAt,
  object,
  property,
  type AnyNode,
} from './syntax.ts';
import { optionsClass } from './vue-options.ts';
import { boxesOf, defaultsOf, emitted, templateReading } from './vue-names.ts';

/** Functions of Vue that build steps import by themselves where they are only called. */
const IMPORTED = new Set('ref shallowRef computed reactive toRef toRefs watch watchEffect onMounted'.split(' '));

/** The program of a Vue component: one function that runs its script and returns its template, or a class of its options. */
export function arrangeVue(parts: Parts): Arranged {
  const { script, isInstance } = parts;
  if (script.some(isInstance)) {
    const moved = script.filter((statement) => isInstance(statement) && !staysAtTop(statement));
    const top = script.filter((statement) => !moved.includes(statement) && defaultObject(statement) === null);
    return setup(parts, top, moved, []);
  }
  const options = script.find((statement) => defaultObject(statement) !== null);
  const given = options === undefined ? null : defaultObject(options);
  const top = script.filter((statement) => statement !== options);
  if (given === null)
    return setup(
      parts,
      script.filter(({ type }) => type !== 'ExportDefaultDeclaration'),
      [],
      [],
    );
  const own = valueOf(given, 'setup');
  return isFunctionNode(own) ? ofSetupFunction(parts, top, own) : optionsClass(parts, top, given);
}

/** `setup(props, { emit }) { …; return { … } }`. */
function ofSetupFunction(parts: Parts, top: readonly AnyNode[], fn: AnyNode): Arranged {
  const [props, context] = nodesAt(fn, 'params');
  const moved: AnyNode[] = [];
  if (props !== undefined) moved.push(constant(props, identifier(PROPS, props), props));
  const emitters: string[] = [];
  if (context?.type === 'ObjectPattern') {
    for (const part of nodesAt(context, 'properties')) {
      if (keyOf(part) === 'emit') boundNames(nodeAt(part, 'value'), (name) => emitters.push(name));
    }
  }
  const given = returnedObject(fn);
  moved.push(...bodyOf(fn).filter(({ type }) => type !== 'ReturnStatement'));
  const known = declaredNames([...top, ...moved]);
  for (const entry of given === null ? [] : nodesAt(given, 'properties')) {
    const value = nodeAt(entry, 'value');
    const key = keyOf(entry);
    if (value !== null && key !== '' && !known.has(key)) moved.push(constant(identifier(key, entry), value, entry));
  }
  return setup(parts, top, moved, emitters);
}

function setup(parts: Parts, top: readonly AnyNode[], moved: AnyNode[], emitters: readonly string[]): Arranged {
  const { component } = parts;
  const names = declaredNames([...top, ...moved]);
  const missing = new Map<string, AnyNode>();
  const emits = new Set(['$emit', ...emitters]);
  for (const statement of moved) {
    for (const declarator of nodesAt(statement, 'declarations')) {
      if (calleeName(nodeAt(declarator, 'init')) === 'defineEmits') emits.add(nameOf(nodeAt(declarator, 'id')));
    }
  }
  const boxes = boxesOf([...top, ...moved]);
  readNames(component, templateReading(boxes, defaultsOf([...top, ...moved])));
  const holder: AnyNode = { type: 'BlockStatement', body: moved, start: 0, end: 0 };
  for (const root of [holder, component]) {
    changeBelow(root, (node) => {
      const name = calleeName(node);
      if (name === '') return null;
      if (IMPORTED.has(name) && !names.has(name) && !missing.has(name)) missing.set(name, node);
      return emits.has(name) ? emitted(node, identifier(PROPS, node)) : ofMacro(name, node);
    });
  }
  const imports = missing.size === 0 ? [] : [importOf([...missing])];
  return {
    body: [...imports, ...top, exported(parts, moved)],
    written: assignedNames([component]),
  };
}

/** Vue's compiler macros. */
function ofMacro(name: string, node: AnyNode): AnyNode | null {
  switch (name) {
    case 'defineProps':
      return propsAt(node);
    case 'withDefaults': {
      const [first] = nodesAt(node, 'arguments');
      return first === undefined ? identifier(PROPS, node) : first;
    }
    case 'useAttrs':
      return identifier(PROPS, node);
    case 'defineModel': {
      const [first] = nodesAt(node, 'arguments');
      const own = first?.type === 'Literal' ? String(first['value']) : 'modelValue';
      const value = member(identifier(PROPS, node), own, node);
      return object([property('value', value, node)], node);
    }
    default:
      return null;
  }
}

function importOf(names: readonly (readonly [string, AnyNode])[]): AnyNode {
  const [, first] = names[0] ?? ['', null];
  const at = { start: first?.start ?? 0, end: first?.end ?? 0 };
  return {
    type: 'ImportDeclaration',
    specifiers: names.map(([name, { start }]) => {
      const span = { start, end: start + name.length };
      const own = { imported: identifier(name, span), local: identifier(name, span), importKind: 'value' };
      return { type: 'ImportSpecifier', ...own, ...span };
    }),
    source: literal('vue', at),
    importKind: 'value',
    attributes: [],
    phase: null,
    ...at,
  };
}
