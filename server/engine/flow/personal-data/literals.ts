/** Formats of identifiers that carry their own checksum: a literal that passes is data, whatever it is called. */
export type LiteralFormat = 'iin' | 'luhn' | 'iban' | 'ssn';

/** Longer texts are no prompts someone typed an identifier into. */
const MAX_TEXT = 20_000;
/** What may be an identifier inside a text: groups of digits, or an IBAN, with blanks or dashes between the groups. */
const CANDIDATE =
  /(?<![\p{L}\p{N}_.,+-])(?:\d(?:[ -]?\d){8,18}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30})(?![\p{L}\p{N}_-]|[.,]\d)/gu;

/** The format of the first identifier in a text, or null. Blanks and dashes may stand between its groups. */
export function literalFormat(text: string): LiteralFormat | null {
  if (text.length < 9 || text.length > MAX_TEXT) return null;
  for (const m of text.matchAll(CANDIDATE)) {
    const format = formatOf(m[0]);
    if (format !== null) return format;
  }
  return null;
}

function formatOf(text: string): LiteralFormat | null {
  if (/^\d{3}-\d{2}-\d{4}$/.test(text)) return isSsn(text) ? 'ssn' : null;
  const plain = text.replace(/[\s-]/g, '');
  if (/^\d{12}$/.test(plain)) return isIin(plain) ? 'iin' : null;
  if (/^\d{13,19}$/.test(plain)) return isCard(plain) ? 'luhn' : null;
  // words in capitals may follow
  for (let end = text.length; end > 0; end = text.lastIndexOf(' ', end - 1)) {
    const part = text.slice(0, end).replace(/ /g, '');
    if (/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(part) && isIban(part)) return 'iban';
  }
  return null;
}

/**
 * Individual identification number of Kazakhstan: birth date (YYMMDD), century and sex (1–6), serial, and a check digit
 * with weights 1…11, and where that gives 10, weights 3…11, 1, 2 (modulo 11).
 */
function isIin(digits: string): boolean {
  const d = Array.from(digits, Number);
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6));
  const century = d[6] ?? 0;
  if (month < 1 || month > 12 || day < 1 || day > 31 || century < 1 || century > 6) return false;
  const sum = (offset: number): number => {
    let total = 0;
    for (let i = 0; i < 11; i++) total += (d[i] ?? 0) * (((i + offset) % 11) + 1);
    return total % 11;
  };
  const first = sum(0);
  const check = first === 10 ? sum(2) : first;
  return check < 10 && check === d[11];
}

/** Payment card: a known prefix and length, and the Luhn check (ISO/IEC 7812-1). */
function isCard(digits: string): boolean {
  const known =
    /^4(?:\d{12}|\d{15}|\d{18})$/.test(digits) ||
    /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/.test(digits) ||
    /^3[47]\d{13}$/.test(digits) ||
    /^6(?:011|5\d\d)\d{12}$/.test(digits);
  if (!known || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/**
 * Social security number of the United States. It has no check digit: only the written form with dashes is taken, and
 * areas, groups and serials that are never issued are not, nor are the two numbers that advertisements made known.
 */
function isSsn(text: string): boolean {
  const [area = '', group = '', serial = ''] = text.split('-');
  const issued = area !== '000' && area !== '666' && !area.startsWith('9') && group !== '00' && serial !== '0000';
  return issued && text !== '078-05-1120' && text !== '219-09-9999';
}

/** International bank account number: modulo 97 (ISO 13616). */
function isIban(text: string): boolean {
  const moved = text.slice(4) + text.slice(0, 4);
  let rest = 0;
  for (const char of moved) {
    const value = /\d/.test(char) ? char : String(char.charCodeAt(0) - 55);
    for (const digit of value) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}
