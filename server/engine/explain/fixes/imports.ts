import type { NewFile, Place, TextEdit } from '../diagnostic.ts';
import { bindingsOf } from './bindings.ts';
import type { Binding } from './bindings.ts';
import type { FixInput, FixSource } from './contract.ts';
import { importEdits, isCommonJs } from './import-edits.ts';
import { homeOf } from './home.ts';
import { innerNames } from './scope.ts';
import { styleOf } from './style.ts';
import { ancestry } from './syntax.ts';

/** What makes a name known in a file: an import, and the file it comes from if that must be created. */
export interface Known {
  /** How it is called there: by another name if its own is taken, by a member of what is imported as a whole. */
  readonly local: string;
  readonly edits: readonly TextEdit[];
  readonly creates: readonly NewFile[];
}

/**
 * Makes a function or component known at a place; null if nothing says where it comes from. What is imported or declared
 * already is used as it is there.
 *
 * @param name its own name, or that of another function in the same module
 */
export function know(
  input: FixInput,
  source: FixSource,
  key: NewFile['holds']['key'],
  name: string,
  { start, end }: Pick<Place, 'start' | 'end'>,
): Known | null {
  const home = homeOf(input, source, key);
  const hidden = innerNames(ancestry(source.root, start, end));
  const bindings = bindingsOf(source.root);
  const isVisible = ({ local }: Binding): boolean => !hidden.has(local);
  const own = bindings.find((binding) => isVisible(binding) && isNamed(binding, name));
  if (own !== undefined) return { local: own.local, edits: [], creates: [] };
  if (home === null) return null;
  const whole = bindings.find(
    (binding) => isVisible(binding) && binding.kind === 'whole' && home.isAt(binding.from ?? ''),
  );
  if (whole !== undefined) return { local: `${whole.local}.${name}`, edits: [], creates: [] };
  const isTaken = hidden.has(name) || bindings.some(({ local }) => local === name);
  const local = isTaken ? unused(source.text, name) : name;
  const edits = importEdits(source, { name, local, specifier: home.specifier, isHome: home.isAt });
  return {
    local,
    edits,
    creates: home.creates === null ? [] : [home.creates(isCommonJs(source), styleOf(source.text))],
  };
}

/** Whether a function of that name is meant: an import of it from anywhere, as barrels hand on, or one of the file's own. */
const isNamed = (binding: Binding, name: string): boolean =>
  (binding.kind === 'named' && binding.imported === name) || (binding.kind === 'function' && binding.local === name);

function unused(text: string, name: string): string {
  for (let i = 2; ; i++) if (!text.includes(`${name}${String(i)}`)) return `${name}${String(i)}`;
}
