import type { FileFacts } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, listItems, opOf, Op } from '../../extract/index.ts';
import { apiName, propertyValues, type Entity, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import { createSlices, mayLeadToModel, typesMayLead, type Tips } from './client-slice.ts';

/** Members and returns looked into to see whether a value leads to a model. */
const MAX_DEPTH = 6;

/** Where clients, providers, hosts and what is made of them are at hand. */
export interface Supply {
  /** Files that can hold a model call, sorted. */
  readonly files: readonly string[];
  /** Names under which clients reach a file, put together: what is asked of the file depends on them. */
  reaching(path: string): string;
  /** Whether a value of such a file can be, or lead to, a client. */
  leads(file: FileFacts, node: number): boolean;
}

type Incoming = ReadonlyMap<string, ReadonlySet<string>>;

/** Exports of a file that hand a client on, if clients reach the file under these names. */
export type HandsOn = (file: FileFacts, names: ReadonlySet<string>) => readonly string[];

/** Where nothing of clients is known: in every file that names an AI package or host. */
export function supplyOfMentions(program: Program, index: CatalogueIndex): Supply {
  return { files: mentioning(program, index), reaching: () => '', leads: () => true };
}

const mentioning = (program: Program, index: CatalogueIndex): readonly string[] =>
  program.matching('mentions of models', (text) => index.mentions.test(text));

/**
 * Follows clients through the program, from the files that name an AI package or host to those that import what these
 * hand on: a client, a function or class that gives one, an address, a type that has one. What a model made is no client,
 * so that the files which only use answers are never looked at. A fixed point over exports; each file is looked at when
 * something new reaches it.
 */
export function findSupply(program: Program, index: CatalogueIndex, handsOn: HandsOn): Supply {
  /** Names under which clients reach a file, by file; empty for those that name a package or host themselves. */
  const incoming = new Map<string, Set<string>>();
  const carried = new Set<string>();
  const queue: string[] = [];
  for (const path of mentioning(program, index)) {
    incoming.set(path, new Set());
    queue.push(path);
  }

  const carry = (path: string, name: string): void => {
    carried.add(`${path}\0${name}`);
    const { files, names } = program.importersOf(path, name);
    for (const importer of files) {
      const known = incoming.get(importer) ?? new Set<string>();
      const before = known.size;
      for (const each of names) known.add(each);
      if (incoming.has(importer) && known.size === before) continue;
      incoming.set(importer, known);
      queue.push(importer);
    }
  };

  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const file = program.facts(path);
    if (file === undefined) continue;
    // what a class inherits may send to where its own members say
    for (const base of basesOf(program, file)) {
      if (incoming.has(base)) continue;
      incoming.set(base, new Set());
      queue.push(base);
    }
    for (const name of handsOn(file, incoming.get(path) ?? NO_NAMES)) {
      if (!carried.has(`${path}\0${name}`)) carry(path, name);
    }
  }

  return {
    files: [...incoming.keys()].sort(),
    reaching(path) {
      const names = [...(incoming.get(path) ?? NO_NAMES)];
      return names.length < 2 ? (names[0] ?? '') : names.sort().join(' ');
    },
    leads: createSlices(tipsOf(program, index, incoming, true)),
  };
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Files of the classes that the classes of a file extend. */
function basesOf(program: Program, file: FileFacts): ReadonlySet<string> {
  const out = new Set<string>();
  for (const { superclass } of file.classes) {
    if (superclass < 0) continue;
    for (const e of program.entities({ file, node: superclass })) {
      if (e.k === 'class' && e.file !== file) out.add(e.file.path);
    }
  }
  return out;
}

/** What a file of a program hands on; one program's questions share what they find. */
export function createHandsOn(program: Program, index: CatalogueIndex): HandsOn {
  const holds = createHolds(program, index);
  return (file, names) => {
    const tips = tipsOf(program, index, new Map([[file.path, names]]), false);
    const carried = new Set<string>();
    for (const exported of file.exports) {
      if (exported.specifier !== null || carried.has(exported.name)) continue;
      if (program.importersOf(file.path, exported.name).files.length === 0) continue;
      const leads =
        exported.node < 0
          ? declares(file, exported.name, tips)
          : mayLeadToModel(file, exported.node, tips) && holds({ file, node: exported.node });
      if (leads) carried.add(exported.name);
    }
    for (const { name, exported, classId } of file.declarations) {
      if (exported && classId < 0 && !carried.has(name) && declares(file, name, tips)) carried.add(name);
    }
    return [...carried];
  };
}

function declares(file: FileFacts, name: string, tips: Tips): boolean {
  const types = file.declarations.filter((d) => d.name === name).flatMap((d) => [d.type, ...d.extends]);
  return types.length > 0 && typesMayLead(file, types, tips);
}

function tipsOf(program: Program, index: CatalogueIndex, incoming: Incoming, unknown: boolean): Tips {
  const { modules } = program;
  let globalTypes: ReadonlySet<string> | null = null;
  /** Types that scripts of declarations among the files declare for all. */
  const ambient = (): ReadonlySet<string> =>
    (globalTypes ??= new Set(
      [...incoming.keys()]
        .filter((path) => /\.d\.[cm]?ts$/.test(path))
        .flatMap((path) => program.facts(path)?.declarations.map((d) => d.name) ?? []),
    ));
  const ofModule = (file: FileFacts, specifier: string, name: string): boolean => {
    const target = modules.resolve(file.path, specifier);
    if (target.k === 'package') {
      return index.isModelPackage(target.name) || index.leadsToModel(index.canonical(target.name, name || '*'));
    }
    const reaching = incoming.get(file.path);
    if (target.k !== 'file' || reaching === undefined || reaching.size === 0) return false;
    return name === '*' || name === '=' || reaching.has(name) || reaching.has('=');
  };
  return {
    imported: (file, i) => {
      const record = file.imports[i];
      return record !== undefined && ofModule(file, record.specifier, record.name);
    },
    importedType: ofModule,
    global: (name) => index.leadsToModel(index.canonical('', name)),
    globalType: (name) => index.annotation('', name) !== null || ambient().has(name),
    text: (text) => index.hostTexts.some((host) => text.includes(host)),
    unknown,
  };
}

/** Whether a node, resolved, is something from which a model call can still be made. */
function createHolds(program: Program, index: CatalogueIndex): (ref: { file: FileFacts; node: number }) => boolean {
  const { resolver } = program;
  const memo = new Map<string, boolean>();

  const ofNode = (file: FileFacts, node: number, depth: number): boolean =>
    depth <= MAX_DEPTH && (isMadeWithHost(file, node) || resolver.of(file, node).some((e) => ofEntity(e, depth)));

  /** `new ApiClient('https://api.openai.com/v1')`, of a class of the project. */
  const isMadeWithHost = (file: FileFacts, node: number): boolean => {
    let n = node;
    while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
    if (opOf(file, n) !== Op.New) return false;
    const given = Array.from({ length: argumentCount(file, n) }, (_, i) => argumentOf(file, n, i));
    return given.some((argument) => program.strings({ file, node: argument }).some((text) => isHostPart(index, text)));
  };

  const ofEntity = (e: Entity, depth: number): boolean => {
    switch (e.k) {
      case 'api':
        return index.leadsToModel(apiName(e));
      case 'global':
        return index.leadsToModel(index.canonical('', e.name));
      case 'literal':
        return program.strings(e).some((text) => index.host(text) !== null || isHostPart(index, text));
      case 'module':
        return true;
      case 'interface':
        return false;
      case 'function':
        return once(`f${String(e.fn)}:${e.file.path}`, () =>
          (e.file.functions[e.fn]?.returns ?? []).some((exit) => ofNode(e.file, exit.node, depth + 1)),
        );
      case 'object':
        return once(`o${String(e.node)}:${e.file.path}`, () => {
          const values =
            opOf(e.file, e.node) === Op.Array
              ? Array.from(listItems(e.file, aOf(e.file, e.node))).slice(0, 32)
              : propertyValues(e.file, e.node);
          return values.some((value) => ofNode(e.file, value, depth + 1));
        });
      case 'class':
      case 'instance':
        return once(`c${String(e.cls)}:${e.file.path}`, () => ofClass(e.file, e.cls, depth));
    }
  };

  const ofClass = (file: FileFacts, cls: number, depth: number): boolean => {
    const facts = file.classes[cls];
    if (facts === undefined) return false;
    if (ofNode(file, facts.superclass, depth + 1)) return true;
    const names = new Set(facts.fields.map((field) => field.name));
    for (const id of [facts.ctor, ...facts.methods]) {
      const fn = file.functions[id];
      if (id !== facts.ctor && fn !== undefined) names.add(fn.name);
      for (const write of fn?.thisWrites ?? []) names.add(write.key ?? '');
    }
    for (const k of ['instance', 'class'] as const) {
      for (const name of names) {
        if (resolver.member({ k, file, cls }, name).some((e) => ofEntity(e, depth + 1))) return true;
      }
    }
    return false;
  };

  const once = (key: string, compute: () => boolean): boolean => {
    const known = memo.get(key);
    if (known !== undefined) return known;
    memo.set(key, false);
    const found = compute();
    memo.set(key, found);
    return found;
  };

  return ({ file, node }) => ofNode(file, node, 0);
}

const isHostPart = (index: CatalogueIndex, text: string): boolean =>
  index.hostTexts.some((host) => text.includes(host));
