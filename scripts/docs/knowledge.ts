import type { Catalogue, DataCategory, Preset, RuleDefinition } from '../../rules/schema/types.ts';
import { bullets, codes, page, table } from './markdown.ts';

/** The page of categories of personal data, with the names that tell them. */
export function dataPage({ data: all }: Catalogue): string {
  const data = all.filter(({ untold }) => untold === undefined);
  const untold = all.filter((category) => category.untold !== undefined);
  const names = (category: DataCategory): readonly string[] =>
    [category.strong, category.weak, category.home].flatMap((by) => Object.values(by ?? {}).flat());
  const total = new Set(data.flatMap(names)).size;
  const languages = new Set(
    data.flatMap(({ strong = {}, weak = {} }) => [...Object.keys(strong), ...Object.keys(weak)]),
  );
  return page('Personal data', '`rules/data/`', [
    `${String(data.length)} categories, told by ${String(total)} names in ${String(languages.size)} languages and scripts. Keys are those of fideslang; ` +
      'names in weak columns count only where they belong to a person, those in the last one only where that is named in their language.',
    table(
      ['Category', 'What', 'W3C DPV', 'GDPR Art. 9', 'Identifier'],
      data.map(({ key, label, dpv = '', special, governmentId }) => [
        `\`${key}\``,
        label,
        dpv,
        special === true ? 'yes' : '',
        governmentId === true ? 'yes' : '',
      ]),
    ),
    ...data.flatMap(({ key, strong = {}, weak = {}, home = {} }) => [
      `## ${key}`,
      table(
        ['Language', 'Names', 'Only of a person', 'Only of one in that language'],
        [...new Set([strong, weak, home].flatMap((by) => Object.keys(by)))].map((language) => [
          language,
          (strong[language] ?? []).join(', '),
          (weak[language] ?? []).join(', '),
          (home[language] ?? []).join(', '),
        ]),
      ),
    ]),
    '## Keys that no name tells',
    bullets(untold.map((category) => `\`${category.key}\`: ${category.untold ?? ''}`)),
  ]);
}

/** The page of laws, with what each date rests on. */
export function lawsPage({ laws, rules }: Catalogue): string {
  const bases = { text: 'the text', secondary: 'others who write of it', unverified: 'not checked' } as const;
  return page('Laws', '`rules/laws/`', [
    'This is engineering research and no legal advice.',
    table(
      ['Law', 'Where', 'Applies from', 'The date rests on', 'Rules'],
      laws.map(({ id, title, jurisdiction, appliesFrom, basis, source, url }) => [
        url === undefined ? title : `[${title}](${url})`,
        jurisdiction,
        basis === 'unverified' ? '' : appliesFrom,
        `${bases[basis]}${source === undefined ? '' : `: ${source}`}`,
        codes(rules.filter((rule) => rule.laws.includes(id)).map((rule) => rule.id)),
      ]),
    ),
  ]);
}

/** The page of rules; each has a page of its own. */
export function rulesPage({ rules, presets = [], laws }: Catalogue): string {
  const short = new Map(laws.map((law) => [law.id, law.short ?? law.title]));
  return page('Rules', '`rules/checks/`', [
    table(
      ['#', 'Rule', 'What', 'Severity', 'Kind', ...presets.map(({ id }) => id)],
      rules.map((rule) => [
        String(rule.number),
        `[${rule.id}](../rules/checks/${rule.id}.md)`,
        rule.title,
        rule.severity,
        rule.kind,
        ...presets.map((preset) => severityIn(preset, presets, rule)),
      ]),
    ),
    '## Presets',
    bullets(presets.map((preset) => `\`probity:${preset.id}\`: ${presetText(preset, laws)}`)),
    ...rules.flatMap((rule) => [
      `## ${rule.id}`,
      rule.why,
      bullets([`To do: ${rule.fix}`, ...rule.laws.map((id) => `Law: ${short.get(id) ?? id}`)]),
    ]),
  ]);
}

/** What a preset makes of a rule, once all the laws that it names apply. */
function severityIn(preset: Preset, all: readonly Preset[], rule: RuleDefinition): string {
  const raised = preset.raises?.findLast(({ rules }) => rules[rule.id] !== undefined)?.rules[rule.id];
  const own = raised ?? preset.rules[rule.id];
  if (own !== undefined) return own;
  const bases = all.filter(({ id }) => preset.extends?.includes(id));
  return bases.map((base) => severityIn(base, all, rule)).find((severity) => severity !== '') ?? '';
}

function presetText({ title, jurisdictions = [], raises = [] }: Preset, laws: Catalogue['laws']): string {
  const dates = raises.flatMap(({ law: id, rules }) => {
    const law = laws.find((each) => each.id === id);
    if (law === undefined) return [];
    const set = Object.entries(rules).map(([rule, severity]) => `\`${rule}\` ${severity}`);
    return [`from ${law.appliesFrom} (${law.short ?? law.title}) ${set.join(', ')}`];
  });
  const cited = jurisdictions.length === 0 ? [] : [`cites the laws of ${jurisdictions.join(', ')}`];
  return [title, ...cited, ...dates].join('; ');
}

/** The page of frameworks: where requests come in and where content goes out. */
export function frameworksPage({ frameworks }: Catalogue): string {
  return page('Frameworks', '`rules/frameworks/`', [
    `${String(frameworks.length)} entries.`,
    ...frameworks.flatMap((framework) => [
      `## ${framework.id}`,
      framework.packages.length === 0 ? '' : `Packages: ${codes(framework.packages)}.`,
      bullets([
        ...(framework.handlers ?? []).map(({ at, parameters }) => `Handlers: \`${at}\` (${parameters.join(', ')})`),
        ...(framework.routes ?? []).map(({ files, exports }) => `Files: \`${files}\`, ${codes(exports)}`),
        ...(framework.outlets ?? []).map(({ at, channel }) => `Content leaves at \`${at}\` (${channel})`),
        ...(framework.endpoints ?? []).map(({ address, named = '', channel }) =>
          address === undefined
            ? `Requests to an address kept as \`${named}\` (${channel})`
            : `Requests to \`${address}\` (${channel})`,
        ),
      ]),
    ]),
  ]);
}

/** The page of words and symbols by which consent and redaction are told. */
export function guardsPage({ guards, guardSymbols, sanitizers, sanitizerSymbols }: Catalogue): string {
  const symbol = (name: string, at: string): string => `\`${name === '' ? at : `${name}: ${at}`}\``;
  return page('Consent and redaction', '`rules/guards/` and `rules/sanitizers/`', [
    '## Words of consent',
    table(
      ['List', 'Words'],
      Object.entries(guards).map(([list, words]) => [list, (words as readonly string[]).join(', ')]),
    ),
    '## Symbols of consent and assertion',
    bullets(guardSymbols.map(({ package: name, at, does }) => `${symbol(name, at)}: ${does}`)),
    '## Words of redaction',
    table(
      ['List', 'Words'],
      Object.entries(sanitizers).map(([list, words]) => [list, (words as readonly string[]).join(', ')]),
    ),
    '## Symbols of redaction',
    bullets(
      sanitizerSymbols.map(
        ({ package: name, at, clean }) => `${symbol(name, at)}${clean === '' ? '' : `: \`${clean}\``}`,
      ),
    ),
  ]);
}
