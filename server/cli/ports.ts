import type { ConfigProblem, ResolvedConfig } from '../../rules/schema/config.ts';
import type { Catalogue } from '../../rules/schema/types.ts';
import type { CheckResult, Problem } from '../engine/explain/diagnostic.ts';
import type { Extractor } from '../engine/extract/index.ts';
import type { CheckSettings, PackageInput, TsconfigInput, Workspace } from '../engine/workspace/contract.ts';
import type { Prompter } from './init/prompter.ts';

/** A stream the CLI writes to. */
export interface Output {
  /** Resolves when the text was handed on; a closed pipe resolves too. */
  write(text: string): Promise<void>;
  readonly isTTY: boolean;
  /** Columns of the terminal, null if it is none. */
  readonly columns: number | null;
}

/** What was read from disk. Paths are POSIX, relative to the root. */
export interface WorkspaceInputs {
  readonly texts: ReadonlyMap<string, string>;
  readonly tsconfigs: readonly TsconfigInput[];
  readonly packages: readonly PackageInput[];
  /** Files that could not be read. */
  readonly problems: readonly Problem[];
}

export interface ReadRequest {
  /** Files that are not to be read; POSIX path relative to the root. */
  readonly excludes: (path: string) => boolean;
  /** Told now and then how many of how many files are read. */
  readonly onProgress: (done: number, total: number) => void;
}

export interface WorkspaceOptions {
  /** Worker threads; null leaves it to the host. */
  readonly threads: number | null;
  /** Where facts of an earlier check are; null to start afresh. */
  readonly cache: CheckCache | null;
}

/** All that a check looks at. */
export interface CheckInputs extends Pick<WorkspaceInputs, 'texts' | 'tsconfigs' | 'packages'> {
  readonly catalogue: Catalogue;
  readonly settings: CheckSettings;
}

/** What earlier checks of a workspace left. */
export interface CheckCache {
  entry(inputs: CheckInputs): Promise<{
    /** What was found in the same inputs; null if that is not known. */
    readonly result: CheckResult | null;
    /** Keeps what was found now. */
    keep(result: CheckResult): Promise<void>;
  }>;
  /** An extractor that knows what was extracted before. */
  extractor(extractor: Extractor): Promise<Extractor>;
  /** What was wrong with the cache, for the user. */
  readonly notices: readonly string[];
}

export interface ConfigRequest {
  readonly root: string;
  /** The config to use; null to look for one. */
  readonly file: string | null;
  readonly catalogue: Catalogue;
  /** YYYY-MM-DD */
  readonly asOf: string;
}

export interface LoadedConfig {
  readonly config: ResolvedConfig;
  readonly problems: readonly ConfigProblem[];
}

/** Everything the CLI needs from the world: it knows no files, processes and clocks itself. */
export interface CliPorts {
  readonly version: string;
  readonly cwd: string;
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The day where the user is, as YYYY-MM-DD. */
  today(): string;
  /** Milliseconds from any fixed moment. */
  now(): number;
  readStdin(): Promise<string>;
  /** Writes a file, and makes the folders above it. Rejects with the reason. */
  writeFile(file: string, text: string): Promise<void>;
  /** Writes a file whole or not at all. Rejects with the reason. */
  replaceFile(file: string, text: string): Promise<void>;
  /** Writes a file, and makes the folders above it, unless there is one: then false. Rejects with the reason. */
  createFile(file: string, text: string): Promise<boolean>;
  /** Puts a text in the place of the one that a file holds. Rejects with the reason, as that it holds another one. */
  replaceSource(file: string, before: string, after: string): Promise<void>;
  /** Text of a file; null if there is none. Rejects with the reason if it cannot be read. */
  readFile(file: string): Promise<string | null>;
  /** Paths relative to the root that differ from where this branch left a revision. Rejects with the reason. */
  changedFiles(root: string, revision: string): Promise<readonly string[]>;
  /** Texts of such files before that; null for those that were not there. Rejects with the reason. */
  textsBefore(root: string, revision: string, paths: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** Addresses of where a repository comes from; none where there is no repository, or no git. */
  remotes(root: string): Promise<readonly string[]>;
  /** Asks whoever sits at the terminal; null if nobody does. */
  prompter(): Promise<Prompter | null>;
  /** What stands at an absolute path; null if nothing does. Links are followed. */
  kindOf(path: string): Promise<'file' | 'directory' | null>;
  /** The path without symbolic links, or the path itself where it cannot be told. */
  realPath(path: string): Promise<string>;
  createWorkspace(options: WorkspaceOptions): Workspace | Promise<Workspace>;
  /**
   * The cache of a workspace; null where none can be kept.
   *
   * @param root absolute
   * @param folder absolute; null leaves it to the host
   */
  openCache(root: string, folder: string | null): Promise<CheckCache | null>;
  readWorkspace(root: string, request: ReadRequest): Promise<WorkspaceInputs>;
  /** Rejects if the rules that came with the tool cannot be read. */
  readCatalogue(): Promise<Catalogue>;
  /** The JSON Schema of `--format json`. */
  readReportSchema(): Promise<object>;
  loadConfig(request: ConfigRequest): Promise<LoadedConfig>;
  /** The same configuration with those in folders of the workspace. */
  withNested(loaded: LoadedConfig, request: ConfigRequest, texts: ReadonlyMap<string, string>): Promise<LoadedConfig>;
  /** Starts the language server on the streams of this process. */
  startLanguageServer(): Promise<void>;
  /** The catalogue with what the team's config adds. */
  mergeKnowledge(catalogue: Catalogue, config: ResolvedConfig): Catalogue;
}
