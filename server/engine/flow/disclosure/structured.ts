import type { NodeRef, Program } from '../../link/index.ts';
import { aOf, argumentOf, opOf, Op } from '../../extract/index.ts';
import type { ModelCall } from '../sinks/model-calls.ts';
import { pathOf } from '../trace/access-path.ts';
import { shapeAt } from '../trace/declared.ts';
import { saysNothing } from '../trace/silent.ts';

/** Types of a JSON schema whose values are nothing to read. */
const SILENT_TYPES: ReadonlySet<string> = new Set(['number', 'integer', 'boolean', 'null']);

/**
 * Whether the part of a structured answer under some keys is nothing that people read: its schema, which the call is
 * given, says that it is a number, a flag or one of a few words.
 */
export function isSilentPart(program: Program, call: ModelCall, keys: readonly string[]): boolean {
  return call.schemas.some((access) => {
    const schema = valueAt(program, call, access);
    return schema !== null && schemaSaysNothing(program, schema, keys);
  });
}

/** The value at an access path of a call; a number inside the path is an argument of the call that stands there. */
export function valueAt(program: Program, call: NodeRef, access: string): NodeRef | null {
  const [head = '', ...keys] = access.split('.');
  let ref: NodeRef | null = { file: call.file, node: argumentOf(call.file, call.node, Number(head)) };
  for (const key of keys) {
    if (ref === null || ref.node < 0) return null;
    if (/^\d+$/.test(key)) {
      const made: NodeRef = throughNames(ref);
      const op = opOf(made.file, made.node);
      ref =
        op === Op.Call || op === Op.New
          ? { file: made.file, node: argumentOf(made.file, made.node, Number(key)) }
          : null;
    } else ref = program.propertyOf(ref, [key]);
  }
  return ref === null || ref.node < 0 ? null : ref;
}

function throughNames({ file, node }: NodeRef): NodeRef {
  let n = node;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  return { file, node: n };
}

function schemaSaysNothing(program: Program, schema: NodeRef, keys: readonly string[]): boolean {
  const made = throughNames(schema);
  // the words that are to be chosen from
  if (opOf(made.file, made.node) === Op.Array) return true;
  const shape = program.shapes.ofNode(schema);
  // a schema of a library is a value whose type argument is what it parses to
  const [parsed] = shape.k === 'external' ? shape.args : [];
  if (parsed !== undefined) return saysNothing(shapeAt(program, parsed, pathOf(keys)));
  return jsonSchemaSaysNothing(
    program,
    schema,
    keys.filter((key) => key !== '*' && !/^\d+$/.test(key)),
  );
}

/** Whether a value is a schema of a record that says of the part under some keys that it is nothing to read. */
export function isSilentIn(program: Program, ref: NodeRef, keys: readonly string[]): boolean {
  if (opOf(ref.file, ref.node) === Op.Func || keys.length === 0) return false;
  const isRecord = program.propertyOf(ref, ['properties']) !== null || program.shapes.ofNode(ref).k === 'external';
  return isRecord && schemaSaysNothing(program, ref, keys);
}

/** `{ type: 'object', properties: { score: { type: 'number' } } }`; lists are looked through. */
function jsonSchemaSaysNothing(program: Program, schema: NodeRef, keys: readonly string[]): boolean {
  let at: NodeRef | null = schema;
  for (const key of keys) {
    at = propertyOf(program, elementOf(program, at), key);
    if (at === null) return false;
  }
  at = elementOf(program, at);
  if (program.propertyOf(at, ['enum']) !== null) return true;
  const type = program.propertyOf(at, ['type']);
  const names = type === null ? [] : program.strings(type);
  return names.length > 0 && names.every((name) => SILENT_TYPES.has(name.toLowerCase()));
}

const propertyOf = (program: Program, schema: NodeRef, key: string): NodeRef | null =>
  program.propertyOf(schema, ['properties', key]);

const elementOf = (program: Program, schema: NodeRef): NodeRef => program.propertyOf(schema, ['items']) ?? schema;
