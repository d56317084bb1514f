import type { Style } from './terminal/style.ts';

/** Markdown of a rule page for a terminal: headings, lists, code and paragraphs; everything else as it stands. */
export function renderMarkdown(markdown: string, style: Style): string {
  const { colors } = style;
  const out: string[] = [];
  let paragraph: string[] = [];
  let fence: string | null = null;
  const flush = (): void => {
    if (paragraph.length === 0) return;
    const text = paragraph.join(' ');
    const lead = /^(\s*)([-*]|\d+\.) /.exec(text)?.[0] ?? '';
    const body = inline(text.slice(lead.length), style);
    out.push(style.wrap(body, lead.length, lead.replace(/[-*] $/, `${style.glyphs.note} `)));
    paragraph = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const ticks = /^\s*(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence !== null) {
      if (ticks?.[1]?.startsWith(fence)) fence = null;
      else out.push(`    ${colors.cyan(style.safe(line))}`.trimEnd());
    } else if (ticks) {
      flush();
      fence = ticks[1] ?? '```';
      const info = (ticks[2] ?? '').trim();
      if (info.includes(' ')) out.push(`  ${colors.dim(style.safe(info.replace(/^\S+\s+/, '')))}`);
    } else if (/^#{1,6} /.test(line)) {
      flush();
      out.push(colors.bold(inline(line.replace(/^#+ /, ''), style)));
    } else if (line.trim() === '') {
      flush();
      out.push('');
    } else if (/^\s*\|/.test(line)) {
      flush();
      out.push(inline(line, style));
    } else {
      if (/^\s*([-*]|\d+\.) /.test(line)) flush();
      paragraph.push(paragraph.length === 0 ? line.trimEnd() : line.trim());
    }
  }
  flush();
  return out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function inline(text: string, style: Style): string {
  const linked = text.replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, label: string, url: string) =>
    label === url ? url : `${label} (${url})`,
  );
  return style.prose(linked).replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => style.colors.bold(bold));
}
