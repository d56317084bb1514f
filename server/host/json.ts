import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser';
import type { Problem } from '../engine/explain/diagnostic.ts';

/**
 * The value of a JSON text; what is broken is a problem, and the rest of the text still counts.
 *
 * @param comments whether comments and trailing commas are allowed
 */
export function readJson(path: string, text: string, comments: boolean, problems: Problem[]): unknown {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const shift = text.length - body.length;
  const strict = comments ? undefined : strictValue(body);
  if (strict !== undefined) return strict;
  const errors: ParseError[] = [];
  const value: unknown = parse(body, errors, {
    disallowComments: !comments,
    allowTrailingComma: comments,
    allowEmptyContent: comments,
  });
  const first = errors[0];
  if (first !== undefined) {
    const words = printParseErrorCode(first.error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    const start = first.offset + shift;
    problems.push({ path, start, end: start + Math.max(first.length, 0), message: `Broken JSON: ${words}` });
  }
  return value;
}

/** Node's parser is many times faster, but says nothing useful about what is broken. */
function strictValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
