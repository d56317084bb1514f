/** A part of a sentence: plain words, or what stands between backticks. */
export interface ProsePart {
  readonly code: boolean;
  readonly text: string;
}

const CODE = /(`+) ?(.+?) ?\1(?!`)/g;

/** Takes a sentence with code in backticks apart, as Markdown reads it: as many backticks end it as began it. */
export function proseParts(text: string): readonly ProsePart[] {
  const parts: ProsePart[] = [];
  let at = 0;
  for (const match of text.matchAll(CODE)) {
    parts.push({ code: false, text: text.slice(at, match.index) }, { code: true, text: match[2] ?? '' });
    at = match.index + match[0].length;
  }
  return [...parts, { code: false, text: text.slice(at) }];
}

/** `1 AI call`, `3 AI calls`. */
export const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
