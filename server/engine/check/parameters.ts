/** A list of texts in what a rule says under `with`; null if it says none. */
export const textsIn = (value: unknown): readonly string[] | null =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : null;
