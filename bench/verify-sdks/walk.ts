import ts from 'typescript';
import type { Declarations } from './declarations.ts';

/** Values at a path: the types they may have. `open` if the declarations allow anything there (`any`, an index). */
export interface Values {
  readonly types: readonly ts.Type[];
  readonly open: boolean;
}

export const NOTHING: Values = { types: [], open: false };
const MOST_TYPES = 120;

/** Steps through types as the paths of the catalogue write them. */
export interface Walk {
  ofSymbol(symbol: ts.Symbol): Values;
  member(values: Values, name: string): Values;
  elements(values: Values): Values;
  /** What calls give, promises looked through too. */
  called(values: Values): Values;
  constructed(values: Values): Values;
  /** The i-th argument of a call or construction. */
  argument(values: Values, i: number): Values;
  /** One step of an access path: a member, an element, what a call gives, or what a method of that name gives. */
  into(values: Values, step: string): Values;
  /** Whether a call gives nothing at all. */
  isVoid(values: Values): boolean;
}

/** The i-th of the parameters: its type, or that of the rest parameter's elements. */
function parameterType(d: Declarations, signature: ts.Signature, i: number): ts.Type | null {
  const { parameters } = signature;
  const last = parameters.at(-1);
  const declared = last?.valueDeclaration;
  const rest = declared !== undefined && ts.isParameter(declared) && declared.dotDotDotToken !== undefined;
  const symbol = rest && i >= parameters.length - 1 ? last : parameters[i];
  if (symbol === undefined) return null;
  const type = d.checker.getTypeOfSymbolAtLocation(symbol, d.place);
  if (!rest || i < parameters.length - 1) return type;
  return d.checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? type;
}

/** Makes the steps for a package's declarations. */
export function createWalk(d: Declarations): Walk {
  const { checker } = d;

  /** The types a value of these types may have: unions taken apart, without null and undefined, parameters by their bounds, promises with what they promise. */
  function spread(types: readonly ts.Type[], open: boolean): Values {
    const found = new Set<ts.Type>();
    let isOpen = open;
    const add = (type: ts.Type): void => {
      if (found.size >= MOST_TYPES) return;
      if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) isOpen = true;
      else if (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never))
        return;
      else if (type.isUnion()) type.types.forEach(add);
      else if (type.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Conditional)) {
        const bound = checker.getBaseConstraintOfType(type);
        if (bound === undefined || bound === type) isOpen = true;
        else add(bound);
      } else {
        found.add(type);
        const settled = property(type, 'then') === undefined ? undefined : checker.getAwaitedType(type);
        if (settled !== undefined && settled !== type) add(settled);
      }
    };
    types.forEach(add);
    return { types: [...found], open: isOpen };
  }

  const each = (values: Values, step: (type: ts.Type) => readonly ts.Type[]): Values =>
    spread(values.types.flatMap(step), values.open);

  function property(type: ts.Type, name: string): ts.Symbol | undefined {
    return checker.getPropertyOfType(checker.getApparentType(type), name);
  }

  function member(values: Values, name: string): Values {
    const value: Values = each(values, (type) => {
      const symbol = property(type, name);
      if (symbol !== undefined) return [checker.getTypeOfSymbolAtLocation(symbol, d.place)];
      const index = checker.getIndexTypeOfType(checker.getApparentType(type), ts.IndexKind.String);
      return index === undefined ? [] : [index];
    });
    return value;
  }

  function elements(values: Values): Values {
    return each(values, (type) => {
      const apparent = checker.getApparentType(type);
      const index = checker.getIndexTypeOfType(apparent, ts.IndexKind.Number);
      if (index !== undefined && !(type.flags & ts.TypeFlags.StringLike)) return [index];
      const iterated = checker.getPropertiesOfType(apparent).find((p) => /^__@(async)?[iI]terator@/.test(p.name));
      if (iterated !== undefined) {
        const iterator = called(spread([checker.getTypeOfSymbolAtLocation(iterated, d.place)], false));
        return member(called(member(iterator, 'next')), 'value').types;
      }
      const any = checker.getIndexTypeOfType(apparent, ts.IndexKind.String);
      return any === undefined ? [] : [any];
    });
  }

  function called(values: Values): Values {
    return each(values, (type) =>
      type.getCallSignatures().map((signature) => checker.getReturnTypeOfSignature(signature)),
    );
  }

  function constructed(values: Values): Values {
    return each(values, (type) => {
      const made = type.getConstructSignatures().map((signature) => checker.getReturnTypeOfSignature(signature));
      // what only names a type is met as a value that is annotated with it
      const symbol = type.getSymbol();
      if (made.length > 0 || symbol === undefined) return made;
      if (type.aliasSymbol !== undefined && symbol.flags & ts.SymbolFlags.TypeLiteral) return [type];
      return symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)
        ? [checker.getDeclaredTypeOfSymbol(symbol)]
        : [];
    });
  }

  function argument(values: Values, i: number): Values {
    return each(values, (type) =>
      [...type.getCallSignatures(), ...type.getConstructSignatures()].flatMap(
        (signature) => parameterType(d, signature, i) ?? [],
      ),
    );
  }

  return {
    ofSymbol: (symbol) => {
      const types: ts.Type[] = [];
      if (symbol.flags & ts.SymbolFlags.Value) types.push(checker.getTypeOfSymbolAtLocation(symbol, d.place));
      else if (symbol.flags & ts.SymbolFlags.Type) types.push(checker.getDeclaredTypeOfSymbol(symbol));
      return spread(types, false);
    },
    member,
    elements,
    called,
    constructed,
    argument,
    into: (values, step) => {
      if (step === '*' || step === '{}') return elements(values);
      if (step === '()') return called(values);
      const direct = member(values, step);
      if (direct.types.length > 0 || direct.open) return direct;
      if (/^\d+$/.test(step)) {
        const element = elements(values);
        if (element.types.length > 0 || element.open) return element;
      }
      // a list's fields are those of what is in it
      const inside = member(elements(each(values, (type) => (checker.isArrayLikeType(type) ? [type] : []))), step);
      if (inside.types.length > 0) return inside;
      return member(called(values), step);
    },
    isVoid: (values) =>
      !values.open &&
      values.types
        .flatMap((type) => type.getCallSignatures())
        .every((signature) => {
          const given = checker.getAwaitedType(checker.getReturnTypeOfSignature(signature));
          return given !== undefined && (given.flags & (ts.TypeFlags.Void | ts.TypeFlags.Never)) !== 0;
        }),
  };
}
