/** A constant a value may be compared with. `nullish` is what `== null` tests; `other`: some constant of unknown value. */
export type Constant =
  | { readonly k: 'string' | 'number'; readonly value: string }
  | { readonly k: 'boolean'; readonly value: boolean }
  | { readonly k: 'null' | 'undefined' | 'nullish' | 'other' | 'object' };

/** What is asked of a value. */
export type Test =
  | { readonly k: 'truthy' | 'falsy' | 'above' | 'below' | 'instance' | 'stranger' | 'succeeded' | 'failed' }
  | { readonly k: 'is'; readonly of: Constant }
  | { readonly k: 'not'; readonly of: readonly Constant[] };

export const TRUTHY: Test = { k: 'truthy' };
export const FALSY: Test = { k: 'falsy' };
/** A result that tells success: `ok(x)`, `Either.right(x)`. */
export const SUCCEEDED: Test = { k: 'succeeded' };
export const FAILED: Test = { k: 'failed' };
export const UNDEFINED: Constant = { k: 'undefined' };

/** The test a value passes when it fails this one. Comparisons by order are taken as each other's opposite. */
export function negated(test: Test): Test {
  switch (test.k) {
    case 'truthy':
      return FALSY;
    case 'falsy':
      return TRUTHY;
    case 'above':
      return { k: 'below' };
    case 'below':
      return { k: 'above' };
    case 'instance':
      return { k: 'stranger' };
    case 'stranger':
      return { k: 'instance' };
    case 'succeeded':
      return FAILED;
    case 'failed':
      return SUCCEEDED;
    case 'is':
      return { k: 'not', of: [test.of] };
    case 'not': {
      const [only] = test.of;
      return test.of.length === 1 && only !== undefined ? { k: 'is', of: only } : { k: 'truthy' };
    }
  }
}

/** Whether the test, asked of a boolean, is a test for true (or false); null if it is neither. */
export function polarityOf(test: Test): boolean | null {
  switch (test.k) {
    case 'truthy':
      return true;
    case 'falsy':
      return false;
    case 'is':
      return test.of.k === 'boolean' ? test.of.value : isNothing(test.of) ? false : null;
    case 'not':
      if (test.of.length !== 1) return null;
      return test.of.every((c) => isNothing(c) || (c.k === 'boolean' && !c.value))
        ? true
        : test.of.every((c) => c.k === 'boolean' && c.value)
          ? false
          : null;
    case 'above':
    case 'below':
    case 'instance':
    case 'stranger':
    case 'succeeded':
    case 'failed':
      return null;
  }
}

export const isNothing = (c: Constant): boolean => c.k === 'null' || c.k === 'undefined' || c.k === 'nullish';

function truthOf(c: Constant): boolean | null {
  switch (c.k) {
    case 'string':
      return c.value !== '';
    case 'number':
      return !/^[-+]?0*\.?0*n?$/.test(c.value);
    case 'boolean':
      return c.value;
    case 'null':
    case 'undefined':
    case 'nullish':
      return false;
    case 'object':
      return true;
    case 'other':
      return null;
  }
}

function same(a: Constant, b: Constant): boolean | null {
  if (a.k === 'other' || b.k === 'other') return null;
  if (a.k === 'object' || b.k === 'object') return a.k === b.k ? null : false;
  if (a.k === 'nullish') return isNothing(b);
  if (b.k === 'nullish') return isNothing(a);
  if (a.k !== b.k) return false;
  return 'value' in a && 'value' in b ? a.value === b.value : true;
}

/** Whether a constant passes the test; null if that cannot be told. */
export function passes(test: Test, c: Constant): boolean | null {
  switch (test.k) {
    case 'truthy':
      return truthOf(c);
    case 'falsy': {
      const truth = truthOf(c);
      return truth === null ? null : !truth;
    }
    case 'is':
      return same(test.of, c);
    case 'not': {
      const hits = test.of.map((o) => same(o, c));
      return hits.some((h) => h === true) ? false : hits.some((h) => h === null) ? null : true;
    }
    case 'instance':
      return c.k === 'object' ? true : c.k === 'other' ? null : false;
    case 'stranger':
      return c.k === 'object' ? false : c.k === 'other' ? null : true;
    case 'above':
      // `(version ?? 0) >= 2`: nothing, zero and less stand for what was never given
      return isNothing(c) || (c.k === 'number' && Number(c.value) <= 0) ? false : null;
    case 'below':
      return isNothing(c) ? false : null;
    case 'succeeded':
    case 'failed':
      return null;
  }
}

/** A test of a length as a test of having any. */
export function amountTest(test: Test): Test | null {
  switch (test.k) {
    case 'truthy':
    case 'above':
      return TRUTHY;
    case 'falsy':
    case 'below':
      return FALSY;
    case 'is':
      return test.of.k === 'number' ? (Number(test.of.value) === 0 ? FALSY : TRUTHY) : null;
    case 'not':
      return test.of.every((c) => c.k === 'number' && Number(c.value) === 0) ? TRUTHY : null;
    case 'instance':
    case 'stranger':
    case 'succeeded':
    case 'failed':
      return null;
  }
}

/** A key for memo tables. */
export function testKey(test: Test): string {
  if (test.k === 'is') return `is ${constantKey(test.of)}`;
  if (test.k === 'not') return `not ${test.of.map(constantKey).join(',')}`;
  return test.k;
}

const constantKey = (c: Constant): string => ('value' in c ? `${c.k}:${String(c.value)}` : c.k);
