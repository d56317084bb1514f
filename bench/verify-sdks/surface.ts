import ts from 'typescript';
import { aliased } from './declarations.ts';
import type { Declarations } from './declarations.ts';

/** Names under which content is handed to models. */
const CONTENT =
  /^(?:prompt\w*|\w*_?[pP]rompt|messages?|inputs?|inputText|input_text|texts?|contents?|quer(?:y|ies)|question|instructions?|system(?:_?[iI]nstruction)?|documents?|(?:input_?|reference_?|source_?|target_?)?[iI]mages?(?:_?[uU]rl)?|audio(?:_?[uU]rl)?|video(?:_?[uU]rl|_?[uU]ri)?|transcript|samples|utterance|conversation|history)$/;
/** Names of callables that tell, convert or are called back: nothing leaves by them. */
const AT_HOME =
  /^(?:(?:is|has|on|handle|parse|validate|assert|format|serialize|deserialize)(?=[A-Z_]|$)|(?:debug|info|warn|error|log|buildURL|fetch|abort|credentialDefaultProvider)$|paginate|waitFor|waitUntil)/;
const DEEPEST = 6;
const MOST_VISITS = 6000;

/** A public callable that is given content. */
export interface Callable {
  /** As one reaches it: `OpenAI.new().chat.completions.create`. */
  readonly path: string;
  /** The arguments by which it was noticed. */
  readonly takes: readonly string[];
  readonly declarations: readonly ts.Node[];
}

/**
 * The public callables of a package that take a prompt, messages or the like: functions, methods of classes that it
 * exports, and of what these give, as far as it is declared in the package itself.
 */
export function contentCallables(d: Declarations, pkg: string): readonly Callable[] {
  const { checker, place } = d;
  const found: Callable[] = [];
  const told = new Set<ts.Node>();
  const visited = new Set<ts.Type>();
  let visits = 0;

  const own = (node: ts.Node | undefined): boolean =>
    node?.getSourceFile().fileName.includes(`/node_modules/${pkg}/`) === true;

  function takes(signature: ts.Signature): readonly string[] {
    return signature.parameters.flatMap((parameter, i) => {
      const type = checker.getTypeOfSymbolAtLocation(parameter, place);
      const fields = fieldsOf(type);
      // options of requests, and parameters of lists, are queries of another kind
      const lists = parameter.name === 'query' && fields.length > 0;
      if (CONTENT.test(parameter.name) && !lists) return [String(i)];
      return fields
        .filter((name) => CONTENT.test(name) && !(name === 'query' && fields.includes('headers')))
        .map((name) => `${String(i)}.${name}`);
    });
  }

  function fieldsOf(type: ts.Type): readonly string[] {
    const parts = type.isUnion() ? type.types : [type];
    const names = parts.flatMap((part) => {
      const bound = part.flags & ts.TypeFlags.TypeParameter ? checker.getBaseConstraintOfType(part) : part;
      if (bound === undefined || !(bound.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return [];
      if (bound.getCallSignatures().length > 0 || checker.isArrayType(bound)) return [];
      return checker.getPropertiesOfType(bound).flatMap((property) => {
        const inner = checker.getTypeOfSymbolAtLocation(property, place);
        return inner.getCallSignatures().length > 0 ? [] : [property.name];
      });
    });
    return [...new Set(names)];
  }

  function callable(path: string, type: ts.Type): void {
    const signatures = type.getCallSignatures();
    const declarations = signatures.flatMap((s) => s.declaration ?? []);
    if (AT_HOME.test(/[^.()]+$/.exec(path)?.[0] ?? '')) return;
    if (declarations.length === 0 || !declarations.some(own) || declarations.some((node) => told.has(node))) return;
    for (const node of declarations) told.add(node);
    const arguments_ = [...new Set(signatures.flatMap(takes))];
    if (arguments_.length > 0) found.push({ path, takes: arguments_, declarations });
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
      if (inner.getCallSignatures().length > 0) visit(next, inner, depth + 1);
      else if (own(inner.getSymbol()?.declarations?.[0]) && isService(inner)) visit(next, inner, depth + 1);
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

  for (const { symbol, named } of d.modules) {
    if (!named) continue;
    for (const exported of checker.getExportsOfModule(symbol)) {
      const target = aliased(checker, exported);
      if (target.flags & ts.SymbolFlags.Value && !/Error$/.test(exported.name)) {
        visit(exported.name, checker.getTypeOfSymbolAtLocation(target, place), 0);
      }
    }
  }
  return found;
}

function isHidden(property: ts.Symbol, declaration: ts.Declaration): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return /^[_#]/.test(property.name) || (ts.getCombinedModifierFlags(declaration) & hidden) !== 0;
}
