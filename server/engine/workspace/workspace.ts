import type { Catalogue } from '../../../rules/schema/types.ts';
import { runChecks } from '../check/index.ts';
import { attempt } from '../base/attempt.ts';
import type { Place } from '../base/place.ts';
import {
  applyLawfulBases,
  explainContext,
  explainFindings,
  faultNote,
  unknownNote,
  type CheckResult,
  type FixSource,
  type Problem,
} from '../explain/index.ts';
import type { Extractor, FileFacts, SyntaxNode } from '../extract/index.ts';
import {
  compileCatalogue,
  createClassifier,
  createFlowAnalysis,
  type CatalogueIndex,
  type PersonalDataClassifier,
} from '../flow/index.ts';
import { createProgram, type Program, type ProgramScans } from '../link/index.ts';
import { sourceKind } from '../source/index.ts';
import type { CheckSettings, PackageInput, TsconfigInput, Workspace, WorkspaceChange } from './contract.ts';

interface Entry {
  readonly text: string;
  facts: FileFacts | null;
  /** Read when an edit is to be written; undefined until then. */
  tree?: SyntaxNode | null;
}

interface Compiled {
  readonly catalogue: Catalogue;
  readonly index: CatalogueIndex;
  readonly classifier: PersonalDataClassifier;
}

const DEFAULTS: CheckSettings = { severities: {}, freeText: 'off' };

/**
 * The engine over a set of texts. Facts are kept by text: a file is extracted again only when its text changes, and a
 * change of catalogue or settings extracts nothing.
 *
 * @param extractor turns a text into facts; total
 */
export function createWorkspace(extractor: Extractor): Workspace {
  const entries = new Map<string, Entry>();
  let tsconfigs: readonly TsconfigInput[] = [];
  let packages: readonly PackageInput[] = [];
  let compiled: Compiled | null = null;
  let settings = DEFAULTS;

  const facts = (path: string): FileFacts | undefined => {
    const entry = entries.get(path);
    if (entry === undefined || !isSource(path)) return undefined;
    return (entry.facts ??= extractor.extract(path, entry.text));
  };

  /** What the last check read out of the texts: the next one reads only those that changed. */
  let scans: ProgramScans | undefined;

  /** A text with its tree, for those who write edits. */
  const editable = (path: string): FixSource | null => {
    const entry = entries.get(path);
    if (entry === undefined || !isSource(path)) return null;
    if (entry.tree === undefined) entry.tree = extractor.tree(path, entry.text);
    return entry.tree === null ? null : { path, text: entry.text, root: entry.tree };
  };

  const apply = (change: WorkspaceChange): void => {
    for (const [path, text] of change.texts ?? []) {
      if (text === null) entries.delete(path);
      else if (entries.get(path)?.text !== text) entries.set(path, { text, facts: null });
    }
    tsconfigs = change.tsconfigs ?? tsconfigs;
    packages = change.packages ?? packages;
    settings = change.settings ?? settings;
    if (change.catalogue !== undefined) {
      compiled = {
        catalogue: change.catalogue,
        index: compileCatalogue(change.catalogue),
        classifier: createClassifier(change.catalogue),
      };
    }
  };

  function check(): CheckResult;
  function check(cancelled: () => boolean): CheckResult | null;
  function check(cancelled: () => boolean = NEVER): CheckResult | null {
    const sources = [...entries.keys()].filter(isSource);
    if (compiled === null) return { ...EMPTY, files: sources.length };
    const known = compiled;
    return attempt(
      () => checkWith(known, sources, cancelled),
      (message) => ({ ...EMPTY, files: sources.length, problems: [faultAt({ path: '', start: 0, end: 0 }, message)] }),
    );
  }

  const checkWith = (
    { catalogue, index, classifier }: Compiled,
    sources: readonly string[],
    cancelled: () => boolean,
  ): CheckResult | null => {
    const touched = new Set<string>();
    const paths = [...entries.keys()];
    const program = (): Program => {
      const made = createProgram(
        {
          paths,
          text: (path) => entries.get(path)?.text,
          tsconfigs,
          packages,
          facts: (path) => {
            touched.add(path);
            return facts(path);
          },
          canonical: (pkg, at) => index.canonical(pkg, at),
        },
        scans,
      );
      scans = { modules: made.modules, words: made.words };
      return made;
    };
    const found = runChecks(createFlowAnalysis(program, catalogue, index, classifier), catalogue, settings, cancelled);
    if (found === null) return null;
    const analysed = [...touched].filter((path) => isSource(path) && entries.has(path)).sort();
    const problems: Problem[] = found.faults.map(({ place, message }) => faultAt(place, message));
    for (const path of analysed) for (const p of facts(path)?.problems ?? []) problems.push({ path, ...p });
    const comments = new Set([...analysed, ...sources.filter((path) => speaks(entries.get(path)?.text ?? ''))]);
    const spoken = [...comments].sort().map((path) => {
      const file = facts(path);
      const text = entries.get(path)?.text ?? '';
      return {
        path,
        text,
        directives: file?.directives ?? [],
        functions: () => [...(file?.functions ?? []), ...(file?.classes ?? [])],
      };
    });
    const context = explainContext(catalogue, settings, { source: editable, has: (path) => entries.has(path) });
    const open = applyLawfulBases(found.findings, found.aiCalls, spoken, context);
    return {
      diagnostics: explainFindings(open.findings, spoken, context, open.remarks),
      aiCalls: open.aiCalls,
      unknowns: found.unknowns.map((unknown) => ({ place: unknown.place, reason: unknownNote(unknown) })),
      problems,
      files: sources.length,
      analysed: analysed.length,
    };
  };

  return { apply, check };
}

const NEVER = (): boolean => false;

const isSource = (path: string): boolean => sourceKind(path) !== null;

/** Whether a text holds a suppression: one that covers nothing is told wherever it stands. */
const speaks = (text: string): boolean => text.includes('probity-ignore');

const faultAt = (place: Place, message: string): Problem => ({ ...place, message: faultNote(message), fault: true });

const EMPTY: CheckResult = { diagnostics: [], aiCalls: [], unknowns: [], problems: [], files: 0, analysed: 0 };
