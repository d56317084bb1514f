import type { FixSource } from '../explain/index.ts';
import type { Extractor, FileFacts } from '../extract/index.ts';
import type { Change, Touched } from '../flow/index.ts';
import { createLiveTexts, type LiveTexts } from '../link/index.ts';
import { sourceKind } from '../source/index.ts';
import { createModuleEndings, type ModuleEndings } from './module-endings.ts';
import { NotableFiles, type Notable } from './notable.ts';
import type { PackageInput, TsconfigInput, WorkspaceChange } from './contract.ts';

interface Entry {
  readonly text: string;
  readonly isSource: boolean;
  facts: FileFacts | null;
  /** Read when an edit is to be written; undefined until then. */
  source?: FixSource | null;
}

/** The texts of a workspace with what is known of each, and what changed in them. */
export interface Texts {
  apply(change: WorkspaceChange): void;
  has(path: string): boolean;
  text(path: string): string | undefined;
  /** Facts of a source file, extracted when first asked for. */
  facts(path: string): FileFacts | undefined;
  /** Of the files that were read for a result those that are spoken of besides. */
  notable(touched: Touched): Notable;
  /** A source file with its syntax tree, for those who write edits; null if it cannot be read as code. */
  source(path: string): FixSource | null;
  /** How imports in a file must end, for those who write them. */
  endings(path: string): ReturnType<ModuleEndings>;
  /** Paths of source files, sorted. */
  sources(): readonly string[];
  /** What is read out of the texts themselves, as they are now. */
  live(): LiveTexts;
  /** What changed since it was last asked. */
  changes(): Change;
  /** With another catalogue the tests of texts are others. */
  catalogueChanged(): void;
}

/** @param extractor turns a text into facts; total */
export function createTexts(extractor: Extractor): Texts {
  const entries = new Map<string, Entry>();
  let tsconfigs: readonly TsconfigInput[] = [];
  let packages: readonly PackageInput[] = [];
  let endings: ModuleEndings | null = null;
  let sources: readonly string[] | null = null;
  let live: LiveTexts | null = null;
  /** What `live` has to be told of; null: it has to be made anew. */
  let untold: Set<string> | null = null;
  let changed = new Set<string>();
  /** Answers that do not hold any more; null: anything may be different. */
  let stale: Set<object> | null = null;

  const text = (path: string): string | undefined => entries.get(path)?.text;

  const factsOf = (path: string, entry: Entry): FileFacts => {
    if (entry.facts !== null) return entry.facts;
    const facts = extractor.extract(path, entry.text);
    return (entry.facts = facts);
  };

  const notable = new NotableFiles((path) => {
    const entry = entries.get(path);
    return (
      entry && {
        isSource: entry.isSource,
        isNotable() {
          const { problems, directives } = factsOf(path, entry);
          return problems.length > 0 || directives.length > 0;
        },
      }
    );
  });

  const set = (path: string, given: string | null): void => {
    const before = entries.get(path);
    if (given === null ? before === undefined : before?.text === given) return;
    if (given === null) entries.delete(path);
    else
      entries.set(path, {
        text: given,
        isSource: before?.isSource ?? sourceKind(path) !== null,
        facts: null,
      });
    notable.edited(path);
    changed.add(path);
    untold?.add(path);
    if (given !== null && before !== undefined) return;
    sources = null;
    untold = null;
  };

  const upToDate = (): LiveTexts => {
    const known = live;
    if (known === null || untold === null || [...untold].some((path) => !known.modules.isPlain(path))) {
      stale = null;
      untold = new Set();
      return (live = createLiveTexts({ paths: [...entries.keys()], text, tsconfigs, packages }, known ?? undefined));
    }
    if (untold.size > 0) {
      const answers = known.textsChanged([...untold]);
      untold.clear();
      for (const answer of answers) stale?.add(answer);
    }
    return known;
  };

  return {
    apply(change) {
      for (const [path, given] of change.texts ?? []) set(path, given);
      if (change.tsconfigs !== undefined || change.packages !== undefined) untold = endings = null;
      tsconfigs = change.tsconfigs ?? tsconfigs;
      packages = change.packages ?? packages;
    },
    has: (path) => entries.has(path),
    text,
    facts(path) {
      const entry = entries.get(path);
      return entry?.isSource === true ? factsOf(path, entry) : undefined;
    },
    notable: (touched) => notable.among(touched),
    source(path) {
      const entry = entries.get(path);
      if (entry?.isSource !== true) return null;
      if (entry.source !== undefined) return entry.source;
      const root = extractor.tree(path, entry.text);
      return (entry.source = root === null ? null : { path, text: entry.text, root });
    },
    endings: (path) => (endings ??= createModuleEndings(tsconfigs, packages))(path),
    sources: () => (sources ??= [...entries].flatMap(([path, { isSource }]) => (isSource ? [path] : [])).sort()),
    live: upToDate,
    changes() {
      upToDate();
      const change = { paths: changed, answers: stale };
      changed = new Set();
      stale = new Set();
      return change;
    },
    catalogueChanged() {
      live?.forgetMatches();
      stale = null;
    },
  };
}
