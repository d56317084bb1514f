/**
 * A function whose result is made once for each object it is given, and kept as long as that: for what is compiled out of
 * a part of the catalogue, which many sessions ask for.
 *
 * @param make depends on nothing but the object, which does not change
 */
export function perObject<K extends object, V>(make: (object: K) => V): (object: K) => V {
  const made = new WeakMap<K, V>();
  return (object) => {
    const known = made.get(object);
    if (known !== undefined) return known;
    const value = make(object);
    made.set(object, value);
    return value;
  };
}
