/** An example of a rule page: the files of one fenced block. */
export interface PageExample {
  readonly verdict: 'bad' | 'good';
  /** Line of the page (1-based) the block opens at. */
  readonly line: number;
  readonly files: ReadonlyMap<string, string>;
}

const OPENING = /^(`{3,})(tsx?|jsx?|mts|cts|mjs|cjs|vue|svelte|astro)\s+(bad|good)\s*$/;
const FILE = /^\/\/- (\S+)$/;

/**
 * The fenced examples of a page (`ts bad`, `tsx good`, …). A block is one file, unless lines `//- path` in it open
 * files of their own.
 *
 * @param page the whole text of the page, front matter included
 */
export function pageExamples(page: string): readonly PageExample[] {
  const examples: PageExample[] = [];
  const lines = page.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const opening = OPENING.exec(lines[i] ?? '');
    if (opening === null) continue;
    const [, ticks = '', language = '', verdict = ''] = opening;
    const end = lines.indexOf(ticks, i + 1);
    if (end < 0) throw new Error(`the example that opens in line ${String(i + 1)} is never closed`);
    const files = split(lines.slice(i + 1, end), `src/example.${language}`);
    examples.push({ verdict: verdict === 'bad' ? 'bad' : 'good', line: i + 1, files });
    i = end;
  }
  return examples;
}

/** How many blocks speak of a verdict in any language and spelling: none of them may go unseen. */
export function countMarked(page: string): number {
  return [...page.matchAll(/^ *(?:`{3,}|~{3,}).*\b(?:bad|good)\b.*$/gim)].length;
}

function split(lines: readonly string[], only: string): ReadonlyMap<string, string> {
  const files = new Map<string, string[]>();
  let open = only;
  for (const line of lines) {
    const path = FILE.exec(line)?.[1];
    if (path === undefined) files.set(open, [...(files.get(open) ?? []), line]);
    else open = path;
  }
  return new Map([...files].map(([path, text]) => [path, `${text.join('\n')}\n`]));
}
