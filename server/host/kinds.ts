import { sourceKind } from '../engine/source/index.ts';

/** Schemas, module configuration and manifests: read beside code. */
const DATA = /(?:\.prisma|\.graphqls?|\.gql|\.sql)$/i;
const CONFIGURATION =
  /(?:^|\/)(?:(?:ts|js)config(?:[.-][^/]*)?\.json|package\.json|deno\.jsonc?|probity\.config\.jsonc?|import_?map\.json|pnpm-workspace\.yaml)$/;
const TEMPLATE = /\.(?:ejs|hbs|handlebars|mustache|pug|jade|njk|nunjucks|liquid|eta|html?)$/i;
const MESSAGES =
  /(?:^|\/)(?:locales?|i18n|lang|langs|languages?|messages|translations?|l10n|intl)\/(?:[^/]+\/)*[^/]+\.(?:json|ya?ml)$|(?:^|[/.])(?:messages|translation|common)\.json$/i;
const MINIFIED_NAME = /[.-]min\.[cm]?js$/i;

/** Files the engine can use: source code, schemas, messages, tsconfig and package files, unless minified by name. */
export function isWorkspaceFile(path: string): boolean {
  if (sourceKind(path) !== null) return !MINIFIED_NAME.test(path);
  return DATA.test(path) || CONFIGURATION.test(path) || isMessages(path);
}

/** Configuration that is read even where the user's globs do not name it. */
export function isConfiguration(path: string): boolean {
  return CONFIGURATION.test(path);
}

/** Files that are code. */
export function isSource(path: string): boolean {
  return sourceKind(path) !== null;
}

/** Page and mail templates (EJS, Handlebars, Pug, HTML, …). */
export function isTemplate(path: string): boolean {
  return TEMPLATE.test(path);
}

/** Message catalogues of translations: JSON or YAML in a folder that is named for it. */
export function isMessages(path: string): boolean {
  return MESSAGES.test(path);
}

/** Length of text looked at, fewest units of text that can be a bundle, and fewest units to a line. */
const SAMPLE = 16_384;
const SMALLEST_BUNDLE = 20_000;
const MINIFIED_LINE = 800;

/** Whether JavaScript text was made by a minifier: few, very long lines. */
export function isMinified(path: string, text: string): boolean {
  if (text.length < SMALLEST_BUNDLE || !/\.[cm]?js$/i.test(path)) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < SAMPLE; at = text.indexOf('\n', at + 1)) lines++;
  return SAMPLE / lines > MINIFIED_LINE;
}
