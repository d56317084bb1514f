import { type Check, anything, count, list, map, object, oneOf, text } from './check.ts';

/** Severities, as in `Severity`. */
const SEVERITIES = ['error', 'warning', 'info', 'off'] as const;
/** Rule kinds, as in `RuleDefinition.kind`. */
const RULE_KINDS = ['flow', 'argument', 'requirement', 'surface', 'text', 'inventory'] as const;

/** The front matter of a page under `rules/checks/`; `body` is the page's prose and not part of it. */
export const ruleFrontMatter: Check = object({
  id: text(/^[a-z0-9-]+$/, 'an id (small letters, digits, hyphens)'),
  number: count,
  title: text(),
  kind: oneOf(RULE_KINDS),
  severity: oneOf(SEVERITIES),
  with: map(anything),
  laws: list(text()),
  message: text(),
  why: text(),
  fix: text(),
  fixes: list(text()),
});

/** One file of `rules/presets/`. */
export const preset: Check = object(
  { id: text(/^[a-z0-9-]+$/, 'an id'), title: text(), rules: map(oneOf(SEVERITIES)) },
  {
    extends: list(text()),
    raises: list(object({ law: text(), rules: map(oneOf(SEVERITIES)) })),
    freeText: oneOf(SEVERITIES),
    jurisdictions: list(text()),
    signs: object({}, { languages: list(text(/^[a-z]{2,3}$/, 'a language')), dependencies: list(text()) }),
  },
);
