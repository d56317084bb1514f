import { counted } from '../prose.ts';
import { codeSpan, plain, prose } from '../report/markdown-text.ts';
import type { DataMap, MapData } from './model.ts';
import { CONSENT, DISCLOSURE, weakest } from './words.ts';

/** The map as Markdown: for a repository's documentation, or to be pasted into a record of processing. */
export function dataMapMarkdown(map: DataMap): string {
  const blocks = [
    `# AI data map of ${plain(map.project)}`,
    [
      counted(map.summary.aiCalls, 'AI call'),
      counted(map.vendors.length, 'recipient'),
      `${String(map.data.length)} categories of personal data`,
    ].join(' · '),
    '## Recipients',
    table(
      ['Recipient', 'Country', 'Through', 'What for', 'Calls', 'Personal data'],
      map.vendors.map((vendor) => [
        plain(vendor.name),
        plain(vendor.countryName),
        plain(vendor.sdks.join(', ')),
        plain(vendor.kinds.join(', ')),
        String(vendor.calls),
        labels(vendor.data),
      ]),
    ),
    '## Personal data',
    table(
      ['Category', 'Goes to', 'Consent, weakest of its calls'],
      map.data.map((item) => {
        const own = map.flows.filter((flow) => flow.data.key === item.key);
        const to = own.map(({ vendor, calls }) => `${plain(nameOf(map, vendor))}: ${counted(calls, 'call')}`);
        return [
          `${labels([item])} ${codeSpan(item.key)}`,
          to.join(', '),
          CONSENT[weakest(own.map((f) => f.consent)) ?? 'unknown'],
        ];
      }),
    ),
    '## AI calls',
    table(
      ['Call', 'Where', 'Recipient', 'Through', 'Personal data', 'Consent', 'People are told'],
      map.calls.map((call) => [
        codeSpan(call.api),
        codeSpan(call.where),
        plain(nameOf(map, call.vendor)),
        plain(call.sdk),
        labels(call.data),
        [CONSENT[call.consent], ...call.bases.map((basis) => `declared basis: ${plain(basis)}`)].join('; '),
        DISCLOSURE[call.disclosure],
      ]),
    ),
    '## Findings',
    list(
      map.findings.map(
        ({ severity, message, where, rule }) =>
          `${severity}: ${prose(message)} (${codeSpan(rule)}, ${codeSpan(where)})`,
      ),
    ),
    '## What could not be seen',
    list(map.unseen.map(({ where, reason }) => `${codeSpan(where)} ${prose(reason)}`)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function nameOf({ vendors }: DataMap, id: string): string {
  const vendor = vendors.find((each) => each.id === id);
  return vendor === undefined ? id : `${vendor.name} (${vendor.countryName})`;
}

const labels = (data: readonly MapData[]): string =>
  data.length === 0
    ? 'none found'
    : data.map(({ label, special }) => plain(label) + (special ? ' (special category)' : '')).join(', ');

const list = (items: readonly string[]): string =>
  items.length === 0 ? 'Nothing.' : items.map((item) => `- ${item}`).join('\n');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  // a bar ends a cell even within code
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
