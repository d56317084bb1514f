/** How a text is parsed. `dts` is a declaration file: types only. */
export type Language = 'js' | 'jsx' | 'ts' | 'tsx' | 'dts';

/** A file that holds scripts among other text. */
export type Container = 'vue' | 'svelte' | 'astro';

/** What the engine does with a path: parse it as code, or look for scripts inside. */
export interface SourceKind {
  readonly language: Language;
  /** Set if only parts of the text are code; `language` is then the default of its scripts. */
  readonly container: Container | null;
}

const KINDS: Readonly<Record<string, SourceKind>> = {
  ts: { language: 'ts', container: null },
  mts: { language: 'ts', container: null },
  cts: { language: 'ts', container: null },
  tsx: { language: 'tsx', container: null },
  js: { language: 'jsx', container: null },
  jsx: { language: 'jsx', container: null },
  mjs: { language: 'jsx', container: null },
  cjs: { language: 'jsx', container: null },
  vue: { language: 'jsx', container: 'vue' },
  svelte: { language: 'jsx', container: 'svelte' },
  astro: { language: 'tsx', container: 'astro' },
};

const DECLARATIONS: SourceKind = { language: 'dts', container: null };

/**
 * The kind of source a path names, by its extension alone (case-insensitive), or null if it is not code.
 * JavaScript is always read with JSX allowed: tools accept it in `.js` too.
 */
export function sourceKind(path: string): SourceKind | null {
  const dot = path.lastIndexOf('.');
  if (dot < 0) return null;
  const extension = path.slice(dot + 1).toLowerCase();
  if (!Object.hasOwn(KINDS, extension)) return null;
  const kind = KINDS[extension];
  if (kind === undefined) return null;
  if (kind.language === 'ts' && /\.d(?:\.[^./\\]+)?$/i.test(path.slice(0, dot))) return DECLARATIONS;
  return kind;
}

/** Language of a `lang` attribute (`ts`, `tsx`, `typescript`, `jsx`, …); JSX-tolerant JavaScript if unknown. */
export function languageOfAttribute(lang: string): Language {
  switch (lang.toLowerCase()) {
    case 'ts':
    case 'typescript':
      return 'ts';
    case 'tsx':
      return 'tsx';
    default:
      return 'jsx';
  }
}
