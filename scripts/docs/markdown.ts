/** A cell's text: nothing in it may end the cell or the row. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Names as code, joined by commas. */
export function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** A page: what it is made of, then its parts, with blank lines between. */
export function page(title: string, source: string, parts: readonly string[]): string {
  const note = `<!-- Made of ${source} by \`npm run docs\`; edit that, not this. -->`;
  return `${[note, `# ${title}`, ...parts.filter((part) => part !== '')].join('\n\n')}\n`;
}

/** A list of lines, or '' if there is none. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
