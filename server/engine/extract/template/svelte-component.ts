import {
  PROPS,
  assignedNames,
  bareValue,
  declaredNames,
  exported,
  staysAtTop,
  type Arranged,
  type Parts,
} from './arrangement.ts';
import {
  boundNames,
  call,
  calleeName,
  changeBelow,
  identifier,
  member,
  nameOf,
  nodeAt,
  nodesAt,
  nullish,
  object,
  property,
  type AnyNode,
} from './syntax.ts';
import { handlerName } from './writer.ts';

/** Calls of Svelte's runes whose value is their argument. */
const VALUE_RUNES = new Set(['$state', '$derived', '$bindable', '$state.raw', '$state.snapshot', '$state.frozen']);

/** The program of a Svelte component: one function that runs its script and returns its markup. */
export function arrangeSvelte(parts: Parts): Arranged {
  const { script, isInstance, component } = parts;
  const moved = script.filter(
    (statement) => isInstance(statement) && !(staysAtTop(statement) && !isRenaming(statement)),
  );
  const top = script.filter((statement) => !moved.includes(statement));
  const renamed = renamedProps(moved);
  const body = moved.flatMap((statement) => (isRenaming(statement) ? [] : [ofInstance(statement, renamed)]));
  const names = declaredNames([...top, ...body]);
  const dispatchers = dispatchersIn(body);
  for (const root of [{ type: 'BlockStatement', body, start: 0, end: 0 }, component]) {
    changeBelow(root, (node) => {
      if (node.type === 'Identifier' && nameOf(node) === '$$restProps') return identifier(PROPS, node);
      if (dispatchers.has(calleeName(node))) return dispatched(node);
      return runeValue(node) ?? storeWrite(node, names);
    });
  }
  return { body: [...top, exported(parts, body)], written: assignedNames([...body, component]) };
}

/** Takes Svelte's runes out of a module (`x.svelte.ts`). */
export function withoutRunes(program: AnyNode): void {
  changeBelow(program, runeValue);
}

/** `export { className as class }`. */
const isRenaming = (statement: AnyNode): boolean =>
  statement.type === 'ExportNamedDeclaration' &&
  nodeAt(statement, 'declaration') === null &&
  nodeAt(statement, 'source') === null &&
  statement['exportKind'] !== 'type';

/** Names of properties by the variables that hold them. */
function renamedProps(statements: readonly AnyNode[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of statements.filter(isRenaming)) {
    for (const specifier of nodesAt(statement, 'specifiers')) {
      names.set(nameOf(nodeAt(specifier, 'local')), nameOf(nodeAt(specifier, 'exported')));
    }
  }
  return names;
}

/** A statement of the instance: `export let x = d` takes what is handed in. */
function ofInstance(statement: AnyNode, renamed: ReadonlyMap<string, string>): AnyNode {
  const declaration = statement.type === 'ExportNamedDeclaration' ? nodeAt(statement, 'declaration') : statement;
  if (declaration?.type !== 'VariableDeclaration') return declaration ?? statement;
  const isExported = declaration !== statement && declaration['kind'] !== 'const';
  for (const declarator of nodesAt(declaration, 'declarations')) {
    const id = nodeAt(declarator, 'id');
    const name = nameOf(id);
    const own = isExported ? name : (renamed.get(name) ?? '');
    if (id === null || name === '' || own === '') continue;
    // the name's own place: an identifier's ends behind its type
    const at = { start: id.start, end: id.start + name.length };
    const given = member(identifier(PROPS, at), own, at);
    const init = nodeAt(declarator, 'init');
    declarator['init'] = init === null ? given : nullish(given, init, init);
  }
  return declaration;
}

function dispatchersIn(statements: readonly AnyNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of statements) {
    for (const declarator of nodesAt(statement, 'declarations')) {
      if (calleeName(bareValue(nodeAt(declarator, 'init'))) === 'createEventDispatcher') {
        boundNames(nodeAt(declarator, 'id'), (name) => names.add(name));
      }
    }
  }
  return names;
}

/** `dispatch('done', x)` as a call of the handler that was handed in: it gets an event with `x` as its detail. */
function dispatched(node: AnyNode): AnyNode | null {
  const [event, detail] = nodesAt(node, 'arguments');
  if (event?.type !== 'Literal' || typeof event['value'] !== 'string') return null;
  const given = detail === undefined ? [] : [object([property('detail', detail, node)], node)];
  return call(member(identifier(PROPS, node), handlerName(event['value']), node), given, node);
}

/** What a rune's call gives; null for other nodes. */
function runeValue(node: AnyNode): AnyNode | null {
  if (node.type !== 'CallExpression') return null;
  const callee = nodeAt(node, 'callee');
  const [given] = nodesAt(node, 'arguments');
  const name =
    callee?.type === 'MemberExpression'
      ? `${nameOf(nodeAt(callee, 'object'))}.${nameOf(nodeAt(callee, 'property'))}`
      : nameOf(callee);
  if (name === '$props') return identifier(PROPS, node);
  if (name === '$derived.by' && given !== undefined) return call(given, [], node);
  return VALUE_RUNES.has(name) ? (given ?? identifier('undefined', node)) : null;
}

/** `$store = x` as `store.set(x)`. */
function storeWrite(node: AnyNode, names: ReadonlySet<string>): AnyNode | null {
  if (node.type !== 'AssignmentExpression') return null;
  const left = nodeAt(node, 'left');
  const right = nodeAt(node, 'right');
  const name = nameOf(left);
  if (left === null || right === null || !/^\$[^$]/.test(name) || names.has(name) || !names.has(name.slice(1))) {
    return null;
  }
  return call(member(identifier(name.slice(1), left), 'set', left), [right], node);
}
