import { grouped } from '../../engine/base/grouped.ts';
import { edited, together } from '../../engine/explain/index.ts';
import type { Diagnostic, Fix, Problem } from '../../engine/explain/index.ts';

/** What a check found that is to be fixed, and the texts it looked at. */
export interface Fixable {
  readonly findings: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** New texts by path, with those that were read. */
export type Changes = ReadonlyMap<string, { readonly before: string; readonly after: string }>;

export interface FixedTexts<T> {
  /** The last check, of the texts as they are now. */
  readonly last: T;
  readonly changes: Changes;
  /** Fixes that were applied. */
  readonly count: number;
}

/** Passes until nothing is left; a fix that calls for a fix of its own again and again is stopped. */
const PASSES = 10;

/**
 * Applies the safe fix of each finding and checks again, until there is none. Fixes that touch what another one changes
 * wait for the next pass. A file that has more faults as code than before is left as it was, and not touched again.
 *
 * @param check checks with these texts in the place of those that were read
 * @param fixable what of a check is to be fixed
 */
export async function applyFixes<T>(
  check: (overlay: ReadonlyMap<string, string>) => Promise<T>,
  fixable: (checked: T) => Fixable,
): Promise<FixedTexts<T>> {
  let overlay: ReadonlyMap<string, string> = new Map();
  const original = new Map<string, string>();
  const left = new Set<string>();
  let last = await check(overlay);
  let count = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const { findings, texts, problems } = fixable(last);
    const { taken, merged } = together(findings.flatMap((finding) => safeFix(finding, left)));
    if (taken.length === 0) break;
    const now = new Map(overlay);
    for (const [path, edits] of grouped(merged.edits, (edit) => edit.path)) {
      const text = texts.get(path);
      if (text === undefined) continue;
      if (!original.has(path)) original.set(path, text);
      now.set(path, edited(text, edits));
    }
    let checked = await check(now);
    const worse = worseIn(problems, fixable(checked).problems).filter((path) => now.get(path) !== overlay.get(path));
    if (worse.length > 0) {
      for (const path of worse) {
        left.add(path);
        now.set(path, overlay.get(path) ?? original.get(path) ?? '');
      }
      checked = await check(now);
    }
    count += taken.filter(({ edits }) => !touches(edits, left)).length;
    overlay = now;
    last = checked;
  }
  const changes = [...overlay].flatMap(([path, after]) => {
    const before = original.get(path);
    return before === undefined || before === after ? [] : [[path, { before, after }] as const];
  });
  return { last, changes: new Map(changes), count };
}

/** Whether `--fix` can settle a finding. */
export const isFixable = (diagnostic: Diagnostic): boolean => safeFix(diagnostic, new Set()).length > 0;

/** The first fix that needs no look and no new file, unless it touches files that are to be left alone. */
const safeFix = ({ fixes, suppressed }: Diagnostic, left: ReadonlySet<string>): readonly Fix[] =>
  fixes
    .filter(({ safety, creates, edits }) => safety === 'safe' && creates.length === 0 && !touches(edits, left))
    .slice(0, suppressed === null ? 1 : 0);

const touches = (edits: Fix['edits'], paths: ReadonlySet<string>): boolean => edits.some(({ path }) => paths.has(path));

/** Files with more problems than before. */
function worseIn(before: readonly Problem[], now: readonly Problem[]): readonly string[] {
  const known = grouped(before, ({ path }) => path);
  return [...grouped(now, ({ path }) => path)].flatMap(([path, found]) =>
    found.length > (known.get(path)?.length ?? 0) ? [path] : [],
  );
}
