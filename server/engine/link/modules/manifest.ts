import { isRecord } from '../../../../rules/schema/index.ts';
import type { PackageInput } from '../contract.ts';

/** The fields of a package.json that matter to resolution, each checked. */
export interface Manifest {
  readonly directory: string;
  readonly name: string | null;
  readonly version: string | null;
  readonly exports: unknown;
  readonly imports: unknown;
  /** `source`, `module`, `main`, `types`, … as far as they are strings, in the order they are to be tried. */
  readonly entries: readonly string[];
  /** All kinds of dependencies: name → version as written. */
  readonly dependencies: ReadonlyMap<string, string>;
  /** `_moduleAliases` of the module-alias package: prefix → path. */
  readonly aliases: ReadonlyMap<string, string>;
}

const ENTRY_FIELDS = ['source', 'module', 'jsnext:main', 'main', 'browser', 'react-native', 'types', 'typings'];
const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Reads what resolution needs from a parsed package.json; anything of an unexpected type is left out. */
export function readManifest(input: PackageInput): Manifest {
  const json = isRecord(input.manifest) ? input.manifest : {};
  const dependencies = new Map<string, string>();
  for (const field of DEPENDENCY_FIELDS) {
    for (const [name, version] of strings(json[field])) if (!dependencies.has(name)) dependencies.set(name, version);
  }
  return {
    directory: input.directory,
    name: typeof json['name'] === 'string' && json['name'] !== '' ? json['name'] : null,
    version: typeof json['version'] === 'string' ? json['version'] : null,
    exports: json['exports'],
    imports: json['imports'],
    entries: ENTRY_FIELDS.map((field) => json[field]).filter((value) => typeof value === 'string'),
    dependencies,
    aliases: new Map(strings(json['_moduleAliases'])),
  };
}

/** Entries of an object whose values are strings. */
export function strings(value: unknown): readonly (readonly [string, string])[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => (typeof item === 'string' ? [[key, item] as const] : []));
}

const LOCAL_RANGE = /^(?:workspace:|portal:|\*|x$|latest$|$)/;

/**
 * Whether a dependency range can mean a package of the same name in the workspace. A folder `examples/openai` whose
 * package happens to be called `openai` must not stand for the real one.
 */
export function admits(range: string, local: Manifest): boolean {
  if (LOCAL_RANGE.test(range)) return true;
  const wanted = /\d+/.exec(range)?.[0];
  const has = /^\D*(\d+)/.exec(local.version ?? '')?.[1];
  return wanted !== undefined && has !== undefined && wanted === has;
}
