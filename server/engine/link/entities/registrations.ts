import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  listAt,
  listLength,
  opOf,
  stringOf,
  Op,
  PropKind,
} from '../../extract/index.ts';

/** A call that is handed a function: as an argument, or in an object that is one, under these keys. */
export interface Registration {
  /** Call, New or Tagged node. */
  readonly call: NodeId;
  readonly keys: readonly string[];
}

interface Index {
  readonly handed: ReadonlyMap<FunctionId, readonly Registration[]>;
  /** Calls whose result is handed to a call. */
  readonly wrapped: ReadonlyMap<NodeId, readonly Registration[]>;
}

const NONE_FOUND: readonly Registration[] = [];
/** `{ server: { handlers: { POST: f } } }`: how deep functions are looked for in an argument. */
export const MAX_KEYS = 4;
/** `app.get('/x', timed(safe(f)))`: how many calls round a function are looked through. */
const MAX_WRAPPERS = 3;
/** Most properties looked at in one file. */
const MAX_PROPERTIES = 20_000;

const memo = new WeakMap<FileFacts, Index>();

function indexOf(file: FileFacts): Index {
  let index = memo.get(file);
  if (index === undefined) memo.set(file, (index = indexArguments(file)));
  return index;
}

/**
 * The calls of a file that are handed one of its functions, inline or by name, as an argument or in an object
 * (`app.get('/x', show)`, `app.route({ handler: show })`), or wrapped (`app.get('/x', safe(show))`). Told by the file
 * alone, so that asking what a parameter is costs no look at other files.
 */
export function registrationsOf(file: FileFacts, fn: FunctionId): readonly Registration[] {
  const own = indexOf(file).handed.get(fn) ?? NONE_FOUND;
  return own.length === 0
    ? own
    : [...own, ...own.flatMap((r) => (r.keys.length === 0 ? wrappersOf(file, r.call) : []))];
}

/** The calls of a file that are handed the result of a call: `app.get('/x', safe(show))` for `safe(show)`. */
export function wrappersOf(file: FileFacts, call: NodeId): readonly Registration[] {
  const out: Registration[] = [];
  let inner = indexOf(file).wrapped.get(call) ?? NONE_FOUND;
  for (let i = 0; i < MAX_WRAPPERS && inner.length > 0; i++) {
    out.push(...inner);
    inner = inner.flatMap((r) =>
      r.keys.length === 0 ? (indexOf(file).wrapped.get(r.call) ?? NONE_FOUND) : NONE_FOUND,
    );
  }
  return out;
}

function indexArguments(file: FileFacts): Index {
  const handed = new Map<FunctionId, Registration[]>();
  const wrapped = new Map<NodeId, Registration[]>();
  let budget = MAX_PROPERTIES;

  const visit = (node: NodeId, registration: Registration): void => {
    const value = behind(file, node);
    switch (opOf(file, value)) {
      case Op.Func:
        push(handed, aOf(file, value), registration);
        break;
      case Op.Call:
        if (value !== registration.call) push(wrapped, value, registration);
        break;
      case Op.Object:
        if (registration.keys.length >= MAX_KEYS) return;
        for (const [key, held] of propertiesOf(file, value)) {
          if (budget-- <= 0) return;
          visit(held, { call: registration.call, keys: [...registration.keys, key] });
        }
        break;
      default:
        break;
    }
  };

  for (const call of file.calls) {
    for (let i = 0; i < argumentCount(file, call); i++) visit(argumentOf(file, call, i), { call, keys: [] });
  }
  return { handed, wrapped };
}

/** Keys and values of an object literal, those with constant keys. */
export function* propertiesOf(file: FileFacts, object: NodeId): Iterable<readonly [key: string, value: NodeId]> {
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const kind = listAt(file, list, i);
    if (kind !== PropKind.Init && kind !== PropKind.Method) continue;
    yield [stringOf(file, listAt(file, list, i + 1)), listAt(file, list, i + 2)];
  }
}

function push<K>(map: Map<K, Registration[]>, key: K, registration: Registration): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [registration]);
  else known.push(registration);
}

/** What a node is, through names of the file that are defined once. */
function behind(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  for (let i = 0; i < 8; i++) {
    switch (opOf(file, n)) {
      case Op.Def:
      case Op.Cast:
      case Op.Effect:
        n = aOf(file, n);
        break;
      case Op.Cell: {
        // changes of the object are later versions of the same
        const definitions = (file.variables[aOf(file, n)]?.definitions ?? []).filter(
          (d) => opOf(file, d) !== Op.Effect && opOf(file, d) !== Op.Store,
        );
        if (definitions.length !== 1) return n;
        n = definitions[0] ?? -1;
        break;
      }
      default:
        return n;
    }
  }
  return n;
}
