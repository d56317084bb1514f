import {
  PROPS,
  assignedNames,
  bareValue,
  bodyOf,
  isFunctionNode,
  returnedObject,
  valueOf,
  type Arranged,
  type Parts,
} from './arrangement.ts';
import { readNames } from './names.ts';
import { changeBelow, identifier, keyOf, member, nameOf, nodeAt, nodesAt, type AnyNode } from './syntax.ts';
import { emitted, unknownName } from './vue-names.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

const thisAt = ({ start, end }: Span): AnyNode => ({ type: 'ThisExpression', start, end });

/** A component written as an object of options, as a class: data are its fields, computed values its getters. */
export function optionsClass(parts: Parts, top: readonly AnyNode[], options: AnyNode): Arranged {
  const { component, length } = parts;
  const span = { start: 0, end: length };
  readNames(component, (name, node) => unknownName(name, node, (key) => member(thisAt(node), key, node)));
  const members: AnyNode[] = [constructorOf(options, span)];
  const data = valueOf(options, 'data');
  const fields = isFunctionNode(data) ? returnedObject(data) : bareValue(data);
  for (const entry of fields?.type === 'ObjectExpression' ? nodesAt(fields, 'properties') : []) {
    const value = nodeAt(entry, 'value');
    if (value !== null && keyOf(entry) !== '') members.push(field(entry, value));
  }
  for (const entry of entriesOf(options, 'computed')) {
    const value = nodeAt(entry, 'value');
    const getter = value?.type === 'ObjectExpression' ? valueOf(value, 'get') : value;
    if (isFunctionNode(getter)) members.push(method(entry, getter, 'get'));
  }
  for (const entry of entriesOf(options, 'methods')) {
    const value = nodeAt(entry, 'value');
    if (isFunctionNode(value)) members.push(method(entry, value, 'method'));
    else if (value !== null && keyOf(entry) !== '') members.push(field(entry, value));
  }
  for (const entry of [...nodesAt(options, 'properties'), ...entriesOf(options, 'watch')]) {
    const value = nodeAt(entry, 'value');
    const handler = value?.type === 'ObjectExpression' ? valueOf(value, 'handler') : value;
    const key = keyOf(entry);
    if (!isFunctionNode(handler) || key === 'data' || key === '') continue;
    const watched = { ...entry, key: identifier(`$${key}`, nodeAt(entry, 'key') ?? entry) };
    members.push(method(watched, handler, 'method'));
  }
  members.push(render(component, span));
  const body = { type: 'ClassBody', body: members, ...span };
  changeBelow(body, (node) => {
    const callee = node.type === 'CallExpression' ? nodeAt(node, 'callee') : null;
    const isEmit =
      nameOf(callee) === '$emit' ||
      (callee?.type === 'MemberExpression' &&
        nodeAt(callee, 'object')?.type === 'ThisExpression' &&
        nameOf(nodeAt(callee, 'property')) === '$emit');
    return isEmit ? emitted(node, member(thisAt(node), '$props', node)) : null;
  });
  const cls = {
    type: 'ClassDeclaration',
    id: nodeAt(component, 'id'),
    superClass: null,
    superTypeArguments: null,
    typeParameters: null,
    implements: [],
    decorators: [],
    abstract: false,
    declare: false,
    body,
    ...span,
  };
  const result = { type: 'ExportDefaultDeclaration', declaration: cls, exportKind: 'value', ...span };
  return { body: [...top, result], written: assignedNames([]) };
}

const entriesOf = (options: AnyNode, name: string): readonly AnyNode[] => {
  const group = bareValue(valueOf(options, name));
  return group?.type === 'ObjectExpression' ? nodesAt(group, 'properties') : [];
};

/** Names of the properties a component takes: `props: ['a']`, `props: { a: String }`. */
function propertyNames(options: AnyNode): readonly AnyNode[] {
  const props = bareValue(valueOf(options, 'props'));
  if (props?.type === 'ArrayExpression') {
    return nodesAt(props, 'elements')
      .filter((item) => item.type === 'Literal' && typeof item['value'] === 'string')
      .map((item) => identifier(String(item['value']), item));
  }
  return props?.type === 'ObjectExpression'
    ? nodesAt(props, 'properties').flatMap((entry) => (keyOf(entry) === '' ? [] : [identifier(keyOf(entry), entry)]))
    : [];
}

/** `constructor($$props) { this.$props = $$props; this.a = $$props.a; … }`. */
function constructorOf(options: AnyNode, span: Span): AnyNode {
  const assign = (key: string, value: AnyNode, at: Span): AnyNode => ({
    type: 'ExpressionStatement',
    directive: null,
    expression: {
      type: 'AssignmentExpression',
      operator: '=',
      left: member(thisAt(at), key, at),
      right: value,
      start: at.start,
      end: at.end,
    },
    start: at.start,
    end: at.end,
  });
  const at = { start: options.start, end: options.start + 1 };
  const statements = [
    assign('$props', identifier(PROPS, at), at),
    ...propertyNames(options).map((name) =>
      assign(nameOf(name), member(identifier(PROPS, name), nameOf(name), name), name),
    ),
  ];
  const body = { type: 'BlockStatement', body: statements, ...span };
  return {
    type: 'MethodDefinition',
    kind: 'constructor',
    key: identifier('constructor', at),
    value: fnExpression([identifier(PROPS, at)], body, span),
    computed: false,
    static: false,
    decorators: [],
    ...span,
  };
}

const fnExpression = (params: readonly AnyNode[], body: AnyNode, span: Span): AnyNode => ({
  type: 'FunctionExpression',
  id: null,
  params,
  body,
  async: false,
  generator: false,
  typeParameters: null,
  returnType: null,
  start: span.start,
  end: span.end,
});

function field(entry: AnyNode, value: AnyNode): AnyNode {
  return {
    type: 'PropertyDefinition',
    key: nodeAt(entry, 'key'),
    value,
    computed: false,
    static: false,
    declare: false,
    optional: false,
    typeAnnotation: null,
    decorators: [],
    start: entry.start,
    end: entry.end,
  };
}

function method(entry: AnyNode, fn: AnyNode, kind: 'get' | 'method'): AnyNode {
  const value =
    fn.type === 'FunctionExpression'
      ? fn
      : { ...fn, type: 'FunctionExpression', id: null, body: asBlock(fn), expression: false };
  return {
    type: 'MethodDefinition',
    kind,
    key: nodeAt(entry, 'key'),
    value,
    computed: false,
    static: false,
    decorators: [],
    start: entry.start,
    end: entry.end,
  };
}

function asBlock(fn: AnyNode): AnyNode | null {
  const body = nodeAt(fn, 'body');
  if (body === null || body.type === 'BlockStatement') return body;
  const { start, end } = body;
  return {
    type: 'BlockStatement',
    body: [{ type: 'ReturnStatement', argument: body, start, end }],
    start,
    end,
  };
}

function render(component: AnyNode, span: Span): AnyNode {
  const body = { type: 'BlockStatement', body: bodyOf(component), ...span };
  const name = nodeAt(component, 'id') ?? { start: 0, end: 0 };
  return {
    type: 'MethodDefinition',
    kind: 'method',
    key: identifier('render', name),
    value: fnExpression([], body, span),
    computed: false,
    static: false,
    decorators: [],
    ...span,
  };
}
