import type { FixSymbol } from '../../../../rules/schema/types.ts';
import type { NewFile, TextEdit } from '../diagnostic.ts';
import type { FixInput, FixSource } from './contract.ts';
import { moduleNames } from './scope.ts';
import { quoted, styleOf } from './style.ts';
import type { Style } from './style.ts';
import { child, list, nameOf } from './syntax.ts';

/** What makes a name known in a file: an import, and the file it comes from if that must be created. */
export interface Known {
  readonly edits: readonly TextEdit[];
  readonly creates: readonly NewFile[];
}

const NOTHING: Known = { edits: [], creates: [] };

/**
 * Makes a function or component known in a file; null if nothing says where it comes from. A name that is declared or
 * imported already needs nothing.
 *
 * @param name the symbol's own name, or that of another function in the same module
 */
export function know(input: FixInput, source: FixSource, symbol: FixSymbol, name: string): Known | null {
  if (moduleNames(source.root).has(name)) return NOTHING;
  const style = styleOf(source.text);
  if (symbol.from !== undefined) {
    const specifier = symbol.from.startsWith('./') ? relative(source.path, symbol.from.slice(2), source) : symbol.from;
    return { edits: importEdits(source, name, specifier, style), creates: [] };
  }
  const body = symbol.file === undefined ? undefined : input.words.files[symbol.file];
  if (symbol.file === undefined || body === undefined) return null;
  const target = placeOf(input, source, symbol.file, /</.test(body.js));
  if (target.path === source.path) return null;
  const specifier = relative(source.path, target.path, source);
  const text = style.eol === '\n' ? body[target.language] : body[target.language].replaceAll('\n', style.eol);
  return {
    edits: importEdits(source, name, specifier, style),
    creates: input.has(target.path) ? [] : [{ path: target.path, text }],
  };
}

/** Where a file is created: in `src` of the nearest package if there is one, else beside its manifest. */
function placeOf(
  input: FixInput,
  source: FixSource,
  name: string,
  isJsx: boolean,
): { readonly path: string; readonly language: 'ts' | 'js' } {
  const language =
    /\.[cm]?jsx?$|\.(?:vue|svelte|astro)$/.test(source.path) && !/lang="ts"/.test(source.text) ? 'js' : 'ts';
  const parts = source.path.split('/').slice(0, -1);
  let folder = '';
  for (let i = parts.length; i > 0; i--) {
    if (input.has(`${parts.slice(0, i).join('/')}/package.json`)) {
      folder = `${parts.slice(0, i).join('/')}/`;
      break;
    }
  }
  const sources = source.path.startsWith(`${folder}src/`) ? 'src/' : '';
  return { path: `${folder}${sources}${name}.${language}${isJsx ? 'x' : ''}`, language };
}

/** `../lib/consent` as a file of the project imports its neighbours: with or without an extension. */
function relative(from: string, to: string, source: FixSource): string {
  const here = from.split('/').slice(0, -1);
  const there = to.split('/');
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same++;
  const up = here.slice(same).map(() => '..');
  const path = [...(up.length === 0 ? ['.'] : up), ...there.slice(same)].join('/');
  const neighbours = specifiersOf(source).filter((specifier) => specifier.startsWith('.'));
  const dotted = neighbours.find((specifier) => /\.[cm]?[jt]sx?$/.test(specifier));
  if (dotted === undefined) return path.replace(/\.[cm]?[jt]sx?$/, '');
  const extension = /\.[cm]?tsx?$/.test(dotted) ? '.ts' : '.js';
  if (!/\.[cm]?[jt]sx?$/.test(path)) return `${path}${extension}`;
  return extension === '.ts' ? path : path.replace(/\.tsx?$/, '.js');
}

function specifiersOf({ root }: FixSource): readonly string[] {
  return list(root, 'body').flatMap((statement) => {
    const value = child(statement, 'source')?.['value'];
    return typeof value === 'string' ? [value] : [];
  });
}

function importEdits(source: FixSource, name: string, specifier: string, style: Style): readonly TextEdit[] {
  const { path, text, root } = source;
  const statements = list(root, 'body');
  const imports = statements.filter(({ type }) => type === 'ImportDeclaration');
  const same = imports.find((node) => child(node, 'source')?.['value'] === specifier && node['importKind'] !== 'type');
  const named = same === undefined ? [] : list(same, 'specifiers').filter(({ type }) => type === 'ImportSpecifier');
  const lastNamed = named.at(-1);
  if (lastNamed !== undefined) return [{ path, start: lastNamed.end, end: lastNamed.end, text: `, ${name}` }];
  const from = quoted(specifier, style);
  const last = imports.at(-1);
  if (last !== undefined) {
    return [
      { path, start: last.end, end: last.end, text: `${style.eol}import { ${name} } from ${from}${style.semicolon}` },
    ];
  }
  const required = statements.findLast((statement) => isRequire(statement));
  if (required !== undefined) {
    const line = `${style.eol}const { ${name} } = require(${from})${style.semicolon}`;
    return [{ path, start: required.end, end: required.end, text: line }];
  }
  const directive = statements.findLast((statement) => typeof statement['directive'] === 'string');
  const line = `import { ${name} } from ${from}${style.semicolon}`;
  if (directive !== undefined) return [{ path, start: directive.end, end: directive.end, text: `${style.eol}${line}` }];
  const first = statements[0];
  const start = first === undefined ? 0 : Math.max(0, leading(text, first.start));
  return [{ path, start, end: start, text: `${line}${style.eol}${style.eol}` }];
}

/** Where the comments right above the first statement start: an import goes above them, but below a line for the shell. */
function leading(text: string, offset: number): number {
  const before = text.slice(0, offset);
  const shell = /^#!.*\r?\n/.exec(before)?.[0].length ?? 0;
  const comments = /(?:^|(?<=\n))(?:[ \t]*(?:\/\/.*|\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*)\r?\n)+[ \t]*$/.exec(before);
  return comments === null ? offset : Math.max(comments.index, shell);
}

function isRequire(statement: { readonly type: string; readonly [key: string]: unknown }): boolean {
  if (statement.type !== 'VariableDeclaration') return false;
  const declarations = statement['declarations'];
  const first: unknown = Array.isArray(declarations) ? declarations[0] : null;
  const init = (first as { init?: { type?: string; callee?: unknown } | null } | null)?.init;
  return init?.type === 'CallExpression' && nameOf(init.callee as never) === 'require';
}
