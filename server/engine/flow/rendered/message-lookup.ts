import { aOf, listAt, listLength, Op, opOf, PropKind, stringOf } from '../../extract/index.ts';
import type { NodeRef, Program } from '../../link/index.ts';

const MAX_TEXT = 4_000_000;

/** What a file of messages says at a path of keys; null if nothing. @param jsonOf the value of a JSON text, kept */
export function messageIn(
  program: Program,
  path: string,
  keys: readonly string[],
  jsonOf: (path: string, text: string) => unknown,
): string | null {
  const text = program.text(path) ?? '';
  if (text.length > MAX_TEXT) return null;
  if (path.endsWith('.json')) return inValue(jsonOf(path, text), keys);
  if (!text.includes(keys.at(-1) ?? '')) return null;
  if (/\.ya?ml$/.test(path)) return inYaml(text, keys);
  return inModule(program, path, keys);
}

/** A key may be cut at any of its dots: `{ "a.b": { "c": … } }`. Some tools keep `{ message: … }` at a key. */
function inValue(value: unknown, keys: readonly string[]): string | null {
  if (keys.length === 0) {
    if (typeof value === 'string') return value;
    if (!isRecord(value)) return null;
    for (const name of ['message', 'translation', 'defaultMessage', 'string', 'other']) {
      const text = value[name];
      if (typeof text === 'string') return text;
    }
    return null;
  }
  if (!isRecord(value)) return null;
  for (let n = keys.length; n > 0; n--) {
    const name = keys.slice(0, n).join('.');
    if (!Object.hasOwn(value, name)) continue;
    const found = inValue(value[name], keys.slice(n));
    if (found !== null) return found;
  }
  return null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Maps and one-line texts of YAML, by indentation; the first key may be a language. */
function inYaml(text: string, keys: readonly string[]): string | null {
  const path: { readonly indent: number; readonly key: string }[] = [];
  for (const line of text.split('\n')) {
    const found = /^(\s*)["']?([^\s"':#][^"':]*)["']?\s*:(?:\s+(.*))?$/.exec(line.trimEnd());
    if (found === null) continue;
    const indent = found[1]?.length ?? 0;
    while ((path.at(-1)?.indent ?? -1) >= indent) path.pop();
    path.push({ indent, key: found[2] ?? '' });
    const value = found[3] ?? '';
    if (value === '' || path.length < keys.length) continue;
    const own = path.map((step) => step.key);
    const wanted = keys.join('.');
    if (own.join('.') === wanted || own.slice(1).join('.') === wanted) return value.replace(/^(["'])(.*)\1$/, '$2');
  }
  return null;
}

/** An object of messages that a module exports, by default or by any name. */
function inModule(program: Program, path: string, keys: readonly string[]): string | null {
  const file = program.facts(path);
  for (const exported of file?.exports ?? []) {
    if (file === undefined || exported.node < 0) continue;
    const found = inObject(program, { file, node: exported.node }, keys);
    if (found !== null) return found;
  }
  return null;
}

function inObject(program: Program, ref: NodeRef, keys: readonly string[]): string | null {
  for (let n = keys.length; n > 0; n--) {
    const own = program.propertyOf(ref, [keys.slice(0, n).join('.')]);
    if (own === null) continue;
    if (n === keys.length) return constant(program, own);
    const found = inObject(program, own, keys.slice(n));
    if (found !== null) return found;
  }
  // one language, or a wrapper, outside: { en: { … } }
  for (const entity of program.entities(ref)) {
    if (entity.k !== 'object' || opOf(entity.file, entity.node) !== Op.Object) continue;
    const list = aOf(entity.file, entity.node);
    for (let i = 0; i + 2 < listLength(entity.file, list); i += 3) {
      if (listAt(entity.file, list, i) !== PropKind.Init) continue;
      const name = stringOf(entity.file, listAt(entity.file, list, i + 1));
      if (!/^(?:[a-z]{2}(?:[-_]\w+)?|translation|messages)$/.test(name)) continue;
      const found = inObjectOf(program, { file: entity.file, node: listAt(entity.file, list, i + 2) }, keys);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Without looking for another language inside. */
function inObjectOf(program: Program, ref: NodeRef, keys: readonly string[]): string | null {
  const nested = program.propertyOf(ref, keys) ?? program.propertyOf(ref, [keys.join('.')]);
  return nested === null ? null : constant(program, nested);
}

function constant(program: Program, ref: NodeRef): string | null {
  return program.strings(ref).find((text) => text !== '\u0000') ?? null;
}
