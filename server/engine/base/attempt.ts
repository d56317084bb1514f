/**
 * The result of `work`, or, if it throws, what `otherwise` makes of the message. For the few places where one part of a
 * larger job may fail without the rest; expected trouble is a value, not an exception.
 */
export function attempt<T>(work: () => T, otherwise: (message: string) => T): T {
  try {
    return work();
  } catch (error) {
    return otherwise(error instanceof Error ? error.message : String(error));
  }
}
