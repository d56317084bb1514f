import type { SyntaxNode } from '../../extract/index.ts';
import type { TextEdit } from '../diagnostic.ts';
import { requiredBy, specifierOf } from './bindings.ts';
import type { FixSource } from './contract.ts';
import { indentAt, lineEnd, lineStart, quoted, styleOf } from './style.ts';
import { child, isMarkup, list, nameOf } from './syntax.ts';

/** What is to be imported. */
export interface Wanted {
  readonly name: string;
  /** Its name in the file. */
  readonly local: string;
  /** The module, as it is to be written if nothing is imported from it yet. */
  readonly specifier: string;
  /** Whether another way to write a module means the same. */
  isHome(specifier: string): boolean;
}

/** Whether a file gets what it needs by `require`. */
export function isCommonJs({ path, root }: FixSource): boolean {
  const statements = list(root, 'body');
  if (statements.some(({ type }) => type === 'ImportDeclaration' || /^Export/.test(type))) return false;
  return /\.c[jt]s$/.test(path) || statements.some((statement) => isRequire(statement) || exportsAsCommonJs(statement));
}

/** Edits that import something: in an import that is there, else in one of its own below the others. */
export function importEdits(source: FixSource, wanted: Wanted): readonly TextEdit[] {
  const { path, root, text } = source;
  const statements = list(root, 'body');
  const common = isCommonJs(source);
  const within = common ? intoRequired(source, wanted) : intoImport(source, wanted);
  if (within !== null) return [within];
  const { eol, semicolon, ...style } = styleOf(text);
  const { name, local } = wanted;
  const from = quoted(wanted.specifier, { eol, semicolon, ...style });
  const names = name === local ? name : common ? `${name}: ${local}` : `${name} as ${local}`;
  const line = common
    ? `const { ${names} } = require(${from})${semicolon}`
    : `import { ${names} } from ${from}${semicolon}`;
  const above =
    statements.findLast((statement) => (common ? isRequire(statement) : statement.type === 'ImportDeclaration')) ??
    statements.findLast((statement) => typeof statement['directive'] === 'string');
  if (above !== undefined) {
    const start = lineEnd(text, above.end);
    const lead = indentAt(text, above.start);
    return [{ path, start, end: start, text: `${eol}${lead}${line}${stop(line, text.slice(start))}` }];
  }
  const first = statements[0];
  // a component without a script has no place for one
  if (first !== undefined && isMarkup([first])) return [];
  const start = first === undefined ? 0 : Math.max(0, leading(text, first.start));
  return [{ path, start, end: start, text: `${line}${stop(line, text.slice(start))}${eol}${eol}` }];
}

/** What must end a line so that it is not read on into what follows. */
const stop = (line: string, rest: string): string => (!line.endsWith(';') && /^\s*[([`]/.test(rest) ? ';' : '');

function intoImport({ path, text, root }: FixSource, { name, local, isHome }: Wanted): TextEdit | null {
  const same = list(root, 'body').filter(
    (node) => node.type === 'ImportDeclaration' && node['importKind'] !== 'type' && isHome(specifierOf(node) ?? ''),
  );
  const added = name === local ? name : `${name} as ${local}`;
  for (const statement of same) {
    const last = list(statement, 'specifiers').at(-1);
    if (last?.type === 'ImportSpecifier') return behind(path, text, statement, last, added);
    if (last?.type === 'ImportDefaultSpecifier')
      return { path, start: last.end, end: last.end, text: `, { ${added} }` };
  }
  return null;
}

function intoRequired({ path, text, root }: FixSource, { name, local, isHome }: Wanted): TextEdit | null {
  for (const statement of list(root, 'body')) {
    for (const declarator of list(statement, 'declarations')) {
      const id = child(declarator, 'id');
      if (id?.type !== 'ObjectPattern' || !isHome(requiredBy(child(declarator, 'init')) ?? '')) continue;
      const last = list(id, 'properties').at(-1);
      if (last?.type === 'Property') {
        return behind(path, text, id, last, name === local ? name : `${name}: ${local}`);
      }
    }
  }
  return null;
}

/** A name behind the last one, on a line of its own if the others have that. */
function behind(path: string, text: string, holder: SyntaxNode, last: SyntaxNode, name: string): TextEdit {
  const onLines = lineStart(text, last.start) > holder.start;
  const lead = onLines ? `${styleOf(text).eol}${indentAt(text, last.start)}` : ' ';
  return { path, start: last.end, end: last.end, text: `,${lead}${name}` };
}

/** What stays at the top of a file: who owns it, and what tools are told of all of it. */
const OF_THE_FILE =
  /copyright|licen[cs]e|spdx|@(?:ts-|jsx|file|preserve|overview|module|packageDocumentation)|eslint|prettier|biome/i;

/** Where the comments right above the first statement start: an import goes above them, but below what is of the file. */
function leading(text: string, offset: number): number {
  const before = text.slice(0, offset);
  const shell = /^#!.*\r?\n/.exec(before)?.[0].length ?? 0;
  const comments = /(?:^|(?<=\n))(?:[ \t]*(?:\/\/.*|\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*)\r?\n)+[ \t]*$/.exec(before);
  if (comments === null) return offset;
  return comments.index <= shell && OF_THE_FILE.test(comments[0]) ? offset : Math.max(comments.index, shell);
}

const isRequire = (statement: SyntaxNode): boolean =>
  list(statement, 'declarations').some((declarator) => requiredBy(child(declarator, 'init')) !== null);

/** `module.exports = …` or `exports.name = …`. */
function exportsAsCommonJs(statement: SyntaxNode): boolean {
  const assignment = child(statement, 'expression');
  let at = assignment?.type === 'AssignmentExpression' ? child(assignment, 'left') : null;
  while (at?.type === 'MemberExpression') {
    const object = child(at, 'object');
    if (nameOf(object) === 'module' && nameOf(child(at, 'property')) === 'exports') return true;
    if (nameOf(object) === 'exports') return true;
    at = object;
  }
  return false;
}
