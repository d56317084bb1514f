import type { Core, Value } from './core.ts';
import { both, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName } from './leaf.ts';
import { TRUTHY } from './test.ts';
import type { Constant, Test } from './test.ts';

const CONDITION = /^\(*\s*([\p{L}\p{N}_."`]+)\s*(=|<>|!=|>=?|is\s+not|is)\s*('[^']*'|[\p{L}\p{N}_.:$?]+)\s*\)*$/iu;
const BARE = /^\(*\s*(not\s+)?([\p{L}\p{N}_."`]+)\s*\)*$/iu;

/** Judges an SQL text (or the text of one condition) by the conditions its WHERE joins with AND. */
export function judgeSql(core: Core, v: Value, text: string): Judgement {
  const where = /\bwhere\b([\s\S]*)$/i.exec(text);
  if (where === null && /^\s*(select|with|insert|update|delete)\b/i.test(text)) return OPAQUE;
  const body = (where?.[1] ?? text).replace(/\b(order\s+by|group\s+by|limit|returning|having)\b[\s\S]*$/i, '');
  if (where === null && !/[=<>]|\bis\b/i.test(body)) return OPAQUE;
  if (/\bor\b/i.test(body)) return OPAQUE;
  let all: Judgement = OPAQUE;
  const kinds = [...body.matchAll(/=\s*'([^']*)'/g)].map((m) => m[1] ?? '');
  const tables = [...text.matchAll(/\b(?:from|join)\s+([\p{L}\p{N}_."`]+)/giu)].map((m) => m[1] ?? '');
  for (const part of body.split(/\band\b/i)) all = both(all, judgePart(core, v, part.trim(), tables, kinds));
  return all;
}

function judgePart(core: Core, v: Value, part: string, tables: readonly string[], kinds: readonly string[]): Judgement {
  const compared = CONDITION.exec(part);
  if (compared !== null) {
    const test = testOf(compared[2] ?? '', compared[3] ?? '');
    return test === null ? OPAQUE : byName(core, v, nameOf(compared[1] ?? '', tables), test, kinds);
  }
  const bare = BARE.exec(part);
  if (bare === null) return OPAQUE;
  return byName(core, v, nameOf(bare[2] ?? '', tables), bare[1] === undefined ? TRUTHY : { k: 'falsy' }, kinds);
}

/** A column of a table of consents (`consents.granted`) is named with its table; aliases say nothing. */
function nameOf(column: string, tables: readonly string[]): readonly string[] {
  const segments = column.replace(/["`]/g, '').split('.');
  return [...tables, segments[segments.length - 1] ?? ''];
}

function testOf(sign: string, raw: string): Test | null {
  const value = raw.toLowerCase();
  const c: Constant =
    value === 'true' || value === 'false'
      ? { k: 'boolean', value: value === 'true' }
      : value === 'null'
        ? { k: 'nullish' }
        : raw.startsWith("'")
          ? { k: 'string', value: raw.slice(1, -1) }
          : /^\d+$/.test(value)
            ? { k: 'number', value }
            : { k: 'other' };
  switch (sign.toLowerCase().replace(/\s+/g, ' ')) {
    case '=':
    case 'is':
      return { k: 'is', of: c };
    case '<>':
    case '!=':
    case 'is not':
      return { k: 'not', of: [c] };
    case '>':
    case '>=':
      return { k: 'above' };
    default:
      return null;
  }
}
