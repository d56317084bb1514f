import type { Catalogue, RuleDefinition } from '../../../rules/schema/types.ts';
import type { Style } from '../terminal/style.ts';

/** All rules as a table, in the order of their numbers. */
export function rulesTable(catalogue: Catalogue, style: Style): string {
  const rules = sorted(catalogue.rules);
  const ids = Math.max(4, ...rules.map((rule) => rule.id.length));
  const kinds = Math.max(4, ...rules.map((rule) => rule.kind.length));
  const { colors } = style;
  const paint = { error: colors.red, warning: colors.yellow, info: colors.blue, off: colors.dim };
  const rows = rules.map((rule) => {
    const lead = `${colors.bold(rule.id)}${' '.repeat(ids - rule.id.length)}  ${paint[rule.severity](rule.severity.padEnd(7))}  ${rule.kind.padEnd(kinds)}  `;
    const indent = ids + kinds + 13;
    return style.width - indent < 24
      ? `${lead.trimEnd()}\n${style.wrap(style.prose(rule.title), 4)}`
      : style.wrap(style.prose(rule.title), indent, lead);
  });
  const head = colors.dim(`${'rule'.padEnd(ids)}  default  ${'kind'.padEnd(kinds)}  what it finds`);
  return `${[head, ...rows].join('\n')}\n`;
}

/** The same as JSON. */
export function rulesJson(catalogue: Catalogue): string {
  const rules = sorted(catalogue.rules).map((rule) => ({
    id: rule.id,
    number: rule.number,
    title: rule.title,
    kind: rule.kind,
    severity: rule.severity,
    laws: rule.laws,
    fixes: rule.fixes,
  }));
  return `${JSON.stringify({ version: 1, rules }, null, 2)}\n`;
}

const sorted = (rules: readonly RuleDefinition[]): RuleDefinition[] =>
  [...rules].sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1));
