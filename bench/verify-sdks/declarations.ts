import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A module of a package. */
export interface Module {
  readonly specifier: string;
  readonly symbol: ts.Symbol;
  /** Named by the package itself, not found in its folders. */
  readonly named: boolean;
}

/** What an installed package exports, by the modules it can be imported from. */
export interface Declarations {
  readonly checker: ts.TypeChecker;
  /** Where types are asked for: a place in a file that imports everything. */
  readonly place: ts.Node;
  /** Exports by name, of every module of the package; `default` for CommonJS's whole as well. */
  exported(name: string): readonly ts.Symbol[];
  /** All of them. */
  everything(): readonly ts.Symbol[];
  /** The modules' own symbols: their namespaces. */
  readonly modules: readonly Module[];
  /** A value of the platform's globals. */
  global(name: string): ts.Symbol | undefined;
}

/** Folders of packages that hold no public modules. */
const INNER = /(^|\/)(internal|_shims|src|test|tests|__tests__|node_modules|scripts|examples?)(\/|$)/;
/** Modules read of a package that leaves everything open. */
const MOST_MODULES = 120;

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts', 'lib.esnext.d.ts'],
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  strict: true,
  noEmit: true,
};

/**
 * Reads the type declarations of an installed package.
 * @param folder where it is installed
 * @param name package name, with a subpath if only that is meant (`ai/rsc`); '' for globals
 * @param types packages of ambient declarations
 */
export function readDeclarations(folder: string, name: string, types: readonly string[]): Declarations | null {
  const entry = join(folder, 'entry.ts');
  const { named, found } = name === '' ? { named: [], found: [] } : modulesOf(folder, name);
  const specifiers = [...named, ...found];
  writeFileSync(entry, `${specifiers.map((s) => `import '${s}';`).join('\n')}\nexport {};\n`);
  const program = ts.createProgram([entry], {
    ...OPTIONS,
    types: ['node', 'react', ...types.map(ambientName)],
    typeRoots: [join(folder, 'node_modules/@types'), join(folder, '../node_modules/@types')],
  });
  const source = program.getSourceFile(entry);
  if (source === undefined) return null;
  const checker = program.getTypeChecker();
  const modules = source.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
    const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
    return symbol === undefined ? [] : [{ specifier, symbol, named: named.includes(specifier) }];
  });
  if (name !== '' && modules.length === 0) return null;
  const byName = new Map<string, ts.Symbol[]>();
  const add = (key: string, symbol: ts.Symbol): void => {
    const list = byName.get(key);
    if (list === undefined) byName.set(key, [symbol]);
    else list.push(symbol);
  };
  for (const { symbol } of modules) {
    for (const exported of checker.getExportsOfModule(symbol)) add(exported.name, aliased(checker, exported));
    const whole = symbol.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (whole !== undefined) add('default', aliased(checker, whole));
  }
  return {
    checker,
    place: source,
    modules,
    exported: (key) => byName.get(key) ?? [],
    everything: () => [...new Set([...byName.values()].flat())],
    global: (key) => checker.resolveName(key, source, ts.SymbolFlags.Value, false),
  };
}

/** What the compiler calls a package of declarations: `@types/node` is `node`. */
function ambientName(name: string): string {
  return name.replace(/^@types\//, '');
}

/** The symbol an alias stands for. */
export function aliased(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Names by which the modules of a package can be imported: those it lists, and those an open package has in its folders. */
function modulesOf(
  folder: string,
  name: string,
): { readonly named: readonly string[]; readonly found: readonly string[] } {
  const pkg = packageName(name);
  if (pkg !== name) return { named: [name], found: [] };
  const root = join(folder, 'node_modules', pkg);
  const text = existsSync(join(root, 'package.json')) ? readFileSync(join(root, 'package.json'), 'utf8') : '{}';
  const { exports } = JSON.parse(text) as { exports?: unknown };
  const keys = typeof exports === 'object' && exports !== null ? Object.keys(exports) : null;
  const listed = (keys ?? []).filter((key) => key.startsWith('./') && !/[*]|\.json$|\.css$/.test(key));
  const open = keys === null || keys.some((key) => key.includes('*'));
  const named = withoutEndings([pkg, ...listed.map((key) => pkg + key.slice(1))]);
  const patterns = Object.entries(keys === null ? {} : (exports as object)).flatMap(([key, target]) =>
    key.includes('*') ? targetsOf(target).map((file) => [key, file] as const) : [],
  );
  const files = open ? declarationFiles(root) : [];
  const all = withoutEndings([...named, ...files.map((file) => pkg + importedAs(file, patterns))]);
  return { named, found: all.slice(named.length, Math.max(MOST_MODULES, named.length)) };
}

/** The files an entry of `exports` leads to, under whatever conditions. */
function targetsOf(target: unknown): readonly string[] {
  if (typeof target === 'string') return [target];
  return typeof target === 'object' && target !== null ? Object.values(target).flatMap(targetsOf) : [];
}

/** How one imports a file that a pattern of `exports` (`./*` for `./dist/*.js`) covers; its own path if none does. */
function importedAs(file: string, patterns: readonly (readonly [key: string, target: string])[]): string {
  for (const [key, target] of patterns) {
    const [before = '', after = ''] = target
      .slice(2)
      .replace(/(?:\.d)?\.[cm]?[jt]s$/, '')
      .split('*');
    if (file.startsWith(before) && file.endsWith(after)) {
      return key.slice(1).replace('*', file.slice(before.length, file.length - after.length));
    }
  }
  return `/${file}`;
}

/** Without those that differ from an earlier one by their ending only (`client`, `client.mjs`). */
function withoutEndings(specifiers: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return specifiers.filter((specifier) => {
    const plain = specifier.replace(/\.[cm]?js$/, '');
    const isNew = !seen.has(plain);
    seen.add(plain);
    return isNew;
  });
}

/** Declarations below a package's root, by the paths one writes to import them, nearest first. */
function declarationFiles(root: string, under = '', depth = 0): readonly string[] {
  if (depth > 3) return [];
  const entries = readdirSync(join(root, under), { withFileTypes: true });
  const here = entries.flatMap((entry) => {
    const path = under + entry.name;
    const told = /^(.*)\.d\.[cm]?ts$/.exec(path)?.[1];
    return entry.isFile() && told !== undefined && !INNER.test(path) ? [told] : [];
  });
  const below = entries.flatMap((entry) =>
    entry.isDirectory() && !INNER.test(entry.name) ? declarationFiles(root, `${under}${entry.name}/`, depth + 1) : [],
  );
  return [...here, ...below];
}

/** `@scope/name` of `@scope/name/sub/path`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
