import type { Sdk } from '../../rules/schema/types.ts';
import type { Checked } from './check-package.ts';
import { better } from './claims.ts';
import type { Standing } from './claims.ts';

/** A package that was read. */
export interface VerifiedPackage {
  readonly name: string;
  readonly version: string;
  readonly on: string;
  /** Paths of the file that stand in this version; those the declarations leave open; those it does not have. */
  readonly proven: number;
  readonly open: number;
  readonly missing: number;
  /** Why nothing could be read. */
  readonly trouble?: string;
  /** Why it need not be. */
  readonly why?: string;
}

/** A path that the declarations do not prove, and the reason given for it. */
export interface Unproven {
  readonly path: string;
  readonly why: string | null;
}

/** What the packages say of one SDK's file. */
export interface VerifiedSdk {
  readonly id: string;
  readonly packages: readonly VerifiedPackage[];
  readonly paths: number;
  readonly proven: number;
  /** Declared as `any` or by an index: the declarations tell nothing. */
  readonly open: readonly Unproven[];
  readonly unproven: readonly Unproven[];
  /** Callables of the packages that take content and are not in the catalogue. */
  readonly notCovered: readonly { readonly path: string; readonly takes: string; readonly why: string | null }[];
}

export interface Verification {
  readonly sdks: readonly VerifiedSdk[];
}

interface Entry {
  readonly sdk: Sdk;
  readonly packages: VerifiedPackage[];
  readonly claims: Map<string, Standing>;
  readonly notCovered: Map<string, string>;
}

/**
 * Collects what versions of packages say.
 * @param on today
 * @param before what was known of SDKs that are not asked about this time
 * @param known all SDKs: what was known of others is dropped, and reasons are those that they give now
 */
export function createRecord(on: string, before: Verification | null, known: readonly Sdk[]) {
  const entries = new Map<string, Entry>();

  function entryOf(sdk: Sdk): Entry {
    const entry = entries.get(sdk.id) ?? { sdk, packages: [], claims: new Map(), notCovered: new Map() };
    entries.set(sdk.id, entry);
    return entry;
  }

  return {
    /** A package that no registry has. */
    passedOver(sdk: Sdk, name: string, why: string): void {
      entryOf(sdk).packages.push({ name, version: '', on, proven: 0, open: 0, missing: 0, trouble: 'not read', why });
    },
    failed(sdk: Sdk, name: string, range: string, trouble: string): void {
      entryOf(sdk).packages.push({ name, version: range, on, proven: 0, open: 0, missing: 0, trouble });
    },
    add(sdk: Sdk, name: string, version: string, { claims, notCovered }: Checked): void {
      const entry = entryOf(sdk);
      const count = (wanted: Standing): number => (claims ?? []).filter(([, standing]) => standing === wanted).length;
      entry.packages.push({
        name,
        version,
        on,
        proven: count('proven'),
        open: count('open'),
        missing: count('missing'),
        ...(claims === null ? { trouble: 'the package has no type declarations' } : {}),
      });
      for (const [path, standing] of claims ?? []) entry.claims.set(path, better(entry.claims.get(path), standing));
      for (const { path, takes } of notCovered) entry.notCovered.set(path, takes.join(', '));
    },
    verification(): Verification {
      const sdks = new Map<string, VerifiedSdk>();
      for (const one of before?.sdks ?? []) {
        const sdk = known.find(({ id }) => id === one.id);
        if (sdk !== undefined) sdks.set(one.id, explained(one, sdk));
      }
      for (const entry of entries.values()) sdks.set(entry.sdk.id, summary(entry));
      return { sdks: [...sdks.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
    },
  };
}

function summary({ sdk, packages, claims, notCovered }: Entry): VerifiedSdk {
  const all = [...claims];
  const standingAs = (wanted: Standing): readonly Unproven[] =>
    all
      .filter(([, standing]) => standing === wanted)
      .map(([path]) => ({ path, why: reason(sdk.verify?.unproven, path) }));
  return {
    id: sdk.id,
    packages,
    paths: all.length,
    proven: all.filter(([, standing]) => standing === 'proven').length,
    open: standingAs('open'),
    unproven: standingAs('missing'),
    notCovered: [...notCovered].map(([path, takes]) => ({ path, takes, why: reason(sdk.verify?.left, path) })),
  };
}

/** What is on record, with the reasons that the entry gives now. */
function explained(one: VerifiedSdk, { verify }: Sdk): VerifiedSdk {
  const told = ({ path }: Unproven): Unproven => ({ path, why: reason(verify?.unproven, path) });
  return {
    ...one,
    open: one.open.map(told),
    unproven: one.unproven.map(told),
    notCovered: one.notCovered.map(({ path, takes }) => ({ path, takes, why: reason(verify?.left, path) })),
  };
}

/** The reason given for a path, or for all that match a pattern (`*` stands for anything). */
function reason(reasons: Readonly<Record<string, string>> | undefined, path: string): string | null {
  for (const [pattern, why] of Object.entries(reasons ?? {})) {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
    if (path === pattern || new RegExp(`^${parts.join('.*')}(?:[ .(|].*)?$`).test(path)) return why;
  }
  return null;
}

/** What is neither proven nor explained, one line each. */
export function gaps({ sdks }: Verification, ids: ReadonlySet<string>): readonly string[] {
  return sdks
    .filter(({ id }) => ids.has(id))
    .flatMap(({ id, packages, open, unproven, notCovered }) => [
      ...packages.flatMap(({ name, version, trouble, why }) =>
        trouble === undefined || why !== undefined ? [] : [`${id}: not read: ${name}@${version}: ${trouble}`],
      ),
      ...open.filter(({ why }) => why === null).map(({ path }) => `${id}: open: ${path}`),
      ...unproven.filter(({ why }) => why === null).map(({ path }) => `${id}: not there: ${path}`),
      ...notCovered.filter(({ why }) => why === null).map(({ path, takes }) => `${id}: not known: ${path} (${takes})`),
    ]);
}
