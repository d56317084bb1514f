import type { Framework } from '../../../../rules/schema/types.ts';
import type { Place } from '../../base/place.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  endOf,
  listAt,
  listLength,
  nodeCount,
  opOf,
  startOf,
  stringOf,
  Op,
  PropKind,
} from '../../extract/index.ts';
import type { Program } from '../../link/index.ts';
import { covers } from '../guards/chain.ts';
import { matchesPattern } from '../guards/next-middleware.ts';

/** A header that a configuration adds to the answers of some addresses. */
interface HeaderRule {
  /** Folder of the project. */
  readonly root: string;
  readonly source: string;
  readonly place: Place;
}

/** Headers that say it, by the configuration files of frameworks and hosts. */
export interface ConfigHeaders {
  /** Where one is added to the answers of an address, or null. `others`: those added to other addresses. */
  of(path: string, url: string): { readonly at: Place | null; readonly others: readonly Place[] };
}

/** Reads `headers()` lists of `{ source, headers: [{ key, value }] }` and rules `{ '/api/**': { headers: { … } } }`. */
export function createConfigHeaders(
  program: Program,
  frameworks: readonly Framework[],
  says: (name: string, value: string) => boolean,
): ConfigHeaders {
  const files = frameworks.flatMap(({ headerFiles = [] }) => headerFiles.map((pattern) => new RegExp(pattern)));
  let rules: readonly HeaderRule[] | null = null;
  const read = (): readonly HeaderRule[] =>
    program
      .matching('files of headers', (_, path) => files.some((pattern) => pattern.test(path)))
      .flatMap((path) => (path.endsWith('.json') ? inJson(program.text(path) ?? '', path, says) : inCode(path)));
  const inCode = (path: string): readonly HeaderRule[] => {
    const file = program.facts(path);
    return file === undefined ? [] : rulesIn(program, file, says);
  };
  return {
    of(path, url) {
      rules ??= read();
      const near = rules.filter(({ root }) => path.startsWith(root));
      const found = near.find(({ source }) => matchesPattern(source, url) || covers(source, url));
      return { at: found?.place ?? null, others: near.map(({ place }) => place) };
    },
  };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

type Says = (name: string, value: string) => boolean;

function rulesIn(program: Program, file: FileFacts, says: Says): readonly HeaderRule[] {
  const out: HeaderRule[] = [];
  const add = (source: string, at: NodeId): void => {
    const place = { path: file.path, start: startOf(file, at), end: endOf(file, at) };
    out.push({ root: folderOf(file.path), source, place });
  };
  const texts = (node: NodeId): readonly string[] => (node < 0 ? [] : program.strings({ file, node }));
  const pairSays = (names: readonly string[], values: readonly string[]): boolean =>
    names.some((name) => says(name, values[0] ?? ''));
  for (let node = 0; node < nodeCount(file); node++) {
    if (opOf(file, node) !== Op.Object) continue;
    const properties = propertiesOf(file, node);
    const source = texts(properties.get('source') ?? -1)[0];
    const list = properties.get('headers') ?? -1;
    if (source !== undefined && list >= 0) {
      const listed = program.entities({ file, node: list }).find((e) => e.k === 'object');
      const array = listed?.k === 'object' ? listed : { file, node: list };
      for (const item of elementsOf(array.file, array.node)) {
        const pair = propertiesOf(array.file, item);
        const text = (key: string): readonly string[] =>
          pair.has(key) ? program.strings({ file: array.file, node: pair.get(key) ?? -1 }) : [];
        if (pairSays(text('key'), text('value'))) add(source, node);
      }
    }
    for (const [path, value] of properties) {
      if (!path.startsWith('/')) continue;
      const headers = propertiesOf(file, plain(file, propertiesOf(file, plain(file, value)).get('headers') ?? -1));
      for (const [name, given] of headers) if (says(name, texts(given)[0] ?? '')) add(path, given);
    }
  }
  return out;
}

function propertiesOf(file: FileFacts, node: NodeId): ReadonlyMap<string, NodeId> {
  const found = new Map<string, NodeId>();
  if (node < 0 || opOf(file, node) !== Op.Object) return found;
  const list = aOf(file, node);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i) !== PropKind.Init) continue;
    found.set(stringOf(file, listAt(file, list, i + 1)), listAt(file, list, i + 2));
  }
  return found;
}

function elementsOf(file: FileFacts, node: NodeId): readonly NodeId[] {
  const array = plain(file, node);
  if (array < 0 || opOf(file, array) !== Op.Array) return [];
  const list = aOf(file, array);
  return Array.from({ length: listLength(file, list) }, (_, i) => plain(file, listAt(file, list, i)));
}

function plain(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  while (n >= 0 && (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast)) n = aOf(file, n);
  return n;
}

function inJson(text: string, path: string, says: Says): readonly HeaderRule[] {
  const out: HeaderRule[] = [];
  for (const rule of listIn(parsed(text), 'headers')) {
    const { source } = record(rule);
    for (const header of listIn(rule, 'headers')) {
      const { key, value } = record(header);
      if (typeof source !== 'string' || typeof key !== 'string' || !says(key, String(value))) continue;
      const start = Math.max(0, text.indexOf(`"${key}"`));
      out.push({ root: folderOf(path), source, place: { path, start, end: start + key.length + 2 } });
    }
  }
  return out;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function listIn(value: unknown, key: string): readonly unknown[] {
  const found = record(value)[key];
  return Array.isArray(found) ? found : [];
}
