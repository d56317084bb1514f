import type { OwnFunction } from '../../engine/workspace/contract.ts';
import { counted } from '../prose.ts';
import type { Report } from '../report/report.ts';
import type { Sign } from './signs.ts';
import type { Style } from '../terminal/style.ts';

const DOES: Readonly<Record<OwnFunction['does'], readonly [kind: string, what: string]>> = {
  'asserts-consent': ['consent', 'throws without it'],
  'tells-consent': ['consent', 'tells whether it was given'],
  redacts: ['redaction', 'takes out what is personal'],
  'shows-notice': ['notice', 'tells people of AI'],
};

/** Functions of each kind that are told. */
const SHOWN = 3;

/** What was looked at, in one sentence. */
export function lookedAt({ summary, aiCalls }: Report): string {
  const { files, findings } = summary;
  const to = [...new Set(aiCalls.map(({ recipient }) => recipient))];
  const found = [
    [findings.error, 'error'],
    [findings.warning, 'warning'],
    [findings.info, 'note'],
  ] as const;
  const told = found.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
  return [
    `Looked at ${counted(files, 'file')}: ${counted(aiCalls.length, 'AI call')}`,
    to.length === 0 ? '' : ` to ${listed(to.length > SHOWN ? [...to.slice(0, SHOWN), 'others'] : to)}`,
    `, ${told.length === 0 ? 'no findings' : told.join(', ')}.`,
  ].join('');
}

const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

/** The project's own functions in columns; empty if there are none. */
export function ownLines(own: readonly OwnFunction[], style: Style): readonly string[] {
  const kinds = Object.keys(DOES) as OwnFunction['does'][];
  const shown = kinds.flatMap((does) => own.filter((each) => each.does === does).slice(0, SHOWN));
  const width = Math.max(0, ...shown.map(({ name }) => name.length));
  return shown.map(({ does, name, place, uses, takes }) => {
    const [kind, what] = DOES[does];
    const more = takes === 'more' ? '; takes more than a quick fix can hand it' : '';
    const called = does === 'shows-notice' ? '' : `, called ${counted(uses, 'time')}`;
    return `  ${kind.padEnd(9)}  ${style.colors.bold(style.safe(name))}${' '.repeat(width - name.length)}  ${style.safe(place.path)} (${what}${called}${more})`;
  });
}

/** Presets that are proposed, and what they go by. */
export const signLines = (
  signs: readonly Sign[],
  presets: readonly { readonly id: string; readonly title: string }[],
  style: Style,
): readonly string[] =>
  signs.map(({ preset, seen }) => {
    const title = presets.find(({ id }) => id === preset)?.title ?? preset;
    return `  ${'preset'.padEnd(9)}  ${style.colors.bold(preset)}  ${title} (${style.safe(seen)})`;
  });

/** Titled lines; '' where there are none. */
export const block = (title: string, lines: readonly string[], style: Style): string =>
  lines.length === 0 ? '' : `${style.colors.bold(title)}\n${lines.join('\n')}\n\n`;
