import type { IdentifierFormat } from '../../../../rules/schema/types.ts';
import { holds } from './checksums.ts';

/** Longer texts are no prompts someone typed an identifier into. */
const MAX_TEXT = 20_000;
const BETWEEN_GROUPS = /[\s./+()-]/g;

/** Finds the first identifier in a text whose form is known and whose check holds; the format, or null. */
export function createIdentifiers(formats: readonly IdentifierFormat[]): (text: string) => IdentifierFormat | null {
  const compiled = formats.map((format) => ({
    format,
    pattern: new RegExp(`(?<![\\p{L}\\p{N}_.,+-])(?:${format.pattern})(?![\\p{L}\\p{N}_-]|[.,]\\d)`, 'gu'),
  }));
  return (text) => {
    if (text.length < 9 || text.length > MAX_TEXT || !/\d\D?\d\D?\d/.test(text)) return null;
    for (const { format, pattern } of compiled) {
      for (const [found] of text.matchAll(pattern)) if (isOf(format, found)) return format;
    }
    return null;
  };
}

function isOf(format: IdentifierFormat, text: string): boolean {
  const plain = text.replace(BETWEEN_GROUPS, '');
  if (/^(\d)\1+$/.test(plain)) return false;
  const { date } = format;
  if (date !== undefined && !isDate(plain.replace(/\D/g, '').slice(date.at), date)) return false;
  return (format.checks ?? []).every((check) => holds(check, plain));
}

/** Whether digits begin with a day that may be one of birth; months and days may be moved to tell centuries or sexes. */
function isDate(digits: string, { as, months = [0], days = [0] }: NonNullable<IdentifierFormat['date']>): boolean {
  const part = (letter: string): number => Number(digits.slice(as.indexOf(letter), as.lastIndexOf(letter) + 1));
  const within = (value: number, most: number, moved: readonly number[]): boolean =>
    moved.some((by) => value - by >= 1 && value - by <= most);
  return digits.length >= as.length && within(part('m'), 12, months) && within(part('d'), 31, days);
}
