import type { FileFacts, FunctionId } from '../extract/facts.ts';
import { createCallSites, type KnownCallers } from './callers/index.ts';
import type { Entity, NodeRef, ProgramView, RegistrationSite, ShapeView } from './contract.ts';
import { apiEntity, type Canonical } from './entities/api-path.ts';
import { createEntityResolver, type EntityResolver } from './entities/resolver.ts';
import type { TextView } from './live-texts.ts';
import { createExportResolver } from './modules/index.ts';
import { propertyOf } from './properties.ts';
import { createRegistrations } from './registrations.ts';
import { createShapes } from './shapes/index.ts';
import { createLimitLog } from './limit-log.ts';
import { createStrings } from './strings.ts';

export interface ProgramInput {
  /** What the texts say by themselves. */
  readonly texts: TextView;
  /** Text of a path, undefined if it is not in the workspace. */
  text(path: string): string | undefined;
  /** Facts of a path, memoised by the caller. */
  readonly facts: (path: string) => FileFacts | undefined;
  /** The catalogue's names for API paths; link itself knows no SDK. */
  readonly canonical: Canonical;
  /** Knows callers across programs over the same texts. */
  readonly callers?: KnownCallers;
}

export interface Program extends ProgramView {
  readonly shapes: ShapeView;
  readonly resolver: EntityResolver;
  /** The value of a property of the object literal a node holds, or null; see properties.ts. */
  propertyOf(ref: NodeRef, keys: readonly string[]): NodeRef | null;
  /** To which calls a function is handed, in any file. */
  registrations(file: FileFacts, fn: FunctionId): readonly RegistrationSite[];
  /** Files that import what a file exports under a name, through barrels, and the names under which they know it. */
  importersOf(path: string, name: string): { readonly files: readonly string[]; readonly names: ReadonlySet<string> };
  /** Nodes whose question was given up because it led too deep: the answers that rest on them are not whole. */
  readonly limits: () => readonly NodeRef[];
}

/** Puts the parts of the link stage together over one set of texts. Pure and lazy: nothing is extracted until asked for. */
export function createProgram(input: ProgramInput): Program {
  const { facts, texts } = input;
  const { modules, importers } = texts;
  const limits = createLimitLog();
  const exportsOf = createExportResolver(facts, modules, (path) => input.text(path));
  const exportedMemo = new Map<string, readonly (NodeRef | { readonly api: Entity })[]>();

  const exported = (path: string, name: string): readonly (NodeRef | { readonly api: Entity })[] => {
    const key = `${path}\0${name}`;
    const known = exportedMemo.get(key);
    if (known !== undefined) return known;
    exportedMemo.set(key, []);
    const found = exportsOf.resolve(path, name).map((e): NodeRef | { readonly api: Entity } => {
      if (e.k === 'node') return e.ref;
      if (e.k === 'module') return { api: { k: 'module', path: e.path } };
      return { api: apiEntity(input.canonical, e.name, e.export, null) };
    });
    exportedMemo.set(key, found);
    return found;
  };

  const lazy: {
    shapes?: ShapeView;
    resolver?: EntityResolver;
    sites?: ReturnType<typeof createCallSites>;
    registrations?: ReturnType<typeof createRegistrations>;
    strings?: ReturnType<typeof createStrings>;
  } = {};
  const program: Program = {
    facts,
    text: (path) => input.text(path),
    paths: texts.paths,
    words: texts.words,
    matching: (key, test) => texts.matching(key, test),
    passes: (path, key, test) => texts.passes(path, key, test),
    modules,
    exported,
    entities: (ref) => program.resolver.of(ref.file, ref.node),
    strings: (ref) => (lazy.strings ??= createStrings(program.resolver, limits.hit))(ref.file, ref.node),
    callSites: (file, fn, most) =>
      (lazy.sites ??= createCallSites(program, program.resolver, importers, input.callers ?? null))(file, fn, most),
    get shapes() {
      return (lazy.shapes ??= createShapes(program, exportsOf, limits.hit));
    },
    get resolver() {
      return (lazy.resolver ??= createEntityResolver(program, () => program.shapes, input.canonical, limits.hit));
    },
    propertyOf: (ref, keys) => propertyOf(program.resolver, ref, keys),
    registrations: (file, fn) =>
      (lazy.registrations ??= createRegistrations(program, program.resolver, importers))(file, fn),
    importersOf: (path, name) => ({
      files: importers.naming(path, [name]),
      names: importers.renamed(path, new Set([name])),
    }),
    limits: limits.hits,
  };
  return program;
}
