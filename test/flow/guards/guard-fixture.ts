import { LineIndex } from '../../../server/engine/source/index.ts';
import { createWorkspace } from '../../../server/engine/workspace/index.ts';
import type { CheckSettings } from '../../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../../workspace.ts';

/**
 * Guard fixtures: a text holds several programs, each opened by `//= title`, each of several files opened by `//- path`.
 * `//- path with openai` puts a client named `openai` at the head of the file. Marks stand at the end of a line:
 *
 * - `//! guarded`, `//! partial`: the model call on this line has this consent status, and no finding if `guarded`;
 * - `//! basis contract`: it needs no consent, because of this declared basis;
 * - `//! open`, `//! weak`: there is a finding on this line, at `error` or at `warning`; after a colon the reasons of
 *   checks that must be named as not counting;
 * - `//? reason`: a finding names the check on this line as not counting, for this reason.
 *
 * A line without `open` or `weak` must have no finding.
 */
export interface Program {
  readonly title: string;
  readonly files: ReadonlyMap<string, string>;
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** `guarded`, `partial`, `open`, `weak`, `basis …`, or `check` for a `//?` mark. */
  readonly says: string;
  readonly reasons: readonly string[];
}

const CLIENT = "import OpenAI from 'openai'; const openai = new OpenAI();";
const MARK = /\s*\/\/([!?]) ([\w -]+?)(?::\s*([\w, -]+))?\s*$/;

/** Splits a fixture text into its programs. */
export function programsOf(text: string): readonly Program[] {
  return text
    .split(/^\/\/= /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return programOf(part.slice(0, end).trim(), part.slice(end + 1));
    });
}

function programOf(title: string, text: string): Program {
  const files = new Map<string, string>();
  const marks: Mark[] = [];
  for (const part of text.split(/^\/\/- /m).slice(1)) {
    const end = part.indexOf('\n');
    const [path = '', , client] = part.slice(0, end).split(' ');
    const lines = part
      .slice(end + 1)
      .split('\n')
      .map((line, i) => {
        const found = MARK.exec(line);
        if (found === null) return line;
        const words = (found[3] ?? '').split(',').map((w) => w.trim());
        const check = found[1] === '?';
        marks.push({
          path,
          line: i + 1,
          says: check ? 'check' : (found[2] ?? ''),
          reasons: check ? [found[2] ?? ''] : words.filter((w) => w !== ''),
        });
        return line.slice(0, found.index);
      });
    // on the first line, after a directive, so that numbers of lines stay
    const [first = ''] = lines;
    if (client !== undefined) lines[0] = /^'use \w+';$/.test(first) ? `${first} ${CLIENT}` : `${CLIENT} ${first}`;
    files.set(path, lines.join('\n'));
  }
  return { title, files, marks };
}

/** What marks say, and what was found, in the same words, one line each. */
export interface Outcome {
  readonly wanted: readonly string[];
  readonly found: readonly string[];
}

const RULE = 'personal-data-without-consent';

/** Words by which the sentence about a check tells its reason. */
const SENTENCES: Readonly<Record<string, RegExp>> = {
  'wrong-branch': /on the branch where/,
  'after-call': /after the call/,
  'result-unused': /decides nothing/,
  'only-logged': /only logged/,
  'not-awaited': /not awaited/,
  constant: /is a constant|always holds|true by default/,
  'fail-open': /fails|where nothing was said/,
  'other-purpose': /not for AI/,
  'feature-flag': /feature flag or setting/,
  auth: /who the person is/,
  'plan-gate': /what was paid for/,
  'api-key': /key is set/,
  'client-only': /user interface/,
  'other-subject': /consent of .* (?:data of|is enough)/,
  overwritten: /overwritten/,
  record: /holds the answers/,
  'opt-out': /objected/,
  'unknown-purpose': /nothing says that AI/,
  'not-special': /special categories need/,
  path: /no check on the way/,
};

/** Runs the whole engine over a program and puts marks and findings side by side. */
export async function outcomeOf(program: Program, settings?: Partial<CheckSettings>): Promise<Outcome> {
  const workspace = createWorkspace(await testExtractor());
  workspace.apply({
    texts: program.files,
    catalogue: await testCatalogue(),
    settings: { severities: {}, freeText: 'off', ...settings },
  });
  const result = workspace.check();
  const lineOf = (path: string, offset: number): number =>
    new LineIndex(program.files.get(path) ?? '').position(offset).line + 1;
  const wanted: string[] = [];
  const found: string[] = [];
  const diagnostics = result.diagnostics.filter((d) => d.rule === RULE);
  const say = (m: Mark, what: string): string => `${m.path}:${String(m.line)} ${what}`;
  for (const mark of program.marks) {
    if (mark.says === 'check') {
      for (const reason of mark.reasons) {
        wanted.push(say(mark, `check ${reason}`));
        const notes = diagnostics
          .flatMap((d) => d.related)
          .filter((r) => r.place.path === mark.path && lineOf(r.place.path, r.place.start) === mark.line)
          .map((r) => r.note);
        const hit = notes.some((n) => SENTENCES[reason]?.test(n) === true);
        found.push(say(mark, hit ? `check ${reason}` : `check said: ${notes.join(' | ')}`));
      }
      continue;
    }
    if (mark.says === 'guarded' || mark.says === 'partial' || mark.says.startsWith('basis ')) {
      wanted.push(say(mark, mark.says));
      const call = result.aiCalls.find(
        (c) => c.place.path === mark.path && lineOf(c.place.path, c.place.start) === mark.line,
      );
      found.push(say(mark, call === undefined ? 'no call' : statusOf(call.consent)));
    }
    if (mark.says !== 'open' && mark.says !== 'weak') continue;
    for (const reason of mark.reasons) {
      wanted.push(say(mark, `because ${reason}`));
      const notes = diagnostics
        .filter((d) => d.place.path === mark.path && lineOf(d.place.path, d.place.start) === mark.line)
        .flatMap((d) => d.related.map((r) => r.note));
      const hit = notes.some((n) => SENTENCES[reason]?.test(n) === true);
      found.push(say(mark, hit ? `because ${reason}` : `because: ${notes.join(' | ')}`));
    }
  }
  const told = (m: Mark): boolean => m.says === 'open' || m.says === 'weak';
  wanted.push(...program.marks.filter(told).map((m) => say(m, `finding ${m.says}`)));
  for (const d of diagnostics) {
    const level = d.severity === 'error' ? 'open' : 'weak';
    const line = `${d.place.path}:${String(lineOf(d.place.path, d.place.start))} finding ${level}`;
    if (!found.includes(line)) found.push(line);
  }
  return { wanted: wanted.sort(), found: found.sort() };
}

function statusOf(consent: {
  readonly status: string;
  readonly at: unknown;
  readonly basis?: readonly string[];
}): string {
  if (consent.basis !== undefined && consent.basis.length > 0) return `basis ${consent.basis.join(' ')}`;
  return consent.status === 'guarded' && consent.at === null ? 'guarded nowhere' : consent.status;
}
