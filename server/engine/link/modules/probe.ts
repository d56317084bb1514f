import { directoryOf, within } from './posix.ts';

/** In the order TypeScript's bundler resolution tries them, except that declarations come after implementations. */
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte', '.astro', '.d.ts'];
const LATE_EXTENSIONS = ['.json', '.d.mts', '.d.cts', '.web.ts', '.web.tsx', '.native.ts', '.native.tsx'];
const PLATFORM_EXTENSIONS = ['.ios.ts', '.ios.tsx', '.android.ts', '.android.tsx', '.web.js', '.native.js', '.ios.js'];
const ALL_EXTENSIONS = [...EXTENSIONS, ...LATE_EXTENSIONS, ...PLATFORM_EXTENSIONS];

/** What a written JavaScript extension stands for in TypeScript source, and what else it may be. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx', '.mts', '.d.ts'],
  '.jsx': ['.tsx', '.jsx', '.ts', '.js', '.d.ts'],
  '.mjs': ['.mts', '.mjs', '.ts', '.js', '.d.mts'],
  '.cjs': ['.cts', '.cjs', '.ts', '.js', '.d.cts'],
  '.ts': ['.ts', '.tsx', '.d.ts', '.js'],
};

/** Answers which workspace file a path without (or with another) extension means. */
export interface Prober {
  /** The path itself if it is a file, else with an extension, else as a folder with an index; null if there is none. */
  file(path: string): string | null;
}

/** Which paths there are (POSIX, relative to the root). */
export interface PathIndex {
  has(path: string): boolean;
  /** False only if no path begins with `stem` and a dot. */
  mayBegin(stem: string): boolean;
  /** False only if no path lies in the folder. */
  mayHold(directory: string): boolean;
}

/** An index that answers "no" fast: most probes are for packages and fail. */
export function indexPaths(paths: ReadonlySet<string>): PathIndex {
  const stems = new Set<string>();
  const folders = new Set<string>(['']);
  for (const path of paths) {
    let dot = path.indexOf('.', path.lastIndexOf('/') + 1);
    for (; dot >= 0; dot = path.indexOf('.', dot + 1)) stems.add(path.slice(0, dot));
    for (let at = directoryOf(path); !folders.has(at); at = directoryOf(at)) folders.add(at);
  }
  return {
    has: (path) => paths.has(path),
    mayBegin: (stem) => stems.has(stem),
    mayHold: (directory) => folders.has(directory),
  };
}

/** @param folderEntry main file of a folder that is a package, null for other folders */
export function createProber(index: PathIndex, folderEntry: (directory: string) => string | null): Prober {
  const withExtension = (stem: string, extensions: readonly string[]): string | null => {
    if (!index.mayBegin(stem)) return null;
    for (const extension of extensions) if (index.has(stem + extension)) return stem + extension;
    return null;
  };
  const replaced = (path: string): string | null => {
    const dot = path.lastIndexOf('.');
    const extension = dot < 0 ? '' : path.slice(dot);
    const sources = Object.hasOwn(SOURCES_OF, extension) ? SOURCES_OF[extension] : undefined;
    return sources === undefined ? null : withExtension(path.slice(0, dot), sources);
  };
  return {
    file(path) {
      if (path !== '') {
        const exact = replaced(path) ?? (index.has(path) ? path : null) ?? withExtension(path, ALL_EXTENSIONS);
        if (exact !== null) return exact;
      }
      if (!index.mayHold(path)) return null;
      return folderEntry(path) ?? withExtension(within(path, 'index'), ALL_EXTENSIONS);
    },
  };
}

/** Folders that hold build output, and where the sources they are built from usually lie. */
const OUTPUT_FOLDER =
  /^(?:dist|build|lib|libs|out|output|\.output|es|esm|cjs|umd|types|typings|_esm|_cjs|dist-\w+|lib-\w+|\w+-dist)$/;
const SOURCE_FOLDERS = ['src', '', 'source', 'sources', 'lib', 'app'];
const BUILT_SUFFIX =
  /(?:\.d)?(?:\.(?:min|prod|production|development|esm|cjs|umd|es|es5|common|modern|module|node|bundle))*\.[cm]?[jt]sx?$/;

/**
 * Maps a path of build output that is not in the workspace to the source it is built from: `dist/esm/a/index.js` →
 * `src/a/index.ts`, by trying common layouts.
 *
 * @param base folder of the package the path belongs to
 * @param path relative to that folder
 */
export function sourceOfOutput(prober: Prober, base: string, path: string): string | null {
  const segments = path.split('/');
  const first = segments.findIndex((segment) => OUTPUT_FOLDER.test(segment));
  const stem = path.replace(BUILT_SUFFIX, '');
  if (first < 0) return stem === path ? null : prober.file(within(base, stem));
  const rest = segments.slice(first + 1);
  const before = segments.slice(0, first).join('/');
  // the output may repeat package folders (`dist/packages/a/src/index.js`), so leading segments are dropped one by one
  for (let dropped = 0; dropped < rest.length && dropped < 5; dropped++) {
    const tail = rest.slice(dropped).join('/').replace(BUILT_SUFFIX, '');
    for (const folder of SOURCE_FOLDERS) {
      const found = prober.file(within(within(base, before), within(folder, tail)));
      if (found !== null) return found;
    }
  }
  return null;
}
