import { createHash } from 'node:crypto';
import type { WorkspaceChange } from '../../engine/workspace/index.ts';

/** All that a check looks at: where nothing of it differs, nothing that it finds does. */
export type CheckInputs = Required<Pick<WorkspaceChange, 'packages' | 'tsconfigs' | 'catalogue' | 'settings'>> & {
  readonly texts: ReadonlyMap<string, string>;
};

/**
 * A name for the inputs of a check: hex. No absolute path goes into it, so that it is the same on every machine.
 *
 * @param build the state of the engine
 */
export function inputsKey(build: string, inputs: CheckInputs): string {
  const { texts, catalogue, settings, packages, tsconfigs } = inputs;
  const hash = createHash('sha256').update(build);
  const paths = [...texts.keys()].sort();
  for (const part of [catalogue, packages, tsconfigs]) hash.update('\0').update(JSON.stringify(part));
  hash.update('\0').update(JSON.stringify(settings, settingOf(paths)));
  for (const path of paths)
    hash
      .update('\0')
      .update(path)
      .update('\0')
      .update(texts.get(path) ?? '');
  return hash.digest('hex');
}

/** Settings test paths by functions: what one says of all paths stands for it. Where a config lies says nothing. */
const settingOf =
  (paths: readonly string[]) =>
  (key: string, value: unknown): unknown => {
    if (key === 'sources') return undefined;
    return typeof value === 'function'
      ? paths.map((path) => Number((value as (path: string) => unknown)(path)))
      : value;
  };

/** A name for one text of one file: hex. */
export function textKey(build: string, path: string, text: string): string {
  return createHash('sha256').update(build).update('\0').update(path).update('\0').update(text).digest('hex');
}
