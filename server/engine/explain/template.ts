/** What a placeholder stands for. `code` is source text: it is put in backticks unless the template already did so. */
export interface TemplateValue {
  readonly text: string;
  readonly code: string | null;
  /** How many things it names: decides between the forms of `{name|one|many}`. */
  readonly count: number;
}

/** Stands for a value that is not there; a private-use character, which no rule page holds. */
const ABSENT = '\uE000';
const PLACEHOLDER = /(`?)\{([a-zA-Z][\w-]*)(?:\|([^{}|]*)\|([^{}|]*))?\}(`?)/g;

/**
 * Fills a rule page's template.
 *
 * - `{name}` is replaced by the value; source text comes in backticks, also if the template wrote them itself.
 * - `{name|one|many}` is replaced by `one` if the value names exactly one thing, else by `many`: `{data|reaches|reach}`.
 *
 * A placeholder nothing is known of leaves no trace: spaces and punctuation around it are joined up.
 */
export function fill(template: string, values: ReadonlyMap<string, TemplateValue>): string {
  const filled = template
    .replace(/\s+/g, ' ')
    .trim()
    .replace(
      PLACEHOLDER,
      (_, open: string, name: string, one: string | undefined, many: string | undefined, close: string) => {
        const value = values.get(name);
        if (one !== undefined) return open + (value?.count === 1 ? one : (many ?? '')) + close;
        if (value === undefined) return open && close ? ABSENT : open + ABSENT + close;
        if (open && close) return value.code ?? `\`${value.text}\``;
        return open + (value.code ?? value.text) + close;
      },
    );
  return tidy(filled);
}

/** Removes what stood for nothing, with an empty pair of brackets round it and the space before it. */
function tidy(text: string): string {
  if (!text.includes(ABSENT)) return text;
  return text
    .replace(/ ?\(\uE000\)/g, '')
    .replace(/ ?\uE000(?=[ ,;:.)]|$)/g, '')
    .replace(/\uE000 ?/g, '');
}

/** Plain words. */
export const words = (text: string, count = 1): TemplateValue => ({ text, code: null, count });
