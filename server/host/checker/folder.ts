import { isDeepStrictEqual } from 'node:util';
import type { TeamKnowledge } from '../../../rules/schema/config.ts';
import type { Catalogue } from '../../../rules/schema/types.ts';
import type { AiCall, Diagnostic } from '../../engine/explain/index.ts';
import type { Extractor } from '../../engine/extract/index.ts';
import { createWorkspace } from '../../engine/workspace/index.ts';
import type { Workspace } from '../../engine/workspace/index.ts';
import { loadConfig, mergeKnowledge, withNested } from '../config/index.ts';
import type { LoadOptions } from '../config/index.ts';
import { inExcludedFolder } from '../excluded-folders.ts';
import { readFileText, readWorkspace } from '../files.ts';
import type { WorkspaceFiles } from '../files.ts';
import { isWorkspaceFile } from '../kinds.ts';
import type { Loaded, SentCheck } from './messages.ts';
import { OnceSender } from './sent-once.ts';
import { SentTexts } from './sent-texts.ts';

/** What the folders are checked with, the same for all of them. */
export interface CheckTools {
  readonly catalogue: Catalogue;
  readonly extractor: Extractor;
  /** The day, as YYYY-MM-DD. */
  readonly today: () => string;
}

interface Filter {
  readonly belongs: (path: string) => boolean;
  readonly includes: (path: string) => boolean;
}

/** One folder in the thread that checks: the engine's workspace over what lies on disk, and over it what editors hold. */
export class CheckedFolder {
  readonly #root: string;
  readonly #catalogue: Catalogue;
  readonly #workspace: Workspace;
  #onDisk = new Map<string, string>();
  readonly #open = new Map<string, string>();
  #filter: Filter | null = null;
  /** What the engine was given last. */
  #given: (Pick<WorkspaceFiles, 'tsconfigs' | 'packages'> & { readonly knowledge: TeamKnowledge }) | null = null;
  readonly #today: () => string;
  /** The day for which the configuration was read. */
  #day = '';
  readonly #texts = new SentTexts();
  readonly #findings = new OnceSender<Diagnostic>();
  readonly #calls = new OnceSender<AiCall>();

  /** The day is asked for before each check: an editor stays open for weeks. */
  constructor(root: string, { catalogue, extractor, today }: CheckTools) {
    this.#root = root;
    this.#today = today;
    this.#catalogue = catalogue;
    this.#workspace = createWorkspace(extractor);
  }

  /** Reads the folder and its configuration, again if need be: texts that are the same keep what is known of them. */
  async load(onProgress: (done: number, total: number) => void): Promise<Loaded> {
    const asked = this.#asked();
    const ofRoot = await loadConfig(asked);
    const files = await readWorkspace(this.#root, { excludes: ofRoot.config.excludes, onProgress });
    const { config, problems } = await withNested(ofRoot, asked, files.texts);
    this.#filter = {
      belongs: (path) => !inExcludedFolder(path) && !config.excludes(path),
      includes: config.includes,
    };
    const read = [...files.texts].filter(([path]) => !config.excludes(path));
    const texts = new Map<string, string | null>(read);
    for (const path of this.#onDisk.keys()) if (!texts.has(path)) texts.set(path, null);
    for (const [path, text] of this.#open) if (this.#filter.belongs(path)) texts.set(path, text);
    this.#onDisk = new Map(files.texts);
    this.#texts.allChanged();
    const { tsconfigs, packages } = files;
    const { knowledge } = config;
    this.#workspace.apply({
      texts,
      settings: config,
      // What is the same is not given again: all that was found rests on it.
      ...(!isDeepStrictEqual(this.#given?.tsconfigs, tsconfigs) && { tsconfigs }),
      ...(!isDeepStrictEqual(this.#given?.packages, packages) && { packages }),
      ...(!isDeepStrictEqual(this.#given?.knowledge, knowledge) && {
        catalogue: mergeKnowledge(this.#catalogue, knowledge),
      }),
    });
    this.#given = { tsconfigs, packages, knowledge };
    this.#day = asked.asOf;
    return {
      files: files.texts.size,
      configs: config.sources,
      configProblems: problems,
      notes: files.problems.map(({ path, message }) => `${path}: ${message}`),
    };
  }

  edit(path: string, text: string | null): void {
    if (text === null) this.#open.delete(path);
    else this.#open.set(path, text);
    this.#texts.changed(path);
    this.#apply(path, text ?? this.#onDisk.get(path) ?? null);
  }

  saved(path: string, text: string): void {
    this.#onDisk.set(path, text);
    this.#texts.changed(path);
  }

  changedOnDisk(path: string): void {
    if (!isWorkspaceFile(path)) return;
    const text = readFileText(this.#root, path);
    if (text === null) this.#onDisk.delete(path);
    else this.#onDisk.set(path, text);
    this.#texts.changed(path);
    if (!this.#open.has(path)) this.#apply(path, text);
  }

  async check(cancelled: () => boolean): Promise<SentCheck | null> {
    const started = performance.now();
    if (this.#filter !== null && this.#day !== this.#today()) await this.#nextDay();
    const result = this.#workspace.check(cancelled);
    if (result === null) return null;
    const diagnostics = result.diagnostics.filter(
      ({ suppressed, place }) => suppressed === null && this.#filter?.includes(place.path) !== false,
    );
    const speaks = (told: Diagnostic | AiCall): void => {
      this.#texts.speaks(told);
    };
    return {
      diagnostics: this.#findings.send(diagnostics, speaks),
      aiCalls: this.#calls.send(result.aiCalls, speaks),
      unknowns: result.unknowns.length,
      problems: result.problems,
      files: result.files,
      analysed: result.analysed.length,
      milliseconds: performance.now() - started,
      texts: this.#texts.take((path) => (this.#open.has(path) ? undefined : this.#onDisk.get(path))),
    };
  }

  /** Makes the checks after the next edits cheap, unless something else comes up. */
  prepare(cancelled: () => boolean): void {
    this.#workspace.prepare(cancelled);
  }

  /** Laws apply from their day on and suppressions end with theirs: severities are those of the day. */
  async #nextDay(): Promise<void> {
    const asked = this.#asked();
    const { config } = await withNested(await loadConfig(asked), asked, this.#onDisk);
    this.#workspace.apply({ settings: config });
    this.#day = asked.asOf;
  }

  #asked(): LoadOptions {
    return { root: this.#root, file: null, catalogue: this.#catalogue, asOf: this.#today() };
  }

  /** Installed packages and what is left out on purpose stay out, also while a buffer shows them. */
  #apply(path: string, text: string | null): void {
    if (this.#filter?.belongs(path) === true) this.#workspace.apply({ texts: new Map([[path, text]]) });
  }
}
