import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { calleeOf, opOf, Op } from '../../extract/index.ts';
import { methodName, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';

/** How far from the file that names a package or host a client made there is looked for. */
const MAX_HOPS = 3;

/**
 * The calls of a file that may be model calls. HTTP clients are called by many names, other calls by a method name the
 * catalogue has; where a file imports from a model's package, what it imports may stand under any name.
 */
export function possibleModelCalls(program: Program, index: CatalogueIndex, file: FileFacts): Iterable<NodeId> {
  return importsModel(program, index, file)
    ? file.calls
    : file.calls.filter((call) => {
        const name = methodName(file, call);
        if (index.methodNames.has(name) || HTTP_NAMES.has(name)) return true;
        // a renamed import, or a function kept in a variable: only its resolution can tell
        const op = opOf(file, calleeOf(file, call));
        return op === Op.Import || op === Op.Def || op === Op.Cell || op === Op.Call;
      });
}

function importsModel(program: Program, index: CatalogueIndex, file: FileFacts): boolean {
  return file.imports.some((record) => {
    if (record.kind === 'type') return false;
    const target = program.modules.resolve(file.path, record.specifier);
    return target.k === 'package' && index.isModelPackage(target.name);
  });
}

const HTTP_NAMES = new Set(['fetch', 'post', 'request', 'put', 'patch', 'get', '$fetch']);

/**
 * Files that can hold a model call, sorted: those that name an AI package or host, and those that import from them and
 * name one of the catalogue's methods.
 */
export function candidateFiles(program: Program, index: CatalogueIndex): readonly string[] {
  const seeds = program.paths.filter((path) => index.mentions.test(program.text(path) ?? ''));
  const found = new Set(seeds);
  const methods = namesPattern(index.methodNames);
  let front: readonly string[] = seeds;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const next: string[] = [];
    for (const path of front) {
      for (const importer of program.modules.importers(path)) {
        if (found.has(importer)) continue;
        const text = program.text(importer) ?? '';
        const names = methods.test(text);
        if (!names && !/\bexport\b/.test(text)) continue;
        next.push(importer);
        if (names) found.add(importer);
      }
    }
    front = [...new Set(next)];
  }
  return [...found].sort();
}

function namesPattern(names: ReadonlySet<string>): RegExp {
  return new RegExp(`\\b(?:${[...names].filter((name) => /^[\w$]+$/.test(name)).join('|')})\\b`);
}
