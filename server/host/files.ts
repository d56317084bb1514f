import { realpathSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem } from '../engine/explain/diagnostic.ts';
import type { PackageInput, TsconfigInput } from '../engine/workspace/index.ts';
import { isConfiguration, isMinified, isSource, isWorkspaceFile } from './kinds.ts';
import { readProjectFiles } from './project-files.ts';
import { createTextReader } from './read-text.ts';
import { reasonOf } from './reason.ts';
import { walk } from './walk.ts';

/** Longest file that is read unless told otherwise. */
const MAX_BYTES = 5 * 1024 * 1024;

export interface ReadOptions {
  /** Files to read; POSIX paths relative to the root. Configuration (tsconfig, package.json) is always read. */
  readonly includes?: (path: string) => boolean;
  /** Files and folders not to read. */
  readonly excludes?: (path: string) => boolean;
  /** Files to read besides code, schemas and configuration: templates, message catalogues. */
  readonly also?: (path: string) => boolean;
  /** Whether `.gitignore` files are heeded; true if left out. */
  readonly gitignore?: boolean;
  readonly maxBytes?: number;
  /** Told now and then how many of how many files are read; `total` is 0 while folders are still listed. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Longest stretch of work, in milliseconds, before other events get their turn; 0 for no pause. 20 if left out. */
  readonly slice?: number;
  /** Rejects with the signal's reason at the next pause. */
  readonly signal?: AbortSignal;
}

/** A workspace as it lies on disk. Paths are POSIX, relative to the root. */
export interface WorkspaceFiles {
  /** Absolute, without symbolic links. */
  readonly root: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly tsconfigs: readonly TsconfigInput[];
  readonly packages: readonly PackageInput[];
  /** Symbolic links that lead to another place inside the root: link → place. */
  readonly links: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** Files left out that hold no code to check: binary, or made by a minifier. Those that pass for code are told of. */
  readonly skipped: readonly string[];
}

/**
 * Reads all files of a workspace the engine can use. Never rejects for what is on disk: that is told as problems.
 *
 * @param root a folder, absolute or relative to the working directory
 */
export async function readWorkspace(root: string, options: ReadOptions = {}): Promise<WorkspaceFiles> {
  const pause = pauser(options.slice ?? 20, options.signal);
  const problems: Problem[] = [];
  const texts = new Map<string, string>();
  const skipped: string[] = [];
  const real = realFolder(root, problems);
  if (real === null) return { root, texts, tsconfigs: [], packages: [], links: new Map(), problems, skipped };
  const { also, includes } = options;
  const steps = walk(real, {
    wanted: (path) =>
      (isWorkspaceFile(path) || also?.(path) === true) &&
      (includes === undefined || isConfiguration(path) || includes(path)),
    excludes: options.excludes ?? (() => false),
    gitignore: options.gitignore ?? true,
  });
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    if (pause.due()) {
      options.onProgress?.(0, 0);
      await pause.take();
    }
  }
  const { files, links } = step.value;
  problems.push(...step.value.problems);
  const take = taker(real, options.maxBytes ?? MAX_BYTES, { texts, problems, skipped });
  for (const [done, path] of files.entries()) {
    take(path);
    if (pause.due()) {
      options.onProgress?.(done + 1, files.length);
      await pause.take();
    }
  }
  options.onProgress?.(files.length, files.length);
  const project = readProjectFiles(real, texts);
  problems.push(...project.problems);
  return { root: real, texts, tsconfigs: project.tsconfigs, packages: project.packages, links, problems, skipped };
}

function realFolder(root: string, problems: Problem[]): string | null {
  try {
    return realpathSync(root);
  } catch (error) {
    problems.push(problemAt('', `The folder cannot be read: ${reasonOf(error) ?? 'it does not exist'}`));
    return null;
  }
}

interface Taken {
  readonly texts: Map<string, string>;
  readonly problems: Problem[];
  readonly skipped: string[];
}

const MINIFIED = 'it was made by a minifier';

/** Reads one file into the texts, the problems or the skipped. */
function taker(root: string, maxBytes: number, into: Taken): (path: string) => void {
  const read = createTextReader(maxBytes);
  const skip = (path: string, why: string): void => {
    into.skipped.push(path);
    if (isSource(path)) into.problems.push(problemAt(path, `The file is not read: ${why}`));
  };
  return (path) => {
    const result = read(`${root}/${path}`);
    switch (result.k) {
      case 'text':
        if (isMinified(path, result.text)) skip(path, MINIFIED);
        else into.texts.set(path, result.text);
        break;
      case 'large':
        if (isMinified(path, result.head)) skip(path, MINIFIED);
        else into.problems.push(problemAt(path, `The file is not read: it is larger than ${megabytes(maxBytes)} MB`));
        break;
      case 'binary':
        skip(path, 'it is binary');
        break;
      case 'failed':
        into.problems.push(problemAt(path, `The file cannot be read: ${result.reason}`));
        break;
      case 'missing':
    }
  };
}

/**
 * Reads one file as `readWorkspace` would, for a change on disk.
 *
 * @param root absolute
 * @param path POSIX, relative to the root
 * @returns null if it is gone, binary, minified or too large
 */
export function readFileText(root: string, path: string, maxBytes: number = MAX_BYTES): string | null {
  const result = createTextReader(maxBytes)(`${root}/${path}`);
  return result.k === 'text' && !(isSource(path) && isMinified(path, result.text)) ? result.text : null;
}

function problemAt(path: string, message: string): Problem {
  return { path, start: 0, end: 0, message };
}

function megabytes(bytes: number): string {
  return String(Math.round((bytes / 1024 / 1024) * 10) / 10);
}

interface Pauser {
  due(): boolean;
  take(): Promise<void>;
}

function pauser(slice: number, signal: AbortSignal | undefined): Pauser {
  let since = performance.now();
  return {
    due: () => slice > 0 && performance.now() - since >= slice,
    async take() {
      await nextTurn();
      signal?.throwIfAborted();
      since = performance.now();
    },
  };
}
