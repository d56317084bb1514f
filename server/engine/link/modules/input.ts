import type { PackageInput, TsconfigInput } from '../contract.ts';

/** What module resolution works on. All paths are POSIX and relative to the root. */
export interface ModuleInput {
  readonly paths: ReadonlySet<string> | readonly string[];
  /** Text of a path, undefined if it is not in the workspace. */
  text(path: string): string | undefined;
  /** Several may stand in one folder: the first that knows an answer gives it. */
  readonly tsconfigs: readonly TsconfigInput[];
  readonly packages: readonly PackageInput[];
  /** Symbolic links inside the root: path of the link → path of what it points to. */
  readonly links?: ReadonlyMap<string, string>;
}
