import type { Framework } from '../../../../rules/schema/types.ts';
import { perObject } from '../../base/per-object.ts';
import type { Place } from '../../base/place.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { argumentCount, argumentOf, calleeOf, endOf, functionOf, startOf } from '../../extract/index.ts';
import { methodName, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import { isProduct } from '../rendered/render-sites.ts';
import type { ApiNames } from './api-names.ts';
import type { OutletSite } from './contract.ts';
import type { Outlets } from './outlets.ts';
import { rootOf } from './regions.ts';

/** What people are told at the beginning of a conversation. */
export interface Openings {
  /** A notice in the first message of the conversation that an outlet answers in, or null. */
  find(outlet: OutletSite): Place | null;
}

export interface OpeningParts {
  readonly program: Program;
  readonly index: CatalogueIndex;
  readonly names: ApiNames;
  readonly outlets: Outlets;
  readonly frameworks: readonly Framework[];
  /** A marker in what an outlet sends. */
  readonly told: (outlet: OutletSite) => Place | null;
}

const MAX_FILES = 60;

/** Finds the handlers that open a conversation (`bot.start`) beside those that answer in it: of the same project and framework. */
export function createOpenings({ program, index, names, outlets, frameworks, told }: OpeningParts): Openings {
  const opening = frameworks.filter(({ handlers = [] }) => handlers.some(({ opens }) => opens !== undefined));
  const packages = new Map(opening.map((framework) => [framework.id, framework.packages]));
  const memo = new Map<string, Place | null>();

  const find = (framework: string, project: string): Place | null => {
    const named = packages.get(framework) ?? [];
    const paths = program.matching(
      `opens ${framework}`,
      (text, path) => isProduct(path) && named.some((name) => text.includes(name)),
    );
    for (const path of paths.filter((each) => projectOf(program.paths, each) === project).slice(0, MAX_FILES)) {
      const file = program.facts(path);
      for (const call of file?.calls ?? []) {
        const found = file !== undefined && opens(file, call, framework) ? inHandlers(file, call) : null;
        if (found !== null) return found;
      }
    }
    return null;
  };

  const opens = (file: FileFacts, call: NodeId, framework: string): boolean => {
    if (methodName(file, call) === '') return false;
    return names.of(file, calleeOf(file, call)).some((name) => {
      const handler = index.handler(name);
      if (handler?.framework.id !== framework || handler.opens === undefined) return false;
      const { at, matches } = handler.opens;
      const argument = argumentOf(file, call, Number(at));
      const pattern = new RegExp(matches);
      const text = argument < 0 ? '' : (program.text(file.path) ?? '').slice(...spanOf(file, argument));
      return pattern.test(text) || program.strings({ file, node: argument }).some((each) => pattern.test(each));
    });
  };

  /** A notice in what the functions handed to a call send, or those that they call to do so. */
  const inHandlers = (file: FileFacts, call: NodeId): Place | null => {
    for (let i = 0; i < argumentCount(file, call); i++) {
      for (const e of program.entities({ file, node: argumentOf(file, call, i) })) {
        const found = e.k === 'function' ? (inFunction(e.file, e.fn) ?? inCalled(e.file, e.fn)) : null;
        if (found !== null) return found;
      }
    }
    return null;
  };

  const inCalled = (file: FileFacts, fn: FunctionId): Place | null => {
    for (const call of file.calls) {
      if (!isInside(file, functionOf(file, call), fn)) continue;
      for (const e of program.entities({ file, node: calleeOf(file, call) })) {
        const found = e.k === 'function' ? inFunction(e.file, e.fn) : null;
        if (found !== null) return found;
      }
    }
    return null;
  };

  const inFunction = (file: FileFacts, fn: FunctionId): Place | null => {
    for (const outlet of outlets.ofFile(file).get(rootOf(file, fn)) ?? []) {
      const found = isInside(file, functionOf(file, outlet.node), fn) ? told(outlet) : null;
      if (found !== null) return found;
    }
    return null;
  };

  return {
    find({ framework, file: { path } }) {
      if (!packages.has(framework)) return null;
      const project = projectOf(program.paths, path);
      const key = `${framework} ${project}`;
      let found = memo.get(key);
      if (found === undefined) memo.set(key, (found = find(framework, project)));
      return found;
    },
  };
}

function isInside(file: FileFacts, inner: FunctionId, outer: FunctionId): boolean {
  for (let fn = inner; fn > 0; fn = file.functions[fn]?.parent ?? 0) if (fn === outer) return true;
  return false;
}

const manifestsOf = perObject((paths: readonly string[]): ReadonlySet<string> => {
  const found = paths.filter((path) => /(?:^|\/)package\.json$/.test(path));
  return new Set(found.map((path) => path.slice(0, -'package.json'.length)));
});

const spanOf = (file: FileFacts, node: NodeId): [number, number] => [startOf(file, node), endOf(file, node)];

/** The folder of the nearest manifest above a path. */
function projectOf(paths: readonly string[], path: string): string {
  const known = manifestsOf(paths);
  for (let slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
    const folder = path.slice(0, slash + 1);
    if (known.has(folder)) return folder;
    if (slash === 0) break;
  }
  return '';
}
