import { proseParts } from '../prose.ts';
import { escapeMarkup } from '../terminal/escape.ts';

/** Markup that is safe to put into a page: made by `html`, or escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | readonly Markup[];

/** Puts texts into markup: whatever is no markup itself is escaped, controls and direction marks are shown. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(parts.map((part, i) => part + (i < values.length ? written(values[i] ?? '') : '')).join(''));
}

function written(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escapeMarkup(String(part));
}

/** A sentence with code in backticks. */
export function prose(text: string): Markup[] {
  return proseParts(text).map((part) => (part.code ? html`<code>${part.text}</code>` : html`${part.text}`));
}
