import type { Catalogue } from '../../../rules/schema/types.ts';
import { attempt } from '../base/attempt.ts';
import type { Place } from '../base/place.ts';
import { runChecks, type CheckFacts } from '../check/index.ts';
import {
  applyLawfulBases,
  explainContext,
  explainFindings,
  faultNote,
  unknownNote,
  type CheckResult,
  type Problem,
} from '../explain/index.ts';
import type { Extractor } from '../extract/index.ts';
import {
  compileCatalogue,
  createClassifier,
  createFlowAnalysis,
  type CatalogueIndex,
  type PersonalDataClassifier,
} from '../flow/index.ts';
import { createProgram, type Program } from '../link/index.ts';
import type { CheckSettings, Workspace, WorkspaceChange } from './contract.ts';
import { createTexts } from './texts.ts';

interface Compiled {
  readonly catalogue: Catalogue;
  readonly index: CatalogueIndex;
  readonly classifier: PersonalDataClassifier;
}

/** A result, and the files that it was made of. */
interface Checked {
  readonly result: CheckResult;
  readonly read: ReadonlySet<string>;
}

const DEFAULTS: CheckSettings = { severities: {}, freeText: 'off' };

/**
 * The engine over a set of texts. Facts are kept by text: a file is extracted again only when its text changes, and a
 * change of catalogue or settings extracts nothing. A change that nothing in the last result rests on gives that result.
 *
 * @param extractor turns a text into facts; total
 */
export function createWorkspace(extractor: Extractor): Workspace {
  const texts = createTexts(extractor);
  let compiled: Compiled | null = null;
  let settings = DEFAULTS;
  let last: Checked | null = null;

  const apply = (change: WorkspaceChange): void => {
    texts.apply(change);
    if (change.settings !== undefined || change.catalogue !== undefined) last = null;
    settings = change.settings ?? settings;
    if (change.catalogue === undefined) return;
    texts.catalogueChanged();
    compiled = {
      catalogue: change.catalogue,
      index: compileCatalogue(change.catalogue),
      classifier: createClassifier(change.catalogue),
    };
  };

  function check(): CheckResult;
  function check(cancelled: () => boolean): CheckResult | null;
  function check(cancelled: () => boolean = NEVER): CheckResult | null {
    const files = texts.sources().length;
    if (compiled === null) return { ...EMPTY, files };
    const known = compiled;
    return attempt(
      () => {
        const { paths, sameTexts } = texts.changes();
        if (last === null || !sameTexts || [...paths].some(restsOn(last))) last = checkWith(known, cancelled);
        if (last !== null) texts.done();
        return last === null ? null : last.result;
      },
      (message) => {
        last = null;
        return { ...EMPTY, files, problems: [faultAt({ path: '', start: 0, end: 0 }, message)] };
      },
    );
  }

  /** Whether a result may be another one after a change of a file's text. */
  const restsOn =
    ({ read }: Checked) =>
    (path: string): boolean =>
      read.has(path) || speaks(texts.text(path) ?? '');

  const checkWith = ({ catalogue, index, classifier }: Compiled, cancelled: () => boolean): Checked | null => {
    const touched = new Set<string>();
    const read = new Set<string>();
    const live = texts.live();
    live.begin();
    const program = (): Program =>
      createProgram({
        live,
        text(path) {
          read.add(path);
          return texts.text(path);
        },
        facts(path) {
          touched.add(path);
          return texts.facts(path);
        },
        canonical: (pkg, at) => index.canonical(pkg, at),
      });
    const found = runChecks(createFlowAnalysis(program, catalogue, index, classifier), catalogue, settings, cancelled);
    if (found === null) return null;
    for (const path of touched) read.add(path);
    return { result: explained(catalogue, found, touched, read), read };
  };

  /** @param read is given the files that speak of the checks */
  const explained = (
    catalogue: Catalogue,
    found: CheckFacts,
    touched: ReadonlySet<string>,
    read: Set<string>,
  ): CheckResult => {
    const sources = texts.sources();
    const analysed = [...touched].filter((path) => texts.facts(path) !== undefined).sort();
    const problems: Problem[] = found.faults.map(({ place, message }) => faultAt(place, message));
    for (const path of analysed) for (const p of texts.facts(path)?.problems ?? []) problems.push({ path, ...p });
    const comments = new Set([...analysed, ...sources.filter((path) => speaks(texts.text(path) ?? ''))]);
    const spoken = [...comments].sort().map((path) => {
      read.add(path);
      const file = texts.facts(path);
      return {
        path,
        text: texts.text(path) ?? '',
        directives: file?.directives ?? [],
        functions: () => [...(file?.functions ?? []), ...(file?.classes ?? [])],
      };
    });
    const context = explainContext(catalogue, settings, {
      source(path) {
        read.add(path);
        const root = texts.tree(path);
        return root === undefined || root === null ? null : { path, text: texts.text(path) ?? '', root };
      },
      has: (path) => texts.has(path),
    });
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

/** Whether a text holds a suppression: one that covers nothing is told wherever it stands. */
const speaks = (text: string): boolean => text.includes('probity-ignore');

const faultAt = (place: Place, message: string): Problem => ({ ...place, message: faultNote(message), fault: true });

const EMPTY: CheckResult = { diagnostics: [], aiCalls: [], unknowns: [], problems: [], files: 0, analysed: 0 };
