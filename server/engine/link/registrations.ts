import type { ExportFacts, FileFacts, FunctionId } from '../extract/facts.ts';
import { aOf, argumentCount, argumentOf, opOf, Op } from '../extract/index.ts';
import { defined, type Importers } from './callers/index.ts';
import type { NodeRef, ProgramView, RegistrationSite } from './contract.ts';
import { MAX_KEYS, propertiesOf, registrationsOf, wrappersOf } from './entities/registrations.ts';
import type { EntityResolver } from './entities/resolver.ts';

/** Importing files looked into for one file's handlers. */
const MAX_IMPORTERS = 40;
/** Most properties looked at in the arguments of one file's calls. */
const MAX_PROPERTIES = 5000;

type Index = ReadonlyMap<string, readonly RegistrationSite[]>;

const functionKey = (file: FileFacts, fn: FunctionId): string => `${String(fn)}:${file.path}`;

/**
 * To which calls a function is handed, in any file: as an argument, in an object that is one (`{ handler: show }`,
 * `{ resolvers: { Query } }`), or as the result of a wrapper.
 */
export function createRegistrations(
  program: ProgramView,
  resolver: EntityResolver,
  importers: Importers,
): (file: FileFacts, fn: FunctionId) => readonly RegistrationSite[] {
  const indexes = new WeakMap<FileFacts, Index>();
  const memo = new WeakMap<FileFacts, Map<FunctionId, readonly RegistrationSite[]>>();

  const indexOf = (file: FileFacts): Index => {
    let index = indexes.get(file);
    if (index === undefined) indexes.set(file, (index = indexObjects(resolver, file)));
    return index;
  };

  const find = (file: FileFacts, fn: FunctionId): readonly RegistrationSite[] => {
    const out: RegistrationSite[] = registrationsOf(file, fn).map((r) => ({ file, ...r }));
    for (const site of program.callSites(file, fn, MAX_IMPORTERS).sites) {
      if (site.how !== 'callback' || out.some((r) => r.file === site.file && r.call === site.call)) continue;
      out.push({ file: site.file, call: site.call, keys: [] });
      for (const r of wrappersOf(site.file, site.call)) out.push({ file: site.file, ...r });
    }
    const names = new Set(file.exports.filter((e) => mayGive(file, e, fn)).map((e) => e.name));
    if (names.size === 0) return out;
    let looked = 0;
    for (const path of importers.naming(file.path, names)) {
      if (++looked > MAX_IMPORTERS) break;
      const importer = program.facts(path);
      if (importer !== undefined) out.push(...(indexOf(importer).get(functionKey(file, fn)) ?? []));
    }
    return out;
  };

  return (file, fn) => {
    let known = memo.get(file);
    if (known === undefined) memo.set(file, (known = new Map<FunctionId, readonly RegistrationSite[]>()));
    let found = known.get(fn);
    if (found === undefined) known.set(fn, (found = find(file, fn)));
    return found;
  };
}

/** Whether what a file exports may be a function of it, or hold it: other functions and constants do not. */
function mayGive(file: FileFacts, exported: ExportFacts, fn: FunctionId): boolean {
  if (exported.specifier !== null || exported.node < 0) return false;
  const value = defined(file, exported.node);
  const op = opOf(file, value);
  if (op === Op.Func) return aOf(file, value) === fn;
  return op !== Op.Class && op !== Op.Str && op !== Op.Num && op !== Op.Bool && op !== Op.Template && op !== Op.Jsx;
}

/** Functions of other files that stand in objects which the calls of a file are handed. */
function indexObjects(resolver: EntityResolver, file: FileFacts): Index {
  const index = new Map<string, RegistrationSite[]>();
  let budget = MAX_PROPERTIES;

  const visit = ({ file: at, node }: NodeRef, site: RegistrationSite): void => {
    if (!mayBeImported(at, node)) return;
    for (const e of resolver.of(at, node)) {
      if (e.k === 'function' && e.file !== file && site.keys.length > 0) {
        const key = functionKey(e.file, e.fn);
        index.set(key, [...(index.get(key) ?? []), site]);
      } else if (e.k === 'object' && opOf(e.file, e.node) === Op.Object && site.keys.length < MAX_KEYS) {
        for (const [key, value] of propertiesOf(e.file, e.node)) {
          if (budget-- <= 0) return;
          visit({ file: e.file, node: value }, { ...site, keys: [...site.keys, key] });
        }
      }
    }
  };

  for (const call of file.calls) {
    for (let i = 0; i < argumentCount(file, call); i++) {
      visit({ file, node: argumentOf(file, call, i) }, { file, call, keys: [] });
    }
  }
  return index;
}

/** Whether a node can be an imported function or object, or an object that holds one. */
function mayBeImported(file: FileFacts, node: number): boolean {
  switch (opOf(file, node)) {
    case Op.Object:
    case Op.Import:
    case Op.Cell:
    case Op.Func:
      return true;
    case Op.Def:
      return mayBeImported(file, aOf(file, node));
    default:
      return false;
  }
}
