import type { IdentifierCheck } from '../../../../rules/schema/types.ts';

type Of<K extends IdentifierCheck['by']> = Extract<IdentifierCheck, { by: K }>;

/** Whether a number's check holds. @param text the number without what stands between its groups */
export function holds(check: IdentifierCheck, text: string): boolean {
  switch (check.by) {
    case 'luhn':
      return luhn(text.slice(0, check.length ?? text.length));
    case 'verhoeff':
      return verhoeff(text);
    case 'weights':
      return weighted(check, text);
    case 'sum':
      return summed(check, text);
    case 'characters':
      return characters(check, text);
    case 'number':
      return numbered(check, text);
    case 'alternating':
      return alternating(check, text);
  }
}

const digitsOf = (text: string): readonly number[] => Array.from(text.replace(/\D/g, ''), Number);

const mod = (value: number, modulus: number): number => ((value % modulus) + modulus) % modulus;

/** The sum of digits by their weights, of which as many as there are digits count, from the right. */
function weigh(digits: readonly number[], weights: readonly number[]): number {
  const used = weights.slice(Math.max(0, weights.length - digits.length));
  return used.reduce((sum, weight, i) => sum + weight * (digits[i] ?? 0), 0);
}

/** Luhn's check (ISO/IEC 7812-1). */
function luhn(text: string): boolean {
  const digits = digitsOf(text);
  const sum = digits.reduceRight((total, digit, i) => {
    const doubled = (digits.length - 1 - i) % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits.length > 0 && sum % 10 === 0;
}

function weighted(check: Of<'weights'>, text: string): boolean {
  const { weights, second, alphabet, at } = check;
  // with an alphabet the last character is the check, which may be a letter
  const digits = alphabet === undefined ? digitsOf(text) : digitsOf(text.slice(0, -1));
  const body = alphabet === undefined ? digits.slice(0, weights.length) : digits;
  let rest = remainder(check, body, weights);
  if (rest === 10 && second !== undefined) rest = remainder(check, body, second);
  if (alphabet !== undefined) return alphabet[rest] === text.at(-1);
  if (check.digits === 2) {
    const given = digits.slice(weights.length, weights.length + 2);
    return given.length === 2 && (given[0] ?? 0) * 10 + (given[1] ?? 0) === (rest >= 100 ? 0 : rest);
  }
  if (rest >= 10) {
    if (check.ten === undefined) return false;
    rest = check.ten;
  }
  return digits[at ?? weights.length] === rest;
}

function remainder(
  { modulus, complement, plus = 0, last }: Of<'weights'>,
  body: readonly number[],
  weights: readonly number[],
): number {
  const sum = weigh(body, weights);
  if (complement !== true) return mod(sum + plus, modulus);
  const rest = modulus - mod(sum, modulus);
  return last === true ? rest % 10 : mod(rest + plus, modulus);
}

/** The digits as one number: its remainder is nothing, stands behind it, or is the place of a letter. */
function numbered(check: Of<'number'>, text: string): boolean {
  const { modulus, alphabet, complement, digits = 0, prefixes = [''], letters = '' } = check;
  const plain = letters === '' ? text : text.replace(/^[A-Z]/, (letter) => String(letters.indexOf(letter)));
  const all = (alphabet === undefined ? plain : plain.slice(0, -1)).replace(/\D/g, '');
  if (alphabet !== undefined) return alphabet[long(all, modulus)] === text.at(-1);
  const body = digits === 0 ? all : all.slice(0, -digits);
  const given = digits === 0 ? 0 : Number(all.slice(-digits));
  return prefixes.some((prefix) => {
    const rest = long(prefix + body, modulus);
    return given === (complement === true ? modulus - rest : rest);
  });
}

/** Remainder of a number of any length. */
function long(digits: string, modulus: number): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % modulus;
  return rest;
}

/** The weighted sum of all digits, letters by the digits that stand for them, is a multiple. */
function summed({ weights, modulus, letters = '' }: Of<'sum'>, text: string): boolean {
  const plain = letters === '' ? text : text.replace(/[A-Z]/g, (letter) => letters[letter.charCodeAt(0) - 65] ?? '');
  return mod(weigh(digitsOf(plain), weights), modulus) === 0;
}

/** Characters count by their place among the values; the last one is what is missing to the modulus. */
function characters({ values, weights, modulus, pad = 0 }: Of<'characters'>, text: string): boolean {
  const places = Array.from(text.replace(/[^\p{L}\d]/gu, ''), (char) => values.indexOf(char));
  const body = places.slice(0, -1);
  const lacking = Array.from({ length: Math.max(0, weights.length - body.length) }, () => pad);
  const sum = weigh([...lacking, ...body], weights);
  return places.at(-1) === mod(-sum, modulus);
}

/** Characters at odd places have a value of their own; the last letter is the sum's place in the alphabet. */
function alternating({ odd }: Of<'alternating'>, text: string): boolean {
  const value = (char: string): number => (/\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65);
  const sum = Array.from(text.slice(0, -1)).reduce(
    (total, char, i) => total + (i % 2 === 0 ? (odd[value(char)] ?? 0) : value(char)),
    0,
  );
  return text.charCodeAt(text.length - 1) - 65 === sum % 26;
}

/** Multiplication in the dihedral group of ten elements, and the permutation of places (Verhoeff, 1969). */
const TIMES = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const PLACES = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

function verhoeff(text: string): boolean {
  const digits = digitsOf(text);
  return (
    digits.reduceRight((state, digit, i) => {
      const place = PLACES[(digits.length - 1 - i) % 8]?.[digit];
      return Number(TIMES[state]?.[Number(place)]);
    }, 0) === 0
  );
}
