/** A page: front matter between two lines of three hyphens, then prose. */
export interface Page {
  /** YAML, on the lines on which it stands in the page. */
  readonly matter: string;
  readonly body: string;
}

/** The parts of a page; null if it has no front matter. */
export function pageOf(text: string): Page | null {
  const normal = text.replaceAll('\r\n', '\n');
  const found = /^\uFEFF?---\n([\s\S]*?)\n---\n/.exec(normal);
  if (!found) return null;
  // the opening line is kept, as a comment, so that line numbers are those of the file
  return { matter: `#--\n${found[1] ?? ''}\n`, body: normal.slice(found[0].length).trim() };
}
