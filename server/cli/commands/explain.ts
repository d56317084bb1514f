import type { Catalogue, RuleDefinition } from '../../../rules/schema/types.ts';
import { nearest } from '../../engine/base/nearest.ts';
import { knownDate, SUPPRESSION_RULE } from '../../engine/explain/index.ts';
import { UsageError } from '../failure.ts';
import { renderMarkdown } from '../markdown.ts';
import { findingText } from '../report/finding-text.ts';
import { seenFrom } from '../report/locate.ts';
import { placed } from '../report/placed.ts';
import type { Report } from '../report/report.ts';
import { wholeFixes } from '../report/whole-fixes.ts';
import type { Style } from '../terminal/style.ts';

/** Shortest beginning of a fingerprint that is looked for. */
const SHORTEST = 6;

/** Whether what is to be explained is a fingerprint, or the beginning of one. */
export function isFingerprint(subject: string, catalogue: Catalogue): boolean {
  if (catalogue.rules.some((rule) => rule.id === subject)) return false;
  return subject.length >= SHORTEST && /^[0-9a-f]{1,16}$/i.test(subject);
}

/** What the linter says about comments to itself: no rule of the catalogue, but a name in reports and configurations. */
const COMMENTS = `**${SUPPRESSION_RULE}** is what Probity says about comments that speak to it.

- \`// probity-ignore-next-line <rule-id> -- reason\` takes findings of a rule out of the next line, \`probity-ignore-line\`
  out of its own, \`/* probity-ignore-file <rule-id> -- reason */\` out of the file. Several rules are separated by commas.
- \`// @lawful-basis <basis> -- reason\` on a call, or on a function that the data goes through, declares another lawful
  basis than consent.

A comment without a reason, with a name that is not known, or that covers nothing is told. In the configuration,
\`"rules": { "${SUPPRESSION_RULE}": "error" }\` makes such comments fail, \`"off"\` keeps quiet about them.
`;

/** The page of a rule for a terminal. */
export function explainRule(id: string, catalogue: Catalogue, style: Style): string {
  if (id === SUPPRESSION_RULE) return `${renderMarkdown(COMMENTS, style)}\n`;
  const rule = catalogue.rules.find((candidate) => candidate.id === id);
  if (!rule) {
    const near = nearest(
      id,
      catalogue.rules.map((candidate) => candidate.id),
    );
    const hint = near === null ? 'run "probity rules" to see them all' : `did you mean "${near}"?`;
    throw new UsageError(`There is no rule "${id}"; ${hint}`);
  }
  return `${page(rule, catalogue, style)}\n`;
}

function page(rule: RuleDefinition, catalogue: Catalogue, style: Style): string {
  const { colors, glyphs } = style;
  const facts = [`default: ${rule.severity}`, `kind: ${rule.kind}`].join(` ${glyphs.dot} `);
  const blocks = [
    `${colors.bold(style.safe(rule.id))}\n${style.wrap(style.prose(rule.title), 0)}\n${colors.dim(facts)}`,
  ];
  blocks.push(renderMarkdown(rule.body.replace(/^\s*# .*\n/, ''), style));
  const laws = rule.laws.flatMap((id) => catalogue.laws.filter((law) => law.id === id));
  const lines = laws.map((law) => {
    const date = knownDate(law);
    const since = date === null ? 'the date it applies from was not checked' : `applies from ${date}`;
    const text = `${law.title}, ${since}${law.url ? ` ${law.url}` : ''}`;
    return style.wrap(style.safe(text), 4, `  ${glyphs.note} `);
  });
  if (lines.length > 0) blocks.push([colors.bold('Texts of these laws'), ...lines].join('\n'));
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** One finding of a check in full. */
export function explainFingerprint(fingerprint: string, report: Report, style: Style): string {
  const wanted = fingerprint.toLowerCase();
  const found = report.diagnostics.filter((diagnostic) => diagnostic.fingerprint.startsWith(wanted));
  const [first] = found;
  if (!first) throw new UsageError(`No finding has the fingerprint "${fingerprint}" now`);
  if (found.length > 1)
    throw new UsageError(`${String(found.length)} findings begin with "${fingerprint}"; give more of it`);
  const locator = seenFrom(report.locator, report.prefix);
  const rule = report.rules.find((candidate) => candidate.id === first.rule);
  const head = style.colors.underline(style.colors.bold(style.safe(report.prefix + first.place.path)));
  const data = first.data.map((item) => {
    const { file, line, column } = locator.range(item.place);
    const where = style.colors.dim(`${style.safe(file)}:${String(line)}:${String(column)}`);
    const text = `${style.prose(`\`${item.expression}\``)}: ${style.safe(item.label)} (${style.safe(item.category)})`;
    return placed(text, where, style, 6, `    ${style.glyphs.note} `);
  });
  const fixes = wholeFixes(first).map((fix) =>
    style.wrap(`${style.prose(fix.title)} (${fix.safety})`, 6, `    ${style.glyphs.note} `),
  );
  const blocks = [head, findingText(first, locator, style, { brief: false, whole: true })];
  if (data.length > 0) blocks.push(['    data', ...data].join('\n'));
  if (fixes.length > 0) blocks.push(['    fixes', ...fixes].join('\n'));
  if (rule) blocks.push(`    ${style.colors.dim(`The rule: probity explain ${rule.id}`)}`);
  return `${blocks.join('\n\n')}\n`;
}
