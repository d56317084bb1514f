import type { FileFacts } from '../../extract/facts.ts';
import { aOf, bOf, listAt, listLength, opOf, Op, PropKind, stringOf } from '../../extract/index.ts';
import { objectOfMethod } from '../../link/index.ts';
import { inner, skipIndexes } from './access-path.ts';
import { isEmptyContainer } from './containers.ts';
import { at, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** `this` (or `super`): the fields of the class, whoever wrote them. */
export function transferThis(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const cls = opOf(file, node) === Op.Super ? aOf(file, node) : (file.functions[aOf(file, node)]?.owner ?? -1);
  if (cls < 0) {
    if (!transferOwnObject(s, emit)) emit.leaf({ ...s, k: 'opaque' });
    return;
  }
  if (!transferField(t, s, file, cls, emit)) emit.leaf({ ...s, k: 'opaque' });
}

/** `this` in a method of an object literal: the literal's property, or what its methods write. */
function transferOwnObject(s: State, emit: Emit): boolean {
  const { file } = s;
  const object = objectOfMethod(file, aOf(file, s.node));
  const [key] = skipIndexes(s.path).keys;
  if (object < 0 || key === undefined) return false;
  const list = aOf(file, object);
  let found = false;
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const value = listAt(file, list, i + 2);
    if (listAt(file, list, i) !== PropKind.Spread && stringOf(file, listAt(file, list, i + 1)) === key) {
      found = true;
      emit.state(at(s, object));
    }
    if (opOf(file, value) !== Op.Func) continue;
    for (const write of file.functions[aOf(file, value)]?.thisWrites ?? []) {
      if (write.key !== key) continue;
      found = true;
      emit.state(stepped(at(s, write.node, inner(skipIndexes(s.path))), 'field', key, write.node));
    }
  }
  return found;
}

/**
 * A field of an instance: initial values, constructor parameter properties and writes of any method. The whole instance
 * is not expanded: nobody sends `this`.
 */
export function transferField(t: Tracing, s: State, file: FileFacts, cls: number, emit: Emit, depth = 0): boolean {
  const facts = file.classes[cls];
  const path = skipIndexes(s.path);
  const [key] = path.keys;
  if (facts === undefined || key === undefined || depth > 8) return false;
  const found = { any: false, filled: false };
  const rest = inner(path);
  const push = (node: number): void => {
    found.any = true;
    if (!isEmptyContainer(file, node)) found.filled = true;
    emit.state({ ...stepped(at({ ...s, file }, node, rest), 'field', key, node), awaited: false });
  };
  for (const field of facts.fields) if (field.name === key && field.node >= 0) push(field.node);
  const ctor = file.functions[facts.ctor];
  for (const parameter of ctor?.parameters ?? []) if (parameter.property === key) push(parameter.node);
  for (const id of [facts.ctor, ...facts.methods]) {
    const fn = file.functions[id];
    for (const write of fn?.thisWrites ?? []) if (write.key === key) push(write.node);
    if (fn?.kind === 'getter' && fn.name === key) for (const exit of fn.returns) push(exit.node);
  }
  // a store nobody fills here is filled from outside
  if (found.any && !found.filled) emit.leaf({ ...s, k: 'opaque' });
  if (!found.any && facts.superclass >= 0) {
    for (const base of t.program.resolver.of(file, facts.superclass)) {
      if (base.k === 'class' && transferField(t, s, base.file, base.cls, emit, depth + 1)) found.any = true;
    }
  }
  return found.any;
}

/** An import or another node that stands for something elsewhere: its value there. */
export function transferMembersOf(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const record = file.imports[opOf(file, node) === Op.DynamicImport ? bOf(file, node) : aOf(file, node)];
  const target = record === undefined ? null : t.program.modules.resolve(file.path, record.specifier);
  if (record === undefined || target?.k !== 'file') {
    emit.leaf({ ...s, k: 'opaque' });
    return;
  }
  const whole = record.kind === 'require' && record.name === '*' ? t.program.exported(target.path, '=') : [];
  for (const value of whole) {
    if (!('api' in value)) emit.state({ ...at({ ...s, file: value.file }, value.node), awaited: s.awaited });
  }
  if (whole.length > 0) return;
  const namespace = record.name === '*';
  const path = skipIndexes(s.path);
  const name = namespace ? path.keys[0] : record.name;
  if (name === undefined) return;
  const rest = namespace ? inner(path) : s.path;
  const found = t.program.exported(target.path, name);
  for (const value of found) {
    if ('api' in value) continue;
    emit.state({ ...at({ ...s, file: value.file }, value.node, rest), awaited: s.awaited });
  }
  if (found.length === 0) emit.leaf({ ...s, k: 'opaque' });
}
