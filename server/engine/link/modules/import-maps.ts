import { parse } from 'jsonc-parser';
import type { PackageInput } from '../contract.ts';
import { strings } from './manifest.ts';
import { isRecord } from '../../../../rules/schema/index.ts';
import { ancestors, directoryOf, isWithin, joinPath } from './posix.ts';

/** File names that may hold an import map. */
const DENO_FILE = /^(?:deno\.jsonc?|import_map\.json|importmap\.json)$/;

interface ImportMap {
  readonly directory: string;
  /** Keys as written (a key that ends in `/` is a prefix), longest first. */
  readonly imports: readonly (readonly [string, string])[];
  readonly scopes: readonly { readonly prefix: string; readonly imports: readonly (readonly [string, string])[] }[];
}

/** Import maps (WHATWG import maps as Deno reads them) of the workspace. */
export interface ImportMaps {
  /**
   * What the nearest map above the importing file puts in place of a specifier.
   *
   * @returns a path relative to the root (`file`), another specifier (`specifier`), or null if no map names it
   */
  map(from: string, specifier: string): { readonly file: string } | { readonly specifier: string } | null;
  /** Deno workspace members with a name: they can be imported like packages. */
  readonly members: readonly PackageInput[];
  /** Files the maps were read from: a change of one of them changes resolution. */
  readonly files: ReadonlySet<string>;
}

function isImportMapFile(path: string): boolean {
  return DENO_FILE.test(path.slice(path.lastIndexOf('/') + 1));
}

export function createImportMaps(paths: Iterable<string>, text: (path: string) => string | undefined): ImportMaps {
  const files = new Set<string>();
  const members: PackageInput[] = [];
  const byDirectory = new Map<string, ImportMap[]>();
  const read = (path: string, at: string): void => {
    const json: unknown = parse((text(path) ?? '').replace(/^\uFEFF/, ''), [], { allowTrailingComma: true });
    files.add(path);
    if (!isRecord(json)) return;
    const directory = directoryOf(path);
    const map = { directory, imports: sorted(json['imports']), scopes: scopesOf(json['scopes'], directory) };
    if (map.imports.length > 0 || map.scopes.length > 0) byDirectory.set(at, [...(byDirectory.get(at) ?? []), map]);
    if (typeof json['name'] === 'string') {
      members.push({ directory, manifest: { name: json['name'], version: json['version'], exports: json['exports'] } });
    }
    const other = typeof json['importMap'] === 'string' ? joinPath(directory, json['importMap']) : null;
    if (other !== null && !files.has(other) && text(other) !== undefined) read(other, directory);
  };
  for (const path of paths) if (isImportMapFile(path)) read(path, directoryOf(path));
  return {
    files,
    members,
    map(from, specifier) {
      if (byDirectory.size === 0) return null;
      for (const folder of ancestors(directoryOf(from))) {
        for (const map of byDirectory.get(folder) ?? []) {
          const target = lookup(map, from, specifier);
          if (target === null) continue;
          if (!target.startsWith('.') && !target.startsWith('/')) return { specifier: target };
          const file = joinPath(target.startsWith('/') ? '' : map.directory, target);
          if (file !== null) return { file };
        }
      }
      return null;
    },
  };
}

function scopesOf(value: unknown, directory: string): ImportMap['scopes'] {
  if (!isRecord(value)) return [];
  return Object.entries(value)
    .flatMap(([key, imports]) => {
      const prefix = joinPath(directory, key);
      return prefix === null ? [] : [{ prefix, imports: sorted(imports) }];
    })
    .sort((a, b) => b.prefix.length - a.prefix.length);
}

function sorted(imports: unknown): readonly (readonly [string, string])[] {
  return [...strings(imports)].sort((a, b) => b[0].length - a[0].length);
}

function lookup(map: ImportMap, from: string, specifier: string): string | null {
  for (const scope of map.scopes) {
    const target = isWithin(from, scope.prefix) ? match(scope.imports, specifier) : null;
    if (target !== null) return target;
  }
  return match(map.imports, specifier);
}

/** Exact key, else longest prefix; Deno also lets `"pkg": "npm:pkg"` stand for `pkg/sub`. */
function match(imports: readonly (readonly [string, string])[], specifier: string): string | null {
  for (const [key, target] of imports) {
    if (key === specifier) return target;
    if (key.endsWith('/') && specifier.startsWith(key)) return target + specifier.slice(key.length);
    if (/^(?:npm|jsr):/.test(target) && specifier.startsWith(`${key}/`)) return target + specifier.slice(key.length);
  }
  return null;
}
