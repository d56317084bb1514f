/** Components that a framework imports by itself, by the names templates use for them. */
export type AutoComponents = (from: string, name: string) => string | null;

const COMPONENT = /^(?<root>(?:.*\/)?)components\/(?<rest>.+)\.vue$/;

/**
 * Nuxt (and the plugins that do the same for Vue) gives templates all that stands in `components/`: under its path, with
 * what a name says again left out (`base/button/BaseSubmit.vue` is `BaseButtonSubmit`), or under its own name alone.
 * https://nuxt.com/docs/guide/directory-structure/components
 */
export function createAutoComponents(paths: readonly string[]): AutoComponents {
  let known: Map<string, { readonly root: string; readonly path: string }[]> | null = null;
  const read = (): typeof known & object => {
    const found = new Map<string, { readonly root: string; readonly path: string }[]>();
    for (const path of paths) {
      const { root = '', rest = '' } = COMPONENT.exec(path)?.groups ?? {};
      if (rest === '') continue;
      const steps = rest.split('/').map(wordsOf);
      const own = (steps.at(-1) ?? []).join('');
      for (const name of new Set([joined(steps), own])) found.set(name, [...(found.get(name) ?? []), { root, path }]);
    }
    return found;
  };
  return (from, name) => {
    known ??= read();
    const near = (known.get(name) ?? []).filter(({ root }) => from.startsWith(root.replace(/(?:app|src)\/$/, '')));
    const [only] = near.sort((a, b) => b.root.length - a.root.length);
    return only === undefined || near.some((each) => each !== only && each.root === only.root) ? null : only.path;
  };
}

const wordsOf = (step: string): string[] =>
  step
    .split(/[-_.\s]+|(?<=[\p{Ll}\d])(?=\p{Lu})/u)
    .flatMap((word) => (word === '' ? [] : [word.charAt(0).toUpperCase() + word.slice(1)]));

/** The steps as one name; what the next step begins with again is said once. */
function joined(steps: readonly (readonly string[])[]): string {
  let name: string[] = [];
  for (const step of steps) {
    let shared = 0;
    for (let n = 1; n <= Math.min(name.length, step.length); n++) {
      if (name.slice(-n).join('') === step.slice(0, n).join('')) shared = n;
    }
    name = [...name, ...step.slice(shared)];
  }
  return name.join('');
}
