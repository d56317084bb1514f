import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { isMap, isNode, isPair, isScalar, parseDocument } from 'yaml';
import type { ConfigProblem } from '../../../rules/schema/config.ts';
import { LineIndex } from '../../engine/source/index.ts';

/** Keys and positions from the root of a document. */
export type Pointer = readonly (string | number)[];

/** A parsed text whose values know where they stand. */
export interface LocatedDocument {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** What is wrong with the syntax. */
  readonly problems: readonly ConfigProblem[];
  /** A problem at the value, or at its key, of a pointer; at the nearest ancestor if it is not there. */
  problem(pointer: Pointer, part: 'key' | 'value', message: string): ConfigProblem;
}

/** Reads JSON with comments and trailing commas, or YAML if the file's name says so. @param file absolute path */
export function readDocument(file: string, text: string): LocatedDocument {
  return /\.ya?ml$/i.test(file) ? readYaml(file, text) : readJson(file, text);
}

function placer(file: string, text: string): (offset: number, message: string) => ConfigProblem {
  const index = new LineIndex(text);
  return (offset, message) => {
    const { line, column } = index.position(offset);
    return { file, line: line + 1, column: column + 1, message };
  };
}

const JSON_ERRORS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is not a JSON value',
  InvalidNumberFormat: 'This is not a number',
  PropertyNameExpected: 'A key in double quotes is expected here',
  ValueExpected: 'A value is expected here',
  ColonExpected: 'A colon is expected here',
  CommaExpected: 'A comma is expected here',
  CloseBraceExpected: 'A closing brace is missing here',
  CloseBracketExpected: 'A closing bracket is missing here',
  EndOfFileExpected: 'Nothing may follow the end of the object',
  UnexpectedEndOfComment: 'The comment is not closed',
  UnexpectedEndOfString: 'The string is not closed',
  UnexpectedEndOfNumber: 'The number is not complete',
  InvalidUnicode: 'The \\u escape is not complete',
  InvalidEscapeCharacter: 'There is no such escape',
  InvalidCharacter: 'This character may not stand in a string',
};

function readJson(file: string, original: string): LocatedDocument {
  const text = original.startsWith('\uFEFF') ? ` ${original.slice(1)}` : original;
  const place = placer(file, text);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const problems = firstOfEachLine(
    errors.map((error) => {
      const name = printParseErrorCode(error.error);
      return place(error.offset, JSON_ERRORS[name] ?? name);
    }),
  );
  if (root) problems.push(...doubledKeys(root, place));
  return {
    file,
    text: original,
    value: root ? (getNodeValue(root) as unknown) : undefined,
    problems,
    problem: (pointer, part, message) => place(root ? jsonOffset(root, pointer, part) : 0, message),
  };
}

/** One slip makes the parser stumble several times on the same line; the first stumble is where it is. */
function firstOfEachLine(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return problems.filter((problem, i) => problems.findIndex((other) => other.line === problem.line) === i);
}

function jsonOffset(root: Node, pointer: Pointer, part: 'key' | 'value'): number {
  for (let length = pointer.length; length >= 0; length--) {
    const node = findNodeAtLocation(root, pointer.slice(0, length));
    if (!node) continue;
    const key = part === 'key' && node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
    return (key ?? node).offset;
  }
  return root.offset;
}

function doubledKeys(root: Node, place: (offset: number, message: string) => ConfigProblem): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const seen = new Set<unknown>();
    for (const child of node.children ?? []) {
      open.push(child);
      const key = node.type === 'object' ? child.children?.[0] : undefined;
      if (!key) continue;
      if (key.value === '__proto__') found.push(place(key.offset, 'Unknown key `__proto__`'));
      else if (seen.has(key.value)) found.push(place(key.offset, `The key \`${String(key.value)}\` stands here twice`));
      seen.add(key.value);
    }
  }
  return found;
}

function readYaml(file: string, text: string): LocatedDocument {
  const place = placer(file, text);
  const document = parseDocument(text, { prettyErrors: false });
  const problems = document.errors.map((error) => place(error.pos[0], error.message));
  const offset = (pointer: Pointer, part: 'key' | 'value'): number => {
    for (let length = pointer.length; length >= 0; length--) {
      const node: unknown = length === 0 ? document.contents : document.getIn(pointer.slice(0, length), true);
      if (part === 'key' && length > 0) {
        const parent: unknown = length === 1 ? document.contents : document.getIn(pointer.slice(0, length - 1), true);
        const start = isMap(parent) ? keyStart(parent.items, String(pointer[length - 1])) : null;
        if (start !== null) return start;
      }
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  };
  return {
    file,
    text,
    value: problems.length > 0 ? undefined : (document.toJS({ maxAliasCount: 100 }) as unknown),
    problems,
    problem: (pointer, part, message) => place(offset(pointer, part), message),
  };
}

function keyStart(items: readonly unknown[], key: string): number | null {
  for (const item of items) {
    if (isPair(item) && isScalar(item.key) && String(item.key.value) === key) return item.key.range?.[0] ?? null;
  }
  return null;
}
