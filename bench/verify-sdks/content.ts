import ts from 'typescript';
import type { Declarations } from './declarations.ts';

/** Names under which content is handed to models. */
const CONTENT =
  /^(?:prompt\w*|\w+(?:_p|P)rompt|messages?|inputs?|inputText|input_text|texts?|contents?|quer(?:y|ies)|question|instructions?|system(?:_?[iI]nstruction)?|documents?|(?:input_?|reference_?|source_?|target_?)?[iI]mages?(?:_?[uU]rl)?|audio(?:_?[uU]rl)?|\w+_?[aA]udio|video(?:_?[uU]rl|_?[uU]ri)?|transcript|samples|utterance|conversation|history)$/;
const NOTHING_SAID =
  ts.TypeFlags.BooleanLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike | ts.TypeFlags.ESSymbolLike;
const EMPTY = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void | ts.TypeFlags.Never;

/** Tells by names and types which arguments of a call carry what a person said, wrote or showed. */
export interface ContentReader {
  /** Places of the arguments: `0`, `0.messages`. */
  takes(signature: ts.Signature): readonly string[];
}

/** Makes the reader for a package's declarations. */
export function createContentReader({ checker, place }: Declarations): ContentReader {
  const typeOf = (symbol: ts.Symbol): ts.Type => checker.getTypeOfSymbolAtLocation(symbol, place);

  function partsOf(type: ts.Type): readonly ts.Type[] {
    if (type.isUnion()) return type.types.flatMap(partsOf);
    if (!(type.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Conditional))) {
      return [type];
    }
    const bound = checker.getBaseConstraintOfType(type);
    return bound === undefined || bound === type ? [type] : partsOf(bound);
  }

  /** Whether a value of a type can be content: words, bytes, lists and records, but no choice of fixed words, no switch, no function. */
  function carries(type: ts.Type): boolean {
    return partsOf(type).some((part) => {
      if (part.flags & (NOTHING_SAID | EMPTY) || part.flags & ts.TypeFlags.StringLiteral) return false;
      return part.getCallSignatures().length === 0 && part.getConstructSignatures().length === 0;
    });
  }

  /** Whether what is called a prompt is one: words or messages, no template that has methods of its own. */
  function isSaid(name: string, type: ts.Type): boolean {
    if (!/prompt/i.test(name)) return true;
    return partsOf(type).some(
      (part) =>
        (part.flags & ts.TypeFlags.Object) === 0 ||
        checker.isArrayLikeType(part) ||
        !checker.getPropertiesOfType(part).some((property) => property.flags & ts.SymbolFlags.Method),
    );
  }

  function fieldsOf(type: ts.Type): readonly ts.Symbol[] {
    return partsOf(type).flatMap((part) => {
      if (!(part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return [];
      if (part.getCallSignatures().length > 0 || checker.isArrayType(part) || checker.isTupleType(part)) return [];
      return checker.getPropertiesOfType(part);
    });
  }

  function takes(signature: ts.Signature): readonly string[] {
    return signature.parameters.flatMap((parameter, i) => {
      const type = typeOf(parameter);
      const fields = fieldsOf(type);
      const names = new Set(fields.map(({ name }) => name));
      // options of requests, and parameters of lists, are queries of another kind
      const lists = parameter.name === 'query' && names.size > 0;
      if (CONTENT.test(parameter.name) && !lists && carries(type) && isSaid(parameter.name, type)) return [String(i)];
      const telling = fields.filter((field) => {
        if (!CONTENT.test(field.name) || (field.name === 'query' && names.has('headers'))) return false;
        return carries(typeOf(field)) && isSaid(field.name, typeOf(field));
      });
      return [...new Set(telling.map(({ name }) => `${String(i)}.${name}`))];
    });
  }

  return { takes };
}
