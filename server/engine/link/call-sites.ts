import type { FileFacts, FunctionId } from '../extract/facts.ts';
import { argumentCount, argumentOf, aOf, calleeOf, listAt, opOf, Op } from '../extract/index.ts';
import type { CallSite, ProgramView } from './contract.ts';
import { reexports } from './modules/reexports.ts';
import type { EntityResolver } from './entities/resolver.ts';

/** Files looked into for callers of one function; more is given up and said. */
const MAX_CANDIDATES = 300;
const MAX_SITES = 200;

export interface CallSiteIndex {
  callSites(file: FileFacts, fn: FunctionId): { readonly sites: readonly CallSite[]; readonly complete: boolean };
}

interface Answer {
  readonly sites: readonly CallSite[];
  readonly complete: boolean;
}

/**
 * Callers on demand. Which files can hold a caller is told by imports and by the names that must stand in their text;
 * only those are extracted and indexed, once each.
 */
export function createCallSites(program: ProgramView, resolver: EntityResolver): CallSiteIndex {
  const byFile = new WeakMap<FileFacts, ReadonlyMap<string, readonly CallSite[]>>();
  const memo = new WeakMap<FileFacts, Map<FunctionId, Answer>>();

  const indexOf = (file: FileFacts): ReadonlyMap<string, readonly CallSite[]> => {
    let index = byFile.get(file);
    if (index === undefined) byFile.set(file, (index = indexCalls(resolver, file)));
    return index;
  };

  const find = (file: FileFacts, fn: FunctionId): Answer => {
    const key = functionKey(file, fn);
    const sites: CallSite[] = [...(indexOf(file).get(key) ?? [])];
    const candidates = candidateFiles(program, file, fn);
    let looked = 0;
    for (const path of candidates) {
      if (path === file.path) continue;
      if (++looked > MAX_CANDIDATES || sites.length > MAX_SITES) return { sites, complete: false };
      const facts = program.facts(path);
      if (facts !== undefined) sites.push(...(indexOf(facts).get(key) ?? []));
    }
    return { sites, complete: true };
  };

  return {
    callSites(file, fn) {
      let answers = memo.get(file);
      if (answers === undefined) {
        answers = new Map();
        memo.set(file, answers);
      }
      let answer = answers.get(fn);
      if (answer === undefined) answers.set(fn, (answer = find(file, fn)));
      return answer;
    },
  };
}

const functionKey = (file: FileFacts, fn: FunctionId): string => `${String(fn)}:${file.path}`;

/** All calls of a file by the functions they may call or hand on. */
function indexCalls(resolver: EntityResolver, file: FileFacts): ReadonlyMap<string, readonly CallSite[]> {
  const index = new Map<string, CallSite[]>();
  const add = (target: { file: FileFacts; fn: FunctionId }, site: CallSite): void => {
    const key = functionKey(target.file, target.fn);
    const sites = index.get(key);
    if (sites === undefined) index.set(key, [site]);
    else sites.push(site);
  };
  for (const call of file.calls) {
    const op = opOf(file, call);
    for (const e of resolver.of(file, calleeOf(file, call))) {
      if (e.k === 'function') add(e, { file, call, how: 'direct', argument: -1 });
      else if (e.k === 'class' && op === Op.New) {
        const ctor = e.file.classes[e.cls]?.ctor ?? -1;
        if (ctor >= 0) add({ file: e.file, fn: ctor }, { file, call, how: 'direct', argument: -1 });
      }
    }
    for (let i = 0; i < argumentCount(file, call); i++) {
      const argument = argumentOf(file, call, i);
      if (!mayBeFunction(file, argument)) continue;
      for (const e of resolver.of(file, argument)) {
        if (e.k === 'function') add(e, { file, call, how: 'callback', argument: i });
      }
    }
  }
  // a JSX element calls its component with the attributes as first argument
  for (const element of file.jsx) {
    const tag = listAt(file, aOf(file, element), 0);
    if (tag < 0 || opOf(file, tag) === Op.Str) continue;
    for (const e of resolver.of(file, tag)) {
      if (e.k === 'function') add(e, { file, call: element, how: 'direct', argument: -1 });
    }
  }
  return index;
}

function mayBeFunction(file: FileFacts, node: number): boolean {
  const op = opOf(file, defined(file, node));
  return op === Op.Func || op === Op.Import || op === Op.Cell || op === Op.Member || op === Op.Call;
}

/** The value behind definitions of definitions. */
function defined(file: FileFacts, node: number): number {
  let n = node;
  while (opOf(file, n) === Op.Def) n = aOf(file, n);
  return n;
}

/** Files whose text can name the function. */
function candidateFiles(program: ProgramView, file: FileFacts, fn: FunctionId): Iterable<string> {
  const facts = file.functions[fn];
  if (facts === undefined) return [];
  const exported = exportedNames(file, fn);
  if (exported.length > 0) return importersOfNames(program, file.path, new Set(exported));
  if (facts.kind === 'method' || facts.kind === 'constructor' || facts.owner >= 0) {
    const name = facts.kind === 'constructor' ? (file.classes[facts.owner]?.name ?? '') : facts.name;
    if (name === '') return [];
    const cls = file.classes[facts.owner];
    // called through an interface or a base class, whose users need not import this file
    const abstracted = cls !== undefined && (cls.implements.length > 0 || cls.superclass >= 0);
    return abstracted
      ? program.paths.filter((path) => program.text(path)?.includes(name) === true)
      : namersOf(program, file.path, name);
  }
  // a closure handed out by an exported function, or a property of an exported object
  let outer = facts.parent;
  while (outer > 0) {
    const names = exportedNames(file, outer);
    if (names.length > 0) return importersOfNames(program, file.path, new Set(names));
    outer = file.functions[outer]?.parent ?? 0;
  }
  return file.exports.length > 0 && facts.name !== '' && facts.parent <= 0
    ? namersOf(program, file.path, facts.name)
    : [];
}

function exportedNames(file: FileFacts, fn: FunctionId): string[] {
  const node = file.functions[fn]?.node ?? -1;
  const names: string[] = [];
  for (const e of file.exports) {
    if (e.specifier !== null || node < 0) continue;
    if (e.node === node || holds(file, e.node, node)) names.push(e.name);
  }
  return names;
}

/** Whether an exported value is a variable (or definition) that holds the function. */
function holds(file: FileFacts, exported: number, fn: number): boolean {
  const value = defined(file, exported);
  if (opOf(file, value) !== Op.Cell) return value === fn;
  return (file.variables[aOf(file, value)]?.definitions ?? []).some(
    (d) => d === fn || (opOf(file, d) === Op.Def && aOf(file, d) === fn),
  );
}

/** Importers through barrels, where one of the names (or a renamed one) stands. */
export function* importersOfNames(program: ProgramView, path: string, names: Set<string>): Iterable<string> {
  const handsOn = (text: string): boolean => {
    if (!reexports(text) && !text.includes('module.exports')) return false;
    for (const m of text.matchAll(/\b([\w$]+)\s+as\s+([\w$]+)/g)) {
      if (m[1] !== undefined && m[2] !== undefined && names.has(m[1])) names.add(m[2]);
    }
    return true;
  };
  for (const [importer, text] of importersThrough(program, path, handsOn)) if (mentions(text, names)) yield importer;
}

function mentions(text: string, names: ReadonlySet<string>): boolean {
  if (names.has('default') || names.has('=')) return true;
  for (const name of names) if (text.includes(name)) return true;
  return false;
}

/** Files that reach `path` through imports at all and name the member. */
function* namersOf(program: ProgramView, path: string, name: string): Iterable<string> {
  for (const [importer, text] of importersThrough(program, path, () => true)) if (text.includes(name)) yield importer;
}

/** Importers of a file with their texts, and those of importers that hand on what they import; each once. */
function* importersThrough(
  program: ProgramView,
  path: string,
  handsOn: (text: string) => boolean,
): Iterable<readonly [path: string, text: string]> {
  const seen = new Set<string>([path]);
  const queue = [path];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const importer of program.modules.importers(next)) {
      if (seen.has(importer)) continue;
      seen.add(importer);
      const text = program.text(importer) ?? '';
      if (handsOn(text)) queue.push(importer);
      yield [importer, text];
    }
  }
}
