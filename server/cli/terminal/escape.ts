/**
 * Everything a terminal could obey or be misled by: C0 and C1 controls, DEL, bidirectional controls, invisible
 * characters, tags, line separators, lone surrogates.
 */
const HOSTILE =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|\p{Cs}/gu;

/** Text from a workspace, made safe to print: `\u001b` and its like are shown, not obeyed. Line ends are shown too. */
export function escapeForTerminal(text: string): string {
  return text.replace(HOSTILE, shown);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The same for HTML and XML, as text or in quotes: what they would read as markup is written out. */
export function escapeMarkup(text: string): string {
  return escapeForTerminal(text).replace(/[&<>"']/g, (found) => ENTITIES[found] ?? '');
}

/** The same for JSON already made: such characters become `\uXXXX` escapes, which mean the same to every reader. */
export function escapeJson(json: string): string {
  // C0 controls outside strings are the line ends of the layout; inside strings JSON.stringify has escaped them.
  return json.replace(HOSTILE, (found) => (found < ' ' ? found : units(found)));
}

function shown(found: string): string {
  if (found === '\t') return '  ';
  if (found === '\n') return '\\n';
  if (found === '\r') return '\\r';
  const point = found.codePointAt(0) ?? 0;
  return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
}

function units(found: string): string {
  let out = '';
  for (let i = 0; i < found.length; i++) out += `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
}
