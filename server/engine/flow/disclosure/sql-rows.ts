import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  calleeOf,
  listAt,
  listItems,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { HOLE, sqlResult, sqlWrite, type Program } from '../../link/index.ts';

/** A statement of SQL that a call runs, and the values it is handed. */
interface Statement {
  readonly text: string;
  /** Values in order, `$1` first; those of a tagged template for its holes. */
  readonly values: readonly NodeId[];
  /** An object with values by name, or -1. */
  readonly named: NodeId;
}

/** What one table gives a query in SQL. */
export interface SqlQuery {
  readonly tables: readonly string[];
  /** The column that the result has under a name. */
  columnOf(name: string): string;
  gives(column: string): boolean;
}

/** A value that a statement writes into a column of a table. */
export interface SqlWritten {
  readonly table: string;
  readonly column: string;
  readonly node: NodeId;
}

const STATEMENT = /^\s*(?:insert|update|select|with|replace)\b/i;
const MAX_CHAIN = 5;

/** Values that a call writes by SQL: an insert or update with its parameters. */
export function sqlWritten(program: Program, file: FileFacts, call: NodeId): readonly SqlWritten[] {
  const statement = statementOf(program, file, call);
  const write = statement === null || !/insert|update|replace/i.test(statement.text) ? null : sqlWrite(statement.text);
  if (statement === null || write === null) return [];
  return write.values.flatMap(({ column, slot }) => {
    const node = valueOf(program, file, statement, slot);
    return node < 0 ? [] : [{ table: write.table, column, node }];
  });
}

/** What a call reads by SQL, or null. */
export function sqlRead(program: Program, file: FileFacts, call: NodeId): SqlQuery | null {
  const statement = statementOf(program, file, call);
  const result = statement === null ? null : sqlResult(statement.text);
  if (result === null || result.tables.length === 0) return null;
  const columns = new Map(result.columns.map(({ name, column }) => [name, column === '' ? name : column]));
  const open = result.stars.length > 0;
  return {
    tables: result.tables.map(({ name }) => name),
    columnOf: (name) => columns.get(name) ?? name,
    gives: (column) => open || [...columns.values()].some((each) => same(each, column)),
  };
}

/** The statement that a call runs: its own argument, a template, or what the calls before it were given. */
function statementOf(program: Program, file: FileFacts, call: NodeId): Statement | null {
  if (opOf(file, call) === Op.Tagged) return taggedStatement(file, call);
  let values: readonly NodeId[] | null = null;
  for (let n = call, i = 0; i < MAX_CHAIN && opOf(file, n) === Op.Call; i++) {
    const given = Array.from({ length: argumentCount(file, n) }, (_, k) => argumentOf(file, n, k));
    const text = given[0] === undefined ? null : statementIn(program, file, given[0]);
    if (text !== null) return statement(file, text, values ?? given.slice(1), program);
    if (values === null && given.length > 0) values = given;
    n = receiver(file, n);
  }
  return null;
}

function statement(file: FileFacts, text: string, given: readonly NodeId[], program: Program): Statement {
  const [first = -1] = given;
  const value = literal(program, file, first);
  if (value >= 0 && opOf(file, value) === Op.Array) {
    return { text, values: Array.from(listItems(file, aOf(file, value))), named: -1 };
  }
  return { text, values: given, named: value >= 0 && opOf(file, value) === Op.Object ? value : -1 };
}

function literal(program: Program, file: FileFacts, node: NodeId): NodeId {
  if (node < 0 || opOf(file, node) === Op.Array || opOf(file, node) === Op.Object) return node;
  const own = program.entities({ file, node }).find((e) => e.k === 'object' && e.file === file);
  return own?.k === 'object' ? own.node : -1;
}

function taggedStatement(file: FileFacts, call: NodeId): Statement | null {
  const parts = Array.from(listItems(file, aOf(file, listAt(file, aOf(file, call), 1))));
  const values = parts.filter((part) => opOf(file, part) !== Op.Str);
  const text = parts.map((part) => (opOf(file, part) === Op.Str ? stringOf(file, aOf(file, part)) : HOLE)).join('');
  return STATEMENT.test(text) ? { text, values, named: -1 } : null;
}

function statementIn(program: Program, file: FileFacts, node: NodeId): string | null {
  const op = opOf(file, node);
  if (op === Op.Object) {
    const own = program.propertyOf({ file, node }, ['text']) ?? program.propertyOf({ file, node }, ['sql']);
    return own === null ? null : (program.strings(own).find((text) => STATEMENT.test(text)) ?? null);
  }
  if (op === Op.Func || op === Op.Array || op === Op.Num) return null;
  return program.strings({ file, node }).find((text) => STATEMENT.test(text)) ?? null;
}

/** What a method of a chain is called on, by the name of a variable or directly. */
function receiver(file: FileFacts, call: NodeId): NodeId {
  const callee = calleeOf(file, call);
  let n = opOf(file, callee) === Op.Member ? aOf(file, callee) : -1;
  for (let i = 0; i < 6 && n >= 0; i++) {
    const op = opOf(file, n);
    if (op === Op.Def || op === Op.Cast || op === Op.Await || op === Op.Effect) n = aOf(file, n);
    else if (op === Op.Cell) n = file.variables[aOf(file, n)]?.definitions.find((d) => opOf(file, d) === Op.Def) ?? -1;
    else break;
  }
  return n;
}

function valueOf(program: Program, file: FileFacts, { values, named }: Statement, slot: string): NodeId {
  const kind = slot.slice(0, 1);
  const rest = slot.slice(1);
  if (kind === '$') return values[Number(rest) - 1] ?? -1;
  if (kind !== ':') return values[Number(rest)] ?? -1;
  const own = named < 0 ? null : program.propertyOf({ file, node: named }, [rest]);
  return own?.file === file ? own.node : -1;
}

const same = (a: string, b: string): boolean => a.replace(/_/g, '').toLowerCase() === b.replace(/_/g, '').toLowerCase();
