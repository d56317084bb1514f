import type { NewFile } from '../diagnostic.ts';
import { specifierOf } from './bindings.ts';
import type { Endings, FixInput, FixSource } from './contract.ts';
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
export function homeOf(input: FixInput, source: FixSource, key: NewFile['holds']['key']): Home | null {
  const { from, file, ...symbol } = input.words[key];
  if (from?.startsWith('./') === true) return at(input, source, fileOf(input, from.slice(2)), null);
  if (from !== undefined) return { specifier: from, isAt: (specifier) => specifier === from, creates: null };
  const body = file === undefined ? undefined : input.words.files[file];
  if (file === undefined || body === undefined) return null;
  const { path, language } = placeOf(input, source, file, /</.test(body.js));
  if (path === source.path) return null;
  const creates: Home['creates'] = (common, { eol }) => {
    const text = common && language === 'js' ? asCommonJs(body.js) : body[language];
    const ending = endingOf(input, source);
    return {
      path,
      text: eol === '\n' ? text : text.replaceAll('\n', eol),
      holds: { key, symbol },
      importers: [{ path: source.path, specifier: specifierTo(source.path, path, ending), ending }],
    };
  };
  return at(input, source, path, input.has(path) ? null : creates);
}

/** The file that is meant by a path that may go without an ending. */
function fileOf(input: FixInput, path: string): string {
  if (ENDING.test(path)) return path;
  return SOURCES.map((ending) => `${path}.${ending}`).find((file) => input.has(file)) ?? path;
}

const ENDING = /\.[cm]?[jt]sx?$/;
const SOURCES = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];

function at(input: FixInput, source: FixSource, path: string, creates: Home['creates']): Home {
  return {
    specifier: specifierTo(source.path, path, endingOf(input, source)),
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

/** How a file names modules of the project at their end: as it does already, else as its resolution demands. */
function endingOf(input: FixInput, source: FixSource): Endings | '' {
  const named = specifiersOf(source).filter((specifier) => specifier.startsWith('.'));
  const dotted = named.find((specifier) => ENDING.test(specifier));
  if (dotted !== undefined) return /\.[cm]?tsx?$/.test(dotted) ? 'own' : 'compiled';
  const needed = input.endings(source.path);
  if (/\.[cm][jt]s$/.test(source.path)) return needed ?? 'compiled';
  return needed === null || named.some((specifier) => !/\.\w+$/.test(specifier)) ? '' : needed;
}

/** `../lib/consent` as a file of the project imports its neighbours: with or without an ending. */
export function specifierTo(from: string, to: string, ending: Endings | ''): string {
  const here = from.split('/').slice(0, -1);
  const there = to.split('/');
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same++;
  const up = here.slice(same).map(() => '..');
  const path = [...(up.length === 0 ? ['.'] : up), ...there.slice(same)].join('/');
  const [whole = '', kind = '', typed = ''] = /\.([cm]?)([jt])sx?$/.exec(path) ?? [];
  const bare = path.slice(0, path.length - whole.length);
  if (ending === '') return bare;
  if (whole === '') return `${bare}.js`;
  return ending === 'compiled' && typed === 't' ? `${bare}.${kind}js` : path;
}

function specifiersOf({ root }: FixSource): readonly string[] {
  return list(root, 'body').flatMap((statement) => specifierOf(statement) ?? []);
}
