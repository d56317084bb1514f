import ts from 'typescript';
import { createContentReader } from './content.ts';
import { aliased } from './declarations.ts';
import type { Declarations } from './declarations.ts';
import { createOutwardReader } from './outward.ts';
import { rootsOf } from './roots.ts';

/** Names of callables that convert, look up, administer or are called back: no model is asked by them. */
const AT_HOME =
  /^(?:(?:is|has|on|handle|parse|validate|assert|format|serialize|deserialize|list|retrieve|delete|remove|cancel|abort|clear|reset|close|connect|disconnect|subscribe|unsubscribe|archive|split|transform|resolve|count(?!Tokens)|use[A-Z]\w*State)(?=[A-Z_]|$)|(?:get|debug|info|warn|error|log|fetch|handler|execute|callback|resolver|credentialDefaultProvider)$|paginate|waitFor|waitUntil)/;
/** Modules that a package lists for its own use. */
const INNER = /\/(?:internal|tests?|testing|test-utils?|utils?|types?|schemas?|_\w+|dist|lib|esm|cjs|src)(?:\/|$)/;
const DEEPEST = 6;
const MOST_VISITS = 6000;

/** A public callable that is given content. */
export interface Callable {
  /** As one reaches it: `OpenAI.new().chat.completions.create`. */
  readonly path: string;
  /** The arguments by which it was noticed. */
  readonly takes: readonly string[];
  /** Where it is declared first: its own declarations and those it overrides. */
  readonly roots: readonly ts.Node[];
}

/**
 * The public callables of a package that take a prompt, messages or the like and may reach a model: functions, methods of
 * classes that it exports, and of what these give, as far as it is declared in the package itself. One that overrides
 * another is told once.
 */
export function contentCallables(d: Declarations, pkg: string): readonly Callable[] {
  const { checker, place } = d;
  const { takes } = createContentReader(d);
  const { mayLeave } = createOutwardReader(d);
  const found: Callable[] = [];
  const told = new Set<ts.Node>();
  const visited = new Set<ts.Type>();
  let visits = 0;

  const own = (node: ts.Node | undefined): boolean =>
    node?.getSourceFile().fileName.includes(`/node_modules/${pkg}/`) === true;

  function callable(path: string, type: ts.Type): void {
    const name = /[^.()]+$/.exec(path)?.[0] ?? '';
    const signatures = type.getCallSignatures();
    const roots = signatures.flatMap((s) => (s.declaration === undefined ? [] : rootsOf(checker, s.declaration)));
    if (AT_HOME.test(name) || roots.length === 0 || roots.some((node) => told.has(node))) return;
    for (const node of roots) told.add(node);
    const leaving = signatures.filter((signature) => mayLeave(name, signature));
    const arguments_ = [...new Set(leaving.flatMap(takes))];
    if (arguments_.length > 0) found.push({ path, takes: arguments_, roots });
  }

  function visit(path: string, type: ts.Type, depth: number): void {
    if (depth > DEEPEST || visits++ > MOST_VISITS || visited.has(type)) return;
    visited.add(type);
    for (const signature of type.getConstructSignatures().slice(0, 1)) {
      visit(`${path}.new()`, checker.getReturnTypeOfSignature(signature), depth + 1);
    }
    if (type.getCallSignatures().length > 0) {
      callable(path, type);
      for (const signature of type.getCallSignatures().slice(0, 1)) {
        const given = checker.getAwaitedType(checker.getReturnTypeOfSignature(signature));
        const declared = given?.getSymbol()?.declarations?.[0];
        if (given !== undefined && own(declared)) visit(`${path}()`, given, depth + 1);
      }
    }
    if (!(type.flags & ts.TypeFlags.Object)) return;
    for (const property of checker.getPropertiesOfType(type)) {
      const declaration = property.valueDeclaration ?? property.declarations?.[0];
      if (declaration === undefined || !own(declaration) || isHidden(property, declaration)) continue;
      if (/Error$/.test(property.name)) continue;
      const inner = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(property, place));
      const next = `${path}.${property.name}`;
      if (inner.getCallSignatures().length > 0) {
        if (!isCalledBack(property)) visit(next, inner, depth + 1);
      } else if (own(inner.getSymbol()?.declarations?.[0]) && isService(inner)) visit(next, inner, depth + 1);
    }
  }

  /** Whether a value has methods: a part of a client, not a record of data. */
  function isService(type: ts.Type): boolean {
    const symbol = type.getSymbol();
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Class) return true;
    return checker
      .getPropertiesOfType(type)
      .some(
        (p) =>
          p.flags & ts.SymbolFlags.Method || checker.getTypeOfSymbolAtLocation(p, place).getCallSignatures().length > 0,
      );
  }

  for (const { specifier, symbol, named } of d.modules) {
    if (!named || INNER.test(specifier.slice(pkg.length))) continue;
    const exports = checker
      .getExportsOfModule(symbol)
      .map((exported) => ({ exported, target: aliased(checker, exported) }));
    // what stands in a namespace is told by its own name, if it has one
    for (const { exported, target } of [...exports.filter(isPlain), ...exports.filter((one) => !isPlain(one))]) {
      if (target.flags & ts.SymbolFlags.Value && !/Error$|^_|^internal$/i.test(exported.name)) {
        visit(exported.name, checker.getTypeOfSymbolAtLocation(target, place), 0);
      }
    }
  }
  return found;
}

function isPlain({ target }: { readonly target: ts.Symbol }): boolean {
  return (target.flags & ts.SymbolFlags.ValueModule) === 0;
}

/** A function that the user of a package hands over: an option, not a method. */
function isCalledBack(property: ts.Symbol): boolean {
  return (property.flags & ts.SymbolFlags.Optional) !== 0 && !(property.flags & ts.SymbolFlags.Method);
}

function isHidden(property: ts.Symbol, declaration: ts.Declaration): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return /^[_#]/.test(property.name) || (ts.getCombinedModifierFlags(declaration) & hidden) !== 0;
}
