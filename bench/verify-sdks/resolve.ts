import type ts from 'typescript';
import type { Sdk } from '../../rules/schema/types.ts';
import type { Declarations } from './declarations.ts';
import { NOTHING, createWalk } from './walk.ts';
import type { Values, Walk } from './walk.ts';

/** Finds what the API paths of an SDK's file stand for in the declarations of one of its packages. */
export interface Resolver {
  readonly walk: Walk;
  /** The values at an API path. */
  at(path: string): Values;
  /** What is called at a path: the function, or the class that `.new()` makes one of. */
  callee(path: string): Values;
  /** The callables whose calls gave the receiver of a path: what `receiver.0` is an argument of. */
  makers(path: string): Values;
  /** What a type name of the packages stands for; dots lead into namespaces. */
  annotation(name: string): boolean;
}

const STEP = /\(\)|\.new\(\)|\.@\d+|\.[^.(]+/g;

/** A path's head and its steps: `Client`, `.chat`, `.create`. */
function stepsOf(path: string): { readonly head: string; readonly steps: readonly string[] } {
  const head = /^[^.(]+/.exec(path)?.[0] ?? '';
  return { head, steps: path.slice(head.length).match(STEP) ?? [] };
}

/** Makes a resolver. */
export function createResolver(sdk: Sdk, d: Declarations): Resolver {
  const walk = createWalk(d);
  const known = new Map<string, Values>();
  const asked = new Set<string>();
  const results = new Map<string, string[]>();
  for (const call of sdk.calls) {
    if (call.result !== undefined) results.set(call.result, [...(results.get(call.result) ?? []), `${call.at}()`]);
  }

  const joined = (parts: readonly Values[]): Values => ({
    types: [...new Set(parts.flatMap((part) => part.types))],
    open: parts.some((part) => part.open),
  });

  function definitions(name: string): readonly string[] {
    return [...(sdk.types?.[name] ?? []), ...(results.get(name) ?? [])];
  }

  function ofType(name: string): Values {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (asked.has(name)) return NOTHING;
    asked.add(name);
    const annotated = (sdk.annotations?.[name] ?? []).map((exported) => instanceOf(exported));
    const found = joined([...definitions(name).map(at), ...annotated]);
    asked.delete(name);
    // while another type is being found this answer may lack what leads through that one
    if (asked.size === 0) known.set(name, found);
    return found;
  }

  function instanceOf(exported: string): Values {
    const symbol = exportedType(exported);
    return symbol === null ? NOTHING : walk.constructed(walk.ofSymbol(symbol));
  }

  function exportedType(name: string): ts.Symbol | null {
    const [first = '', ...rest] = name.split('.');
    for (const symbol of d.exported(first)) {
      let found: ts.Symbol | undefined = symbol;
      for (const part of rest) found = found && d.checker.getExportsOfModule(found).find((e) => e.name === part);
      if (found !== undefined) return found;
    }
    return null;
  }

  function isType(head: string, steps: readonly string[]): boolean {
    return steps[0] !== '.new()' && definitions(head).length > 0;
  }

  function root(head: string, steps: readonly string[]): Values {
    if (isType(head, steps)) return ofType(head);
    if (head === '*') return joined(d.everything().map((symbol) => walk.ofSymbol(symbol)));
    const symbols = sdk.packages.includes('') && d.modules.length === 0 ? [d.global(head)] : d.exported(head);
    return joined(symbols.flatMap((symbol) => (symbol === undefined ? [] : walk.ofSymbol(symbol))));
  }

  function step(values: Values, by: string): Values {
    if (by === '()') return walk.called(values);
    if (by === '.new()') return walk.constructed(values);
    if (by === '.*') return walk.elements(values);
    if (by.startsWith('.@')) return walk.argument(walk.argument(values, 0), Number(by.slice(2)));
    return /^\.\d+$/.test(by) ? walk.into(values, by.slice(1)) : walk.member(values, by.slice(1));
  }

  function at(path: string): Values {
    const { head, steps } = stepsOf(path);
    return steps.reduce(step, root(head, steps));
  }

  function makersOfMade(path: string): Values {
    return path.endsWith('()') ? callee(path.endsWith('.new()') ? path : path.slice(0, -2)) : NOTHING;
  }

  function callee(path: string): Values {
    if (!path.endsWith('.new()')) return at(path);
    const { head, steps } = stepsOf(path);
    // with its last step, by which a class is told from a type of the same name
    return steps.slice(0, -1).reduce(step, root(head, steps));
  }

  return {
    walk,
    at,
    callee,
    makers: (path) => {
      const { head, steps } = stepsOf(path);
      if (steps.length === 1 && isType(head, steps)) return joined(definitions(head).map(makersOfMade));
      return makersOfMade(head + steps.slice(0, -1).join(''));
    },
    annotation: (name) => exportedType(name) !== null,
  };
}
