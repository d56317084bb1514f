import { NONE, type FileFacts, type FunctionFacts, type FunctionId } from '../../extract/facts.ts';
import type { Program } from '../../link/index.ts';

/** A function that a file exports, under the name others import it by. */
export interface Exported {
  readonly file: FileFacts;
  readonly fn: FunctionId;
  readonly facts: FunctionFacts;
  readonly name: string;
}

const NAMED = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
/** What stands between `export` and the name. */
const DECLARED = /\bexport\s+(?:async\s+)?(?:function|const)\s+([\p{L}_$][\p{L}\p{N}_$]*)/gu;

/** Names that a text declares and exports in one statement; found by looking, as it only decides what is read. */
export const declaredNames = (text: string): readonly string[] =>
  Array.from(text.matchAll(DECLARED), ([, name = '']) => name);

/** The functions of a file that others can import by a name. */
export function exportedFunctions(program: Program, file: FileFacts): readonly Exported[] {
  return file.exports.flatMap(({ name, node, typeOnly }) => {
    if (typeOnly || node === NONE || name === 'default' || !NAMED.test(name)) return [];
    return program.entities({ file, node }).flatMap((entity) => {
      const facts = entity.k === 'function' && entity.file === file ? file.functions[entity.fn] : undefined;
      return facts === undefined || entity.k !== 'function' ? [] : [{ file, fn: entity.fn, facts, name }];
    });
  });
}
