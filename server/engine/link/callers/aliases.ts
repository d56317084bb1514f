import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, listAt, listLength, nodeCount, opOf, stringOf, Op, PropKind } from '../../extract/index.ts';
import { namesOfValue } from './value-names.ts';

/** A name under which a value can be had that goes by others: `{ run: ask }`, `return ask`, `export { ask as run }`. */
interface Alias {
  readonly name: string;
  /** null: any value. */
  readonly of: ReadonlySet<string> | null;
}

const memo = new WeakMap<FileFacts, readonly Alias[]>();

/**
 * All names under which a function of a file may be known where it is called: its own, those of the functions it stands
 * in (which may hand it out), its class's for a constructor, and whatever the file makes of these.
 */
export function namesOfFunction(file: FileFacts, fn: FunctionId): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = fn; at > 0; at = file.functions[at]?.parent ?? 0) {
    const facts = file.functions[at];
    if (facts === undefined) break;
    const own = facts.kind === 'constructor' ? (file.classes[facts.owner]?.name ?? '') : facts.name;
    if (own !== '') names.add(own);
  }
  return withAliases(file, names);
}

/** The names, and those the file gives to what goes by them. */
export function withAliases(file: FileFacts, names: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(names);
  let open = aliasesOf(file);
  for (let size = -1; size !== all.size;) {
    size = all.size;
    open = open.filter(({ name, of }) => {
      if (of !== null && !meets(of, all)) return true;
      all.add(name);
      return false;
    });
  }
  return all;
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const item of small) if (large.has(item)) return true;
  return false;
}

function aliasesOf(file: FileFacts): readonly Alias[] {
  let found = memo.get(file);
  if (found === undefined) memo.set(file, (found = collect(file)));
  return found;
}

function collect(file: FileFacts): readonly Alias[] {
  const out: Alias[] = [];
  const add = (name: string, value: NodeId): void => {
    if (name === '' || value < 0) return;
    const of = namesOfValue(file, value);
    if (of !== null && (of.size === 0 || (of.size === 1 && of.has(name)))) return;
    out.push({ name, of });
  };
  for (let n = 0; n < nodeCount(file); n++) {
    const op = opOf(file, n);
    if (op === Op.Object) {
      const list = aOf(file, n);
      for (let i = 0; i + 2 < listLength(file, list); i += 3) {
        if (listAt(file, list, i) !== PropKind.Init) continue;
        add(stringOf(file, listAt(file, list, i + 1)), listAt(file, list, i + 2));
      }
    } else if (op === Op.Store) add(stringOf(file, bOf(file, n)), listAt(file, aOf(file, n), 1));
  }
  for (const fn of file.functions) {
    for (const exit of fn.returns) add(fn.name, exit.node);
    for (const write of fn.thisWrites) add(write.key ?? '', write.node);
  }
  for (const cls of file.classes) for (const field of cls.fields) add(field.name, field.node);
  for (const exported of file.exports) {
    if (exported.specifier === null) add(exported.name, exported.node);
    else if (exported.imported !== null) out.push({ name: exported.name, of: new Set([exported.imported]) });
  }
  return out;
}
