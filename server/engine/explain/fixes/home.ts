import type { FixSymbol } from '../../../../rules/schema/types.ts';
import type { NewFile } from '../diagnostic.ts';
import { specifierOf } from './bindings.ts';
import type { FixInput, FixSource } from './contract.ts';
import type { Style } from './style.ts';
import { list } from './syntax.ts';

/** Where a function or component lives. */
export interface Home {
  /** As it is written in an import of the file. */
  readonly specifier: string;
  /** Whether a module as it is written in the file is the same one. */
  isAt(specifier: string): boolean;
  /** The file, if it is not there yet. */
  readonly creates: ((common: boolean, style: Style) => NewFile) | null;
}

/** Where a symbol is imported from: what the team says, else a file that is created once. Null if nothing says it. */
export function homeOf(input: FixInput, source: FixSource, symbol: FixSymbol): Home | null {
  const { from, file } = symbol;
  if (from?.startsWith('./') === true) return at(source, from.slice(2), null);
  if (from !== undefined) return { specifier: from, isAt: (specifier) => specifier === from, creates: null };
  const body = file === undefined ? undefined : input.words.files[file];
  if (file === undefined || body === undefined) return null;
  const { path, language } = placeOf(input, source, file, /</.test(body.js));
  if (path === source.path) return null;
  const creates: Home['creates'] = (common, { eol }) => {
    const text = common && language === 'js' ? asCommonJs(body.js) : body[language];
    return { path, text: eol === '\n' ? text : text.replaceAll('\n', eol) };
  };
  return at(source, path, input.has(path) ? null : creates);
}

function at(source: FixSource, path: string, creates: Home['creates']): Home {
  return {
    specifier: relative(source.path, path, source),
    isAt: (specifier) => specifier.startsWith('.') && plain(resolved(source.path, specifier)) === plain(path),
    creates,
  };
}

/** The text of a module that is required: it says at its end what it hands over. */
function asCommonJs(text: string): string {
  const names = [...text.matchAll(/^export function (\w+)/gm)].map(([, name = '']) => name);
  return `${text.replace(/^export /gm, '')}\nmodule.exports = { ${names.join(', ')} };\n`;
}

const plain = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');

/** A relative specifier as a path of the workspace. */
function resolved(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
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
  // What Node tells apart by the ending keeps it.
  const [, ending = ''] = /\.([cm]?)[jt]s$/.exec(source.path) ?? [];
  return { path: `${folder}${sources}${name}.${isJsx ? `${language}x` : `${ending}${language}`}`, language };
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
  const [, ending = ''] = /\.([cm])[jt]s$/.exec(source.path) ?? [];
  if (ending !== '') return `${path.replace(/\.[cm]?[jt]sx?$/, '')}.${ending}js`;
  if (dotted === undefined) return path.replace(/\.[cm]?[jt]sx?$/, '');
  const extension = /\.[cm]?tsx?$/.test(dotted) ? '.ts' : '.js';
  if (!/\.[cm]?[jt]sx?$/.test(path)) return `${path}${extension}`;
  return extension === '.ts' ? path : path.replace(/\.tsx?$/, '.js');
}

function specifiersOf({ root }: FixSource): readonly string[] {
  return list(root, 'body').flatMap((statement) => specifierOf(statement) ?? []);
}
