import ts from 'typescript';
import type { Declarations } from './declarations.ts';

/** Methods that hand something on without an answer: those of open connections. */
const HANDS_ON = /^(?:send|write|append|push|feed|submit|stream|speak|say|ask|post|generate|append|emit)(?=[A-Z_]|$)/;
const STREAM = /^(?:Async\w*|Readable\w*|EventEmitter|Observable|EventSource|WebSocket|Stream|Duplex)$/;

/** Tells which calls may reach a model: what works on this machine answers at once, with plain data. */
export interface OutwardReader {
  mayLeave(name: string, signature: ts.Signature): boolean;
}

/** Makes the reader for a package's declarations. */
export function createOutwardReader({ checker, place }: Declarations): OutwardReader {
  const has = (type: ts.Type, name: RegExp): boolean =>
    checker.getPropertiesOfType(checker.getApparentType(type)).some((property) => name.test(property.name));

  /** Promises, streams, and what is read piece by piece. */
  function isAwaited(type: ts.Type): boolean {
    if (type.isUnion()) return type.types.some(isAwaited);
    return STREAM.test(type.getSymbol()?.name ?? '') || has(type, /^then$|^__@asyncIterator@|^subscribe$/);
  }

  /** An answer under way: an object of promises and streams (`streamText(…).text`). */
  function isUnderWay(type: ts.Type): boolean {
    return checker
      .getPropertiesOfType(type)
      .some(
        (property) =>
          !(property.flags & ts.SymbolFlags.Method) && isAwaited(checker.getTypeOfSymbolAtLocation(property, place)),
      );
  }

  /** What is drawn: the node that a component gives may be a promise too. */
  function isDrawn(type: ts.Type): boolean {
    if (type.isUnion()) return type.types.some(isDrawn);
    return ['type', 'props', 'key'].every((name) => checker.getPropertyOfType(type, name) !== undefined);
  }

  return {
    mayLeave: (name, signature) => {
      if (checker.getTypePredicateOfSignature(signature) !== undefined) return false;
      const given = checker.getReturnTypeOfSignature(signature);
      if (given.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
      if (given.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return HANDS_ON.test(name);
      if (isDrawn(given)) return false;
      if (isAwaited(given)) return true;
      return (given.flags & ts.TypeFlags.Object) !== 0 && isUnderWay(given);
    },
  };
}
