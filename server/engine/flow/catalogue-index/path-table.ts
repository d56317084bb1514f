import { CALL, CONSTRUCT, packageOfBase, splitAll, splitLast } from './paths.ts';

/** A place in the tree of known paths. `type` is the canonical name of values found there. */
interface PathNode<T> {
  readonly children: Map<string, PathNode<T>>;
  type: string | null;
  readonly entries: T[];
}

const NO_NODES: readonly never[] = [];

/**
 * All paths the catalogue knows, as a tree that is walked a step at a time. A `.*` in a known path stands for any one
 * member; `@scope/*` in a package's name for any package of the scope.
 */
export class PathTable<T> {
  readonly #roots = new Map<string, PathNode<T>>();
  readonly #scopes = new Set<string>();
  readonly #nodes = new Map<string, readonly PathNode<T>[]>();
  readonly #canonical = new Map<string, string>();

  /** Adds knowledge at a path (as the catalogue writes it, canonical up to its last step). */
  add(path: string, what: { readonly type: string } | { readonly entry: T }): void {
    const { base, steps } = splitAll(path);
    const pkg = packageOfBase(base)?.pkg ?? '';
    if (pkg.endsWith('/*')) this.#scopes.add(pkg.slice(0, -1));
    let node = this.#child(this.#roots, base);
    for (const step of steps) node = this.#child(node.children, step);
    if ('type' in what) node.type ??= what.type;
    else node.entries.push(what.entry);
    if (this.#nodes.size > 0) this.#nodes.clear();
    if (this.#canonical.size > 0) this.#canonical.clear();
  }

  #child(among: Map<string, PathNode<T>>, key: string): PathNode<T> {
    const found = among.get(key);
    if (found) return found;
    const made: PathNode<T> = { children: new Map(), type: null, entries: [] };
    among.set(key, made);
    return made;
  }

  /** What was added at a canonical path, most exact first. */
  entries(path: string): readonly T[] {
    const nodes = this.#find(path);
    const [first] = nodes;
    return nodes.length === 1 && first ? first.entries : nodes.flatMap((node) => node.entries);
  }

  /** Is anything known at this canonical path or below it? */
  knows(path: string): boolean {
    return this.#find(path).length > 0 || (path.includes(':') && !path.includes('#') && splitLast(path) === null);
  }

  /** Is there such an entry at this canonical path or anywhere below it, types of what stands there looked through? */
  leads(path: string, test: (entry: T) => boolean): boolean {
    const seen = new Set<string>();
    const paths = [path];
    for (let at = paths.pop(); at !== undefined; at = paths.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const nodes = [...this.#find(at)];
      for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
        if (node.entries.some(test)) return true;
        if (node.type !== null) paths.push(node.type);
        nodes.push(...node.children.values());
      }
    }
    return false;
  }

  /** The shortest name for a path: a named type where one is defined. Known names are stable: `canonical(canonical(x)) = canonical(x)`. */
  canonical(path: string): string {
    const known = this.#canonical.get(path);
    if (known !== undefined) return known;
    const result = this.#reduce(path);
    this.#canonical.set(path, result);
    return result;
  }

  #reduce(path: string): string {
    const last = splitLast(path);
    if (!last) return this.#typeAt(path) ?? path;
    const joined = interop(this.canonical(last.parent), last.step, (candidate) => this.knows(candidate));
    return this.#typeAt(joined) ?? joined;
  }

  #typeAt(path: string): string | null {
    for (const node of this.#find(path)) if (node.type !== null) return node.type;
    return null;
  }

  #find(path: string): readonly PathNode<T>[] {
    const known = this.#nodes.get(path);
    if (known) return known;
    const last = splitLast(path);
    const found = last ? this.#step(last.parent, last.step) : this.#root(path);
    this.#nodes.set(path, found);
    return found;
  }

  #step(parent: string, step: string): readonly PathNode<T>[] {
    const parents = this.#find(parent);
    if (parents.length === 0) return NO_NODES;
    const found: PathNode<T>[] = [];
    for (const key of step === CALL || step === CONSTRUCT ? [step] : [step, '.*']) {
      for (const node of parents) {
        const child = node.children.get(key);
        if (child) found.push(child);
      }
    }
    return found;
  }

  #root(base: string): readonly PathNode<T>[] {
    const found: PathNode<T>[] = [];
    const origin = packageOfBase(base);
    const keys = [base];
    if (origin) {
      if (origin.name !== '*') keys.push(`${origin.pkg}#*`);
      const scope = origin.pkg.slice(0, origin.pkg.indexOf('/') + 1);
      if (scope !== '' && this.#scopes.has(scope)) keys.push(`${scope}*#${origin.name}`, `${scope}*#*`);
    }
    for (const key of keys) {
      const node = this.#roots.get(key);
      if (node) found.push(node);
    }
    return found;
  }
}

/**
 * Joins a step to a path, looking through what the module systems put between: members of a namespace are exports,
 * calling a namespace calls its default (`require('x')()`), and members of a default export that is not known to have
 * them are exports (`import x from 'cjs'; x.member`).
 */
function interop(parent: string, step: string, knows: (path: string) => boolean): string {
  const joined = parent + step;
  const origin = packageOfBase(parent);
  if (!origin) return joined;
  const isMember = step !== CALL && step !== CONSTRUCT;
  const exported = `${origin.pkg}#${step.slice(1)}`;
  if (origin.name === '*') {
    const ofDefault = `${origin.pkg}#default${step}`;
    return isMember && (step === '.default' || knows(exported) || !knows(ofDefault)) ? exported : ofDefault;
  }
  if (origin.name === 'default' && isMember && !knows(joined) && (step === '.default' || knows(exported)))
    return exported;
  if (origin.pkg === '' && /^(?:window|globalThis|self|global)$/.test(origin.name) && isMember) return exported;
  return joined;
}
