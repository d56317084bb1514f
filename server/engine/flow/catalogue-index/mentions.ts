/** A regular expression that finds any of the words, with common beginnings written once so that it fails fast. */
function wordsPattern(words: readonly string[]): string {
  const groups = new Map<string, string[]>();
  let ends = false;
  for (const word of new Set(words)) {
    if (word === '') {
      ends = true;
      continue;
    }
    const first = word.slice(0, 1);
    const rest = word.slice(1);
    const group = groups.get(first);
    if (group) group.push(rest);
    else groups.set(first, [rest]);
  }
  const branches = [...groups].map(([first, rests]) => escape(first) + wordsPattern(rests));
  if (branches.length === 0) return '';
  const body = branches.length === 1 && !ends ? (branches[0] ?? '') : `(?:${branches.join('|')})`;
  return ends ? `${branches.length === 1 ? `(?:${branches.join('')})` : body}?` : body;
}

function escape(char: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(char) ? `\\${char}` : char;
}

/**
 * Finds files that may hold a model call: a package's name at the beginning of a quoted specifier, or a vendor's host or
 * another text anywhere.
 */
export function mentionsPattern(packages: readonly string[], texts: readonly string[]): RegExp {
  const names = packages.filter((name) => name !== '').map((name) => name.replace(/\*$/, ''));
  const specifier = `["'\`](?:npm:|https?:\\/\\/[^"'\`\\s]*\\/)?${wordsPattern(names)}`;
  return new RegExp(texts.length === 0 ? specifier : `${specifier}|${wordsPattern(texts)}`);
}

/** The longest constant part of a host pattern: what a file that names the host must contain. */
export function constantPart(host: string): string {
  const parts = host.replace(/^\./, '').split('*');
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
