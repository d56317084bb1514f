/**
 * The one file that knows parsers. All give the same tree (TSESTree with `start` and `end`); see PARSING in
 * ARCHITECTURE.md for why there are three.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { parseSync as ParseSync } from 'oxc-parser';
import type * as TypeScript from 'typescript';
import type { Language } from '../source/index.ts';
import type { FileFacts } from './facts.ts';
import type { TreeComment } from './jsdoc.ts';
import { mayOverflow } from './nesting.ts';
import type { Program } from './tree.ts';

/** Which parser reads well-formed text on this machine. */
export type ParserName = 'oxc' | 'oxc-wasm' | 'typescript-estree';

export interface ParseError {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface Tree {
  readonly program: Program;
  /** Comments in text order. */
  readonly comments: () => readonly TreeComment[];
  readonly parser: FileFacts['parser'];
  /** Where the text is broken, or null. */
  readonly error: ParseError | null;
}

/** Parsers, loaded. `parse` throws only where a parser does. */
export interface Parsers {
  readonly name: ParserName;
  parse(path: string, text: string, language: Language): Tree;
}

const require = createRequire(import.meta.url);
/** The package's reader of what its bindings return; it has no declared types. */
const WRAP: string = 'oxc-parser/src-js/wrap.js';

/** What is used of `typescript` and typescript-eslint's converter. */
interface Converter {
  readonly typescript: typeof TypeScript;
  readonly convert: (source: object, settings: object, keepMaps: boolean) => { estree: ConvertedProgram };
}
type ConvertedProgram = Program & { comments: (TreeComment & { range: readonly [number, number] })[] };

let converter: Converter | null = null;

/** Loaded on first need: it takes longer to load than most files take to parse. */
function loadConverter(): Converter {
  converter ??= {
    typescript: require('typescript') as Converter['typescript'],
    convert: (
      require('@typescript-eslint/typescript-estree/use-at-your-own-risk') as { astConverter: Converter['convert'] }
    ).astConverter,
  };
  return converter;
}

/**
 * TypeScript's own parser never gives up; its tree, with its complaints taken away, is put through typescript-eslint's
 * converter. Keeps the calls of half-typed text.
 */
function parseTolerant(text: string, language: Language, whole: FileFacts['parser'], known: ParseError | null): Tree {
  const { typescript: ts, convert } = loadConverter();
  const kinds = { js: ts.ScriptKind.JS, jsx: ts.ScriptKind.JSX, ts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX };
  const source = ts.createSourceFile(
    language === 'dts' ? 'file.d.ts' : `file.${language}`,
    text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    true,
    language === 'dts' ? ts.ScriptKind.TS : kinds[language],
  );
  const complaints = (
    source as unknown as { parseDiagnostics?: readonly { start?: number; length?: number; messageText: unknown }[] }
  ).parseDiagnostics;
  const first = complaints?.[0];
  let error = known;
  if (error === null && first !== undefined) {
    const start = first.start ?? 0;
    const message = typeof first.messageText === 'string' ? first.messageText : 'Syntax error';
    error = { start, end: start + (first.length ?? 0), message };
  }
  Object.assign(source, { parseDiagnostics: [] });
  const { estree } = convert(
    source,
    {
      allowInvalidAST: true,
      errorOnUnknownASTType: false,
      suppressDeprecatedPropertyWarnings: true,
      comment: true,
      tokens: false,
      range: true,
      loc: true,
    },
    false,
  );
  addOffsets(estree);
  const comments = estree.comments.map(({ value, range }) => ({ value, start: range[0], end: range[1] }));
  return { program: estree, comments: () => comments, parser: error === null ? whole : 'typescript', error };
}

/** Gives every node `start` and `end`, and makes what is absent null, as oxc has it. */
function addOffsets(root: object): void {
  const open: object[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const record = node as Record<string, unknown>;
    for (const key of Object.keys(record)) {
      const value = record[key];
      if (value === undefined) record[key] = null;
      else if (typeof value !== 'object' || value === null) continue;
      else if (key !== 'parent' && key !== 'loc' && key !== 'range' && key !== 'comments') open.push(value);
    }
    const range = record['range'];
    if (Array.isArray(range)) [record['start'], record['end']] = range as [number, number];
  }
}

function parseWithOxc(parseSync: typeof ParseSync, name: 'oxc' | 'oxc-wasm'): Parsers['parse'] {
  return (path, text, language) => {
    if (mayOverflow(text)) return parseTolerant(text, language, 'typescript', null);
    const script = language === 'js' || language === 'jsx';
    // oxc takes a NUL between statements for the end of the text, and says nothing
    const result = parseSync(path, text.includes('\0') ? text.replaceAll('\0', ' ') : text, {
      lang: language,
      sourceType: script ? (path.endsWith('.cjs') ? 'commonjs' : 'unambiguous') : 'module',
      astType: 'ts',
      preserveParens: false,
    });
    const first = result.errors[0];
    const label = first?.labels[0];
    const error =
      first === undefined ? null : { start: label?.start ?? 0, end: label?.end ?? 0, message: first.message };
    // Without a tree the text was beyond oxc; complaints about a whole tree do not matter here.
    if (error !== null && result.program.body.length === 0) return parseTolerant(text, language, 'typescript', error);
    return { program: result.program, comments: () => result.comments, parser: name, error: null };
  };
}

/** What is used of WebAssembly, which the compiler's settings for the engine do not know. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { readonly Memory: new (size: { initial: number; maximum: number }) => WasmMemory };
};

/** What is used of emnapi, whose own types ask for those of WebAssembly. */
type Instantiate = (
  bytes: Uint8Array,
  options: {
    context: unknown;
    asyncWorkPoolSize: number;
    wasi: unknown;
    overwriteImports: (imports: Record<string, Record<string, unknown>>) => Record<string, Record<string, unknown>>;
    beforeInit: (loaded: { instance: WasmInstance }) => void;
  },
) => { napiModule: { exports: unknown } };

/**
 * The WebAssembly build asks its host for randomness, clock, environment and output, none of which parsing needs: it
 * gets constants. `memory` is the build's memory.
 */
function emptyHost(memory: WasmMemory): Record<string, (...args: never[]) => unknown> {
  const view = (): DataView => new DataView(memory.buffer);
  return {
    random_get: (at: number, length: number) => {
      new Uint8Array(memory.buffer, at, length).fill(1);
      return 0;
    },
    environ_get: () => 0,
    environ_sizes_get: (count: number, size: number) => {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return 0;
    },
    clock_time_get: (_clock: number, _precision: bigint, at: number) => {
      view().setBigUint64(at, 0n, true);
      return 0;
    },
    fd_write: (_file: number, _buffers: number, _count: number, written: number) => {
      view().setUint32(written, 0, true);
      return 0;
    },
    proc_exit: () => {
      throw new Error('The parser gave up');
    },
  };
}

/** oxc's WebAssembly build, which its package carries for all platforms. */
async function loadWasm(): Promise<Parsers> {
  const core = await import('@emnapi/core');
  const instantiate = core.instantiateNapiModuleSync as unknown as Instantiate;
  const { getDefaultContext } = await import('@emnapi/runtime');
  const { wrap } = (await import(WRAP)) as {
    wrap: (result: unknown) => ReturnType<typeof ParseSync>;
  };
  const bytes = readFileSync(require.resolve('oxc-parser/parser.wasm32-wasip1.wasm'));
  const memory = new wasm.Memory({ initial: 1000, maximum: 65_536 });
  const host = emptyHost(memory);
  const { napiModule } = instantiate(bytes, {
    context: getDefaultContext(),
    asyncWorkPoolSize: 0,
    wasi: {
      wasiImport: host,
      initialize: (instance: WasmInstance) => {
        (instance.exports['_initialize'] as () => void)();
      },
      start: () => 0,
      getImportObject: () => ({ wasi_snapshot_preview1: host }),
    },
    overwriteImports: (imports) => {
      imports['env'] = { ...imports['env'], ...imports['napi'], ...imports['emnapi'], memory };
      return imports;
    },
    beforeInit: ({ instance }) => {
      for (const [name, entry] of Object.entries(instance.exports)) {
        if (name.startsWith('__napi_register__')) (entry as () => void)();
      }
    },
  });
  const { parseSync } = napiModule.exports as { parseSync: (...args: Parameters<typeof ParseSync>) => unknown };
  return { name: 'oxc-wasm', parse: parseWithOxc((...args) => wrap(parseSync(...args)), 'oxc-wasm') };
}

/**
 * Loads the fastest parser that runs here: oxc's native binding, else its WebAssembly build, else typescript-estree.
 * `fastest` leaves out the ones before it (for tests). Rejects where none of them can be loaded: without a parser every
 * file would look as if nothing were in it.
 */
export async function loadParsers(fastest: ParserName = 'oxc'): Promise<Parsers> {
  if (fastest === 'oxc') {
    try {
      const { parseSync } = await import('oxc-parser');
      return { name: 'oxc', parse: parseWithOxc(parseSync, 'oxc') };
    } catch {
      // No native binding for this platform has been installed.
    }
  }
  if (fastest !== 'typescript-estree') {
    try {
      return await loadWasm();
    } catch {
      // The package was installed without its WebAssembly build.
    }
  }
  try {
    loadConverter();
  } catch (error) {
    throw new Error(
      'No parser could be loaded: `oxc-parser` or `typescript` with `@typescript-eslint/typescript-estree` must be installed beside the program',
      { cause: error },
    );
  }
  return {
    name: 'typescript-estree',
    parse: (_path, text, language) => parseTolerant(text, language, 'typescript-estree', null),
  };
}
