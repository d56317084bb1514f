import type { Framework } from '../../../../rules/schema/types.ts';

/** Files around a page that are rendered with it, though nothing in the page names them. */
export interface Layouts {
  /** Nearest first. @param path of a page or of a part of one */
  around(path: string): readonly string[];
}

const EXTENSIONS = ['tsx', 'jsx', 'ts', 'js', 'vue', 'svelte', 'astro', 'mdx'];

/** The layouts of the frameworks' file conventions, of those that are there. */
export function createLayouts(frameworks: readonly Framework[], paths: readonly string[]): Layouts {
  const rules = frameworks.flatMap((framework) =>
    (framework.layouts ?? []).map((rule) => ({ pages: new RegExp(rule.pages), files: rule.files })),
  );
  const known = setOf(paths);
  return {
    around(path) {
      const found: string[] = [];
      for (const { pages, files } of rules) {
        if (!pages.test(path)) continue;
        for (const folder of foldersAbove(path)) {
          for (const file of files) {
            for (const extension of EXTENSIONS) {
              const candidate = `${folder}${file}.${extension}`;
              if (candidate !== path && known.has(candidate) && !found.includes(candidate)) found.push(candidate);
            }
          }
        }
      }
      return found;
    },
  };
}

/** The same list is asked for each part of a program. */
const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(paths: readonly string[]): ReadonlySet<string> {
  let set = sets.get(paths);
  if (set === undefined) sets.set(paths, (set = new Set(paths)));
  return set;
}

/** Folders of a path, the nearest first, each with its trailing slash; '' is the root. */
function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
    folders.push(path.slice(0, slash + 1));
    if (slash === 0) break;
  }
  folders.push('');
  return folders;
}
