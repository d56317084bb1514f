import { escapeForTerminal } from '../terminal/escape.ts';

/** Markup that is safe to put into a page: made by `html`, or escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Puts texts into markup: whatever is no markup itself is escaped, controls and direction marks are shown. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(parts.map((part, i) => part + (i < values.length ? written(values[i] ?? '') : '')).join(''));
}

function written(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escapeForTerminal(String(part)).replace(/[&<>"']/g, (found) => ENTITIES[found] ?? '');
}

/** A sentence with code in backticks. */
export function prose(text: string): Markup[] {
  return text.split(/`+ ?(.+?) ?`+/).map((part, i) => (i % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}
