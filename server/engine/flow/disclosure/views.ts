import type { Place } from '../../base/place.ts';
import type { Program } from '../../link/index.ts';

/** Endings of page templates, with or without which a view is named. */
const TEMPLATE = /\.(?:ejs|hbs|handlebars|mustache|pug|jade|njk|nunjucks|liquid|eta|html?)$/i;

/** What is not shown: comments of template engines and of HTML. */
const COMMENTS: readonly (readonly [open: string, close: string])[] = [
  ['<!--', '-->'],
  ['<%#', '%>'],
  ['{{!--', '--}}'],
  ['{#', '#}'],
];

/** A notice in the text of a page template that is shown under one of these names: `guide` is `views/guide.ejs`. */
export function noticeInView(
  program: Program,
  words: { isNotice(text: string): boolean },
  names: readonly string[],
): Place | null {
  for (const name of names) {
    const wanted = name.replace(TEMPLATE, '').replace(/^\.?\//, '');
    if (wanted === '') continue;
    for (const path of program.matching('page templates', (_, at) => TEMPLATE.test(at))) {
      const bare = path.replace(TEMPLATE, '');
      if (bare !== wanted && !bare.endsWith(`/${wanted}`)) continue;
      const text = program.text(path) ?? '';
      for (const line of shownText(text).split('\n')) {
        const start = words.isNotice(line) ? text.indexOf(line.trim()) : -1;
        if (start >= 0) return { path, start, end: start + line.trim().length };
      }
    }
  }
  return null;
}

/** The text without comments, in time linear in its length. */
function shownText(text: string): string {
  let shown = text;
  for (const [open, close] of COMMENTS) {
    let out = '';
    let at = 0;
    for (let start = shown.indexOf(open); start >= 0; start = shown.indexOf(open, at)) {
      const end = shown.indexOf(close, start + open.length);
      out += shown.slice(at, start);
      at = end < 0 ? shown.length : end + close.length;
    }
    shown = out + shown.slice(at);
  }
  return shown;
}
