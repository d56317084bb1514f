/**
 * The building blocks of the validators: each takes an unknown value (as read from YAML or JSON) and reports what is
 * wrong with it. Pure; never throws.
 */

/** Where in the document: keys and 0-based list positions from the root. */
export type ProblemPath = readonly (string | number)[];

export interface SchemaProblem {
  readonly path: ProblemPath;
  readonly message: string;
}

/** Appends to `problems` what is wrong with `value`, which stands at `path`. */
export type Check = (value: unknown, path: ProblemPath, problems: SchemaProblem[]) => void;

/** Runs a check on a document's root and returns the problems, empty if it is well formed. */
export function problemsOf(check: Check, value: unknown): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  check(value, [], problems);
  return problems;
}

/** Whether a value is a map with keys, not a list and not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

function expected(what: string, value: unknown): string {
  return `expected ${what}, found ${kindOf(value)}`;
}

/** A string that is not empty; with `pattern`, one that matches it (`what` says the pattern in words). */
export function text(pattern?: RegExp, what = 'text'): Check {
  return (value, path, problems) => {
    if (typeof value !== 'string') problems.push({ path, message: expected(what, value) });
    else if (value.trim() === '') problems.push({ path, message: `${what} must not be empty` });
    else if (pattern && !pattern.test(value)) problems.push({ path, message: `"${value}" is not ${what}` });
  };
}

/** Any string, the empty one too. */
export const anyText: Check = (value, path, problems) => {
  if (typeof value !== 'string') problems.push({ path, message: expected('text', value) });
};

export const flag: Check = (value, path, problems) => {
  if (typeof value !== 'boolean') problems.push({ path, message: expected('true or false', value) });
};

/** A whole number that is not negative. */
export const count: Check = (value, path, problems) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    problems.push({ path, message: expected('a whole number', value) });
  }
};

/** Any value at all. */
export const anything: Check = () => undefined;

/** One of a closed set of words. */
export function oneOf(words: readonly string[]): Check {
  return (value, path, problems) => {
    if (typeof value === 'string' && words.includes(value)) return;
    const shown = typeof value === 'string' ? `"${value}"` : kindOf(value);
    const near = typeof value === 'string' ? nearestWord(value, words) : null;
    const hint = near === null ? `one of: ${words.join(', ')}` : `did you mean "${near}"?`;
    problems.push({ path, message: `${shown} is not allowed here; ${hint}` });
  };
}

export function list(item: Check, atLeast = 0): Check {
  return (value, path, problems) => {
    if (!Array.isArray(value)) {
      problems.push({ path, message: expected('a list', value) });
      return;
    }
    if (value.length < atLeast) problems.push({ path, message: `needs at least ${String(atLeast)} entry` });
    value.forEach((entry: unknown, i) => {
      item(entry, [...path, i], problems);
    });
  };
}

/** A map with free keys. */
export function map(item: Check, key?: Check): Check {
  return (value, path, problems) => {
    if (!isRecord(value)) {
      problems.push({ path, message: expected('a map', value) });
      return;
    }
    for (const [name, entry] of Object.entries(value)) {
      key?.(name, [...path, name], problems);
      item(entry, [...path, name], problems);
    }
  };
}

/** A map with known keys; an unknown key is a problem that names the nearest known one. */
export function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  const known = { ...required, ...optional };
  const names = Object.keys(known);
  return (value, path, problems) => {
    if (!isRecord(value)) {
      problems.push({ path, message: expected('a map', value) });
      return;
    }
    for (const name of Object.keys(required)) {
      if (!(name in value)) problems.push({ path, message: `"${name}" is missing` });
    }
    for (const [name, entry] of Object.entries(value)) {
      const check = Object.hasOwn(known, name) ? known[name] : undefined;
      if (check) check(entry, [...path, name], problems);
      else problems.push({ path: [...path, name], message: unknownKey(name, names) });
    }
  };
}

/** Runs several checks on the same value. */
export function both(...checks: readonly Check[]): Check {
  return (value, path, problems) => {
    for (const check of checks) check(value, path, problems);
  };
}

/** `unknown key "callz"; did you mean "calls"?` */
function unknownKey(name: string, known: readonly string[]): string {
  const near = nearestWord(name, known);
  return near === null
    ? `unknown key "${name}"; known keys: ${known.join(', ')}`
    : `unknown key "${name}"; did you mean "${near}"?`;
}

/** The known word nearest to a misspelt one, or null if none is near (Levenshtein distance at most a third of its length, at least 1). */
function nearestWord(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = levenshtein(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Edit distance of two words (Wagner and Fischer, "The String-to-String Correction Problem", 1974). */
function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
