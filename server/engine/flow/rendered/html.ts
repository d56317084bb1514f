/** What HTML says of elements and attributes, as far as it matters for what a person reads. */

/** Elements that do not end a line of text. */
export const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo cite code em font i kbd label mark q s small span strong sub sup time u var wbr'.split(' '),
);
/** Elements whose content is not shown. */
export const SILENT: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript', 'svg', 'datalist']);
/** Attributes of HTML elements that a person reads or hears. */
const READ: ReadonlySet<string> = new Set(['title', 'alt', 'label', 'aria-label', 'aria-description', 'summary']);
/** Properties of components that are as good as never shown as text. */
const UNREAD =
  /^(?:class|className|classNames|style|styles|sx|css|id|key|ref|href|to|src|srcSet|type|name|value|defaultValue|variant|color|size|role|as|asChild|placeholder|target|rel|method|action|path|model|prompt|system|instructions|api|endpoint|url|locale|lang|namespace|data-.*|on[A-Z].*|is[A-Z].*|aria-(?!label$|description$).*)$/;

export const isReadAttribute = (name: string): boolean => READ.has(name.toLowerCase());
export const isReadProperty = (name: string): boolean => !UNREAD.test(name);
