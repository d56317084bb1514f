import type { Catalogue } from '../../../rules/schema/types.ts';
import { attempt } from '../base/attempt.ts';
import type { Place } from '../base/place.ts';
import { runChecks, startChecks, type CheckFacts } from '../check/index.ts';
import {
  applyLawfulBases,
  Explained,
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
  emptyReads,
  Units,
  type Change,
  type CreateProgram,
  type FlowAnalysis,
  type OwnFunction,
  type Reads,
  type Touched,
} from '../flow/index.ts';
import { createProgram } from '../link/index.ts';
import type { CheckSettings, Workspace, WorkspaceChange } from './contract.ts';
import { createTexts } from './texts.ts';

interface Compiled {
  readonly catalogue: Catalogue;
  readonly flow: FlowAnalysis;
}

/** A result, and what it rests on besides units. */
interface Checked {
  readonly result: CheckResult;
  readonly reads: Reads;
  /** Whether its parts were kept, each with what it rests on. */
  readonly inUnits: boolean;
}

const DEFAULTS: CheckSettings = { severities: {}, freeText: 'off' };

/**
 * The engine over a set of texts. Facts are kept by text: a file is extracted again only when its text changes, and a
 * change of catalogue or settings extracts nothing. A change that nothing in the last result rests on gives that result.
 * A check looks at all at once, which is the fastest way to have it all; once prepared, it looks at each model call by
 * itself and keeps what it finds with what that rests on, so that a change costs what depends on it.
 *
 * @param extractor turns a text into facts; total
 */
export function createWorkspace(extractor: Extractor): Workspace {
  const texts = createTexts(extractor);
  let compiled: Compiled | null = null;
  let settings = DEFAULTS;
  let last: Checked | null = null;
  const units = new Units();
  let words = new Explained();
  let before = startChecks(settings);

  const apply = (change: WorkspaceChange): void => {
    texts.apply(change);
    settings = change.settings ?? settings;
    if (change.settings !== undefined || change.catalogue !== undefined) {
      last = null;
      words = new Explained();
      before = startChecks(settings);
    }
    if (change.catalogue === undefined) return;
    texts.catalogueChanged();
    units.clear();
    const index = compileCatalogue(change.catalogue);
    const program: CreateProgram = (reads, callers) =>
      createProgram({
        ...(callers !== undefined && { callers }),
        texts: texts.live().view((answer) => reads.answers.add(answer)),
        text(path) {
          reads.texts.add(path);
          return texts.text(path);
        },
        facts(path) {
          reads.facts.add(path);
          return texts.facts(path);
        },
        canonical: (pkg, at) => index.canonical(pkg, at),
      });
    const classifier = createClassifier(change.catalogue);
    compiled = { catalogue: change.catalogue, flow: createFlowAnalysis(program, change.catalogue, index, classifier) };
  };

  function check(): CheckResult;
  function check(cancelled: () => boolean): CheckResult | null;
  function check(cancelled: () => boolean = NEVER): CheckResult | null {
    const files = texts.sources().length;
    if (compiled === null) return { ...EMPTY, files };
    const known = compiled;
    return attempt(
      () => {
        const change = texts.changes();
        units.changed(change);
        if (change.answers === null) words = new Explained();
        for (const path of change.paths) words.edited(path);
        if (isConcerned(last, change)) last = checkWith(known, !units.isEmpty, cancelled);
        return last === null ? null : last.result;
      },
      (message) => {
        last = null;
        return { ...EMPTY, files, problems: [faultAt({ path: '', start: 0, end: 0 }, message)] };
      },
    );
  }

  /** Whether a result may be another one after a change. */
  const isConcerned = (checked: Checked | null, { paths, answers }: Change): boolean => {
    if (checked === null || answers === null) return true;
    const { reads, inUnits } = checked;
    return (
      [...answers].some((answer) => inUnits || reads.answers.has(answer)) ||
      [...paths].some(
        (path) =>
          reads.facts.has(path) ||
          reads.texts.has(path) ||
          words.restOn(path) ||
          (inUnits && units.restOn(path)) ||
          speaks(texts.text(path) ?? ''),
      )
    );
  };

  /** @param inUnits whether what is found is kept in parts: slower the first time, and never again as slow */
  const checkWith = ({ catalogue, flow }: Compiled, inUnits: boolean, cancelled: () => boolean): Checked | null => {
    const reads = emptyReads();
    const found = flow.flows(cancelled, inUnits ? units : null, reads);
    if (found === null) return null;
    if (!inUnits || units.isSweepDue) {
      texts.live().keepOnly((answer) => reads.answers.has(answer) || (inUnits && units.usesAnswer(answer)));
    }
    const spoken = texts
      .live()
      .view((answer) => reads.answers.add(answer))
      .matching('suppressions', speaks);
    const facts = runChecks(found, catalogue, settings, before);
    return { result: explained(catalogue, facts, found.facts, spoken, reads.texts), reads, inUnits };
  };

  /**
   * @param speaking files with suppressions
   * @param read is given the files whose text is looked at
   */
  const explained = (
    catalogue: Catalogue,
    found: CheckFacts,
    touched: Touched,
    speaking: readonly string[],
    read: Set<string>,
  ): CheckResult => {
    const notable = texts.notable(touched);
    const problems: Problem[] = found.faults.map(({ place, message }) => faultAt(place, message));
    for (const path of notable.paths) for (const p of texts.facts(path)?.problems ?? []) problems.push({ path, ...p });
    const spoken = [...new Set([...notable.paths, ...speaking])].sort().map((path) => {
      read.add(path);
      const file = texts.facts(path);
      return {
        path,
        text: texts.text(path) ?? '',
        directives: file?.directives ?? [],
        functions: () => [...(file?.functions ?? []), ...(file?.classes ?? [])],
      };
    });
    const sources = {
      source: (path: string) => texts.source(path),
      has: (path: string) => texts.has(path),
      endings: (path: string) => texts.endings(path),
    };
    const context = explainContext(catalogue, settings, sources, words);
    const open = applyLawfulBases(found.findings, found.aiCalls, spoken, context);
    return {
      ...explainFindings(open.findings, spoken, context, open.remarks),
      aiCalls: open.aiCalls,
      unknowns: found.unknowns.map((unknown) => ({ place: unknown.place, reason: unknownNote(unknown) })),
      problems,
      files: texts.sources().length,
      analysed: notable.sources,
    };
  };

  const prepare = (cancelled: () => boolean): void => {
    if (compiled === null || last === null || last.inUnits) return;
    const known = compiled;
    last = attempt<Checked | null>(
      () => {
        const change = texts.changes();
        units.changed(change);
        for (const path of change.paths) words.edited(path);
        // cut short, what was found so far is kept, and the result is still the one of these texts
        return isConcerned(last, change) ? null : (checkWith(known, true, cancelled) ?? last);
      },
      () => null,
    );
  };

  const ownFunctions = (): readonly OwnFunction[] =>
    attempt<readonly OwnFunction[]>(
      () => compiled?.flow.ownFunctions() ?? [],
      () => [],
    );

  return { apply, check, ownFunctions, prepare };
}

const NEVER = (): boolean => false;

/** Whether a text holds a suppression: one that covers nothing is told wherever it stands. */
const speaks = (text: string): boolean => text.includes('probity-ignore');

const faultAt = (place: Place, message: string): Problem => ({ ...place, message: faultNote(message), fault: true });

const EMPTY: CheckResult = {
  diagnostics: [],
  suppressions: [],
  aiCalls: [],
  unknowns: [],
  problems: [],
  files: 0,
  analysed: [],
};
