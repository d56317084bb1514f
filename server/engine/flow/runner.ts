import type { Catalogue } from '../../../rules/schema/types.ts';
import { attempt } from '../base/attempt.ts';
import type { Place } from '../base/place.ts';
import type { KnownCallers, NodeRef, Program } from '../link/index.ts';
import type { CatalogueIndex } from './catalogue-index/index.ts';
import type { PersonalDataClassifier } from './personal-data/index.ts';
import type { CallerTable } from './known-callers.ts';
import { createSession, type Session } from './session.ts';
import { emptyReads, type Fault, type Reads, type Unit, type Units } from './units.ts';

/** Makes a program that notes what is read of it. @param callers what is known of callers from elsewhere */
export type CreateProgram = (reads: Reads, callers?: KnownCallers) => Program;

/** A question about a part of the program. */
export interface Asked<T> {
  readonly kind: string;
  /** With the kind it tells the question from others. */
  readonly about: object;
  /** Where a fault is told. */
  readonly place: Place;
  /** Tells whether an answer is as good as the one before. */
  readonly same?: (a: T, b: T) => boolean;
  /** Where it fails it is asked again in parts: that it failed need not be told. */
  readonly again?: true;
}

/** The answer of a question; null if finding it failed, which is told as a fault. */
export type Run = <T>(asked: Asked<T>, find: (session: Session) => T) => T | null;

/** One question about each of some objects, none twice. */
export interface AskedOfEach<A extends object, T> extends Pick<Asked<T>, 'kind' | 'same' | 'again'> {
  readonly abouts: readonly A[];
  readonly place: (about: A) => Place;
  readonly find: (session: Session, about: A) => T;
  /** Asked between two of them. */
  readonly cancelled: () => boolean;
}

export interface Runner {
  readonly run: Run;
  /** The answers in the order of what is asked about, each as `run` gives it; null once it was cancelled. */
  readonly runEach: <A extends object, T>(asked: AskedOfEach<A, T>) => readonly (T | null)[] | null;
  /** Does what is not kept. */
  attempt<T>(place: Place, work: () => T): T | null;
  /** What was met on the way. */
  told(): { readonly faults: readonly Fault[]; readonly limits: readonly NodeRef[] };
}

export interface RunnerParts {
  readonly createProgram: CreateProgram;
  readonly catalogue: Catalogue;
  readonly index: CatalogueIndex;
  readonly classifier: PersonalDataClassifier;
  /** null: answers are not kept, and one session serves all. */
  readonly units: Units | null;
  /** Who calls what, if answers are kept. */
  readonly callers: CallerTable | null;
  /** Notes what is read where nothing is kept. */
  readonly reads: Reads;
}

/** Runs questions, each in a session of its own if answers are kept: else it would not be known what they rest on. */
export function createRunner(parts: RunnerParts): Runner {
  const { units } = parts;
  const faults: Fault[] = [];
  const limits = new Set<NodeRef>();
  const newSession = (reads: Reads): Session =>
    createSession({ ...parts, program: parts.createProgram(reads, parts.callers?.seenBy(reads)), reads });
  let shared: Session | null = null;

  const tell = (told: readonly Fault[], met: readonly NodeRef[]): void => {
    for (const fault of told) if (!faults.some((f) => samePlace(f.place, fault.place))) faults.push(fault);
    for (const limit of met) limits.add(limit);
  };

  const unitOf = <T>(
    { kind, about, place, same, again }: Asked<T>,
    find: (session: Session) => T,
    kept: Units,
  ): Unit & { readonly value: T | null } =>
    kept.of<T | null>(
      kind,
      about,
      (): Unit & { readonly value: T | null } => {
        const reads = emptyReads();
        const session = newSession(reads);
        const found: Fault[] = [];
        const value = attempt<T | null>(
          () => find(session),
          (message) => {
            if (again !== true) found.push({ place, message });
            return null;
          },
        );
        return { value, reads, faults: found, limits: session.program.limits() };
      },
      (a, b) => a !== null && b !== null && same?.(a, b) === true,
    );

  const inUnit = <T>(asked: Asked<T>, find: (session: Session) => T, kept: Units): T | null => {
    const unit = unitOf(asked, find, kept);
    tell(unit.faults, unit.limits);
    return unit.value;
  };

  const inShared = <T>({ place, again }: Asked<T>, find: (session: Session) => T): T | null => {
    const session = (shared ??= newSession(parts.reads));
    return attempt<T | null>(
      () => find(session),
      (message) => {
        tell(again === true ? [] : [{ place, message }], session.program.limits());
        // its tables may have been left half filled
        shared = null;
        return null;
      },
    );
  };

  return {
    run: (asked, find) => (units === null ? inShared(asked, find) : inUnit(asked, find, units)),
    runEach<A extends object, T>({ abouts, place, find, cancelled, ...all }: AskedOfEach<A, T>) {
      const asked = (about: A): Asked<T> => ({ ...all, about, place: place(about) });
      if (units === null) {
        const found: (T | null)[] = [];
        for (const about of abouts) {
          if (cancelled()) return null;
          found.push(inShared(asked(about), (session) => find(session, about)));
        }
        return found;
      }
      const each = (about: A): Unit & { readonly value: T | null } =>
        unitOf(asked(about), (session) => find(session, about), units);
      const row = units.inRow(all.kind, abouts, each, cancelled);
      for (const { faults: told, limits: met } of row ?? []) if (told.length + met.length > 0) tell(told, met);
      return row?.map(({ value }) => value) ?? null;
    },
    attempt: <T>(place: Place, work: () => T) =>
      attempt<T | null>(work, (message) => {
        tell([{ place, message }], []);
        return null;
      }),
    told() {
      if (shared !== null) tell([], shared.program.limits());
      return { faults, limits: [...limits] };
    },
  };
}

const samePlace = (a: Place, b: Place): boolean => a.path === b.path && a.start === b.start && a.end === b.end;
