import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  bOf,
  argumentCount,
  argumentOf,
  calleeOf,
  listAt,
  listItems,
  listLength,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { methodName } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';

/** A query of a database as the calls of its builder say it. */
export interface Query {
  readonly table: string;
  /** All its tables, where it joins some. */
  readonly tables?: readonly string[];
  /** The column that the result has under a name, where the query renames some. */
  columnOf?(name: string): string;
  /** Whether a column is among those it asks for; all are if it names none. */
  gives(column: string): boolean;
}

const MAX_STEPS = 24;
/** Methods of builders that name columns, and keys of the options of a query that do. */
const SELECTING: ReadonlySet<string> = new Set(['select', 'returning', 'columns', 'pluck', 'project', 'attributes']);

/** Goes back over the calls of a builder to the one that names the table: conditions and orders come after it. */
export function queryBehind(
  tableOf: (file: FileFacts, call: NodeId) => string | null,
  file: FileFacts,
  node: NodeId,
): Query | null {
  const columns: string[] = [];
  let open = false;
  let table: string | null = null;
  let n = node;
  for (let i = 0; i < MAX_STEPS && n >= 0; i++) {
    const op = opOf(file, n);
    if (op === Op.Def || op === Op.Await || op === Op.Cast || op === Op.Effect) n = aOf(file, n);
    else if (op === Op.Call) {
      table ??= tableOf(file, n);
      const named = columnsNamed(file, n);
      if (named === null) open = true;
      else columns.push(...named);
      const callee = calleeOf(file, n);
      n = opOf(file, callee) === Op.Member ? aOf(file, callee) : -1;
    } else if (op === Op.Member && table === null) n = aOf(file, n);
    else if (op === Op.Param && bOf(file, n) === 0) n = handedBy(file, aOf(file, n));
    else break;
  }
  if (table === null) return null;
  const named = new Set(columns.map(plain));
  return { table, gives: (column) => open || named.size === 0 || named.has(plain(column)) };
}

/** What a callback is handed something of: the promise before `.then`, the list before `.map`. */
function handedBy(file: FileFacts, fn: FunctionId): NodeId {
  for (const user of usesOf(file).users.get(file.functions[fn]?.node ?? -1) ?? []) {
    const callee = opOf(file, user) === Op.Call ? calleeOf(file, user) : -1;
    if (opOf(file, callee) === Op.Member) return aOf(file, callee);
  }
  return -1;
}

/** Columns a call names; null if it takes all, or some that are not written here. */
function columnsNamed(file: FileFacts, call: NodeId): readonly string[] | null {
  const method = methodName(file, call);
  if (SELECTING.has(method)) {
    const given = Array.from({ length: argumentCount(file, call) }, (_, i) => namesIn(file, argumentOf(file, call, i)));
    return given.every((names) => names !== null) ? given.flat() : null;
  }
  const options = argumentOf(file, call, 0);
  if (options < 0 || opOf(file, options) !== Op.Object || !/^(?:find|query)/.test(method)) return [];
  const list = aOf(file, options);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (SELECTING.has(stringOf(file, listAt(file, list, i + 1)))) return namesIn(file, listAt(file, list, i + 2));
  }
  return [];
}

function namesIn(file: FileFacts, node: NodeId): readonly string[] | null {
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Str: {
      const text = stringOf(file, a);
      return /[*-]/.test(text) ? null : (text.match(/[\p{L}\p{N}_]+/gu) ?? []);
    }
    case Op.Array: {
      const items = Array.from(listItems(file, a), (item) => namesIn(file, item));
      return items.every((names) => names !== null) ? items.flat() : null;
    }
    case Op.Object: {
      const names: string[] = [];
      for (let i = 0; i + 2 < listLength(file, a); i += 3) {
        const value = listAt(file, a, i + 2);
        names.push(stringOf(file, listAt(file, a, i + 1)));
        if (opOf(file, value) === Op.Object || opOf(file, value) === Op.Array)
          names.push(...(namesIn(file, value) ?? []));
      }
      return names;
    }
    default:
      return null;
  }
}

const plain = (name: string): string => name.replace(/_/g, '').toLowerCase();
