/** How a number is checked. Digits are counted without what stands between groups; a check digit follows the digits that are weighed. */
export type IdentifierCheck =
  | { readonly by: 'luhn'; /** Of the first digits only. */ readonly length?: number }
  | { readonly by: 'verhoeff' }
  | {
      readonly by: 'weights';
      readonly weights: readonly number[];
      /** Weights that are used where the first give 10. */
      readonly second?: readonly number[];
      readonly modulus: number;
      /** The check is what is missing to the modulus. */
      readonly complement?: boolean;
      /** Added to the sum, or to its complement. */
      readonly plus?: number;
      /** What stands for 10; a number that gives it is not issued, if nothing does. */
      readonly ten?: number;
      /** Of the complement its last digit counts. */
      readonly last?: boolean;
      /** Characters by remainder; the last character of the number is the check. */
      readonly alphabet?: string;
      /** Number of check digits. */
      readonly digits?: 2;
      /** Place of the check digit, if it does not follow. */
      readonly at?: number;
    }
  /** The weighted sum of all digits is a multiple. */
  | {
      readonly by: 'sum';
      readonly weights: readonly number[];
      readonly modulus: number;
      /** The digits that stand for the letters A to Z. */
      readonly letters?: string;
    }
  | {
      /** Characters count by their place among `values`; the last one is what is missing to the modulus. */
      readonly by: 'characters';
      readonly values: string;
      /** From the right; the first of them are for numbers that are longer. */
      readonly weights: readonly number[];
      readonly modulus: number;
      /** What counts for a character that a shorter number lacks at its beginning. */
      readonly pad?: number;
    }
  | {
      /** All digits as one number. */
      readonly by: 'number';
      readonly modulus: number;
      readonly complement?: boolean;
      /** Number of check digits at the end; none: the number is a multiple. */
      readonly digits?: number;
      readonly alphabet?: string;
      /** Letters that stand for 0, 1, 2 at the beginning. */
      readonly letters?: string;
      /** Digits put in front by century; one must fit. */
      readonly prefixes?: readonly string[];
    }
  /** Characters at odd places count by a table, the others by their place in the alphabet; the last letter is the sum. */
  | { readonly by: 'alternating'; readonly odd: readonly number[] };

/** A number that a state gives to a person, told by its form. */
export interface IdentifierFormat {
  readonly id: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** As it is called there. */
  readonly label: string;
  /** Key of the category; the national identification number, if left out. */
  readonly category?: string;
  /** Regular expression of the number as it is written. */
  readonly pattern: string;
  /** A date of birth among its digits. */
  readonly date?: {
    readonly at: number;
    readonly as: 'yymmdd' | 'ddmmyy' | 'ddmmyyy' | 'yyyymmdd';
    /** What may be added to a month, or to a day. */
    readonly months?: readonly number[];
    readonly days?: readonly number[];
  };
  readonly checks?: readonly IdentifierCheck[];
  /** A number of that form, which is nobody's. */
  readonly example: string;
}
