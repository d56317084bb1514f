import type { SuppressionInfo } from '../../engine/explain/diagnostic.ts';
import { grouped } from '../../engine/base/grouped.ts';
import type { CliPorts } from '../ports.ts';
import { counted } from '../prose.ts';
import type { Locator } from '../report/locate.ts';
import { runCheck, WHOLE_CHECK } from '../run-check.ts';
import type { Style } from '../terminal/style.ts';

export interface SuppressionsOptions {
  readonly format: 'text' | 'json';
  readonly config: string | null;
  /** YYYY-MM-DD; null for today. */
  readonly asOf: string | null;
}

/** `probity suppressions`: every comment that hides findings in some folders, with its reason. It fails nothing. */
export async function suppressionsCommand(
  paths: readonly string[],
  options: SuppressionsOptions,
  ports: CliPorts,
  style: Style,
): Promise<void> {
  const { config, asOf } = options;
  const { suppressions, report } = await runCheck({ ...WHOLE_CHECK, paths, config, asOf }, ports);
  const { locator } = report;
  const text = options.format === 'json' ? listJson(suppressions, locator) : listText(suppressions, locator, style);
  await ports.stdout.write(text);
}

function listJson(suppressions: readonly SuppressionInfo[], locator: Locator): string {
  const listed = suppressions.map(({ place, ...said }) => {
    const { file, line, column } = locator.range(place);
    return { file, line, column, ...said };
  });
  return `${JSON.stringify({ version: 1, suppressions: listed }, null, 2)}\n`;
}

const SCOPES: Readonly<Record<SuppressionInfo['scope'], string>> = {
  'next-line': 'the next line',
  line: 'this line',
  file: 'the file',
};

function listText(suppressions: readonly SuppressionInfo[], locator: Locator, style: Style): string {
  if (suppressions.length === 0) return 'No suppressions.\n';
  const files = [...grouped(suppressions, ({ place }) => place.path).values()];
  const blocks = files.map((here) => {
    const [first] = here;
    const file = first === undefined ? '' : locator.range(first.place).file;
    return [style.colors.underline(style.safe(file)), ...here.flatMap((each) => entry(each, locator, style))].join(
      '\n',
    );
  });
  const states = grouped(suppressions, ({ state }) => state);
  const sum = (['used', 'unused', 'ended', 'wrong'] as const).flatMap((state) => {
    const count = states.get(state)?.length ?? 0;
    return count === 0 ? [] : [`${String(count)} ${state}`];
  });
  return `${blocks.join('\n\n')}\n\n${counted(suppressions.length, 'suppression')}: ${sum.join(', ')}\n`;
}

function entry(suppression: SuppressionInfo, locator: Locator, style: Style): readonly string[] {
  const { place, rules, reason, scope, owner, until, state } = suppression;
  const { colors, glyphs } = style;
  const line = String(locator.range(place).line).padStart(6);
  const indent = line.length + 2;
  const paint = { used: colors.dim, unused: colors.yellow, ended: colors.yellow, wrong: colors.red }[state];
  const facts = [
    `covers ${SCOPES[scope]}`,
    ...(owner === null ? [] : [`owner ${style.safe(owner)}`]),
    ...(until === null ? [] : [`until ${style.safe(until)}`]),
    paint(effect(suppression)),
  ];
  return [
    style.wrap(
      `${colors.bold(style.safe(rules.join(', ') || 'no rule'))}  ${style.safe(reason || 'no reason')}`,
      indent,
      `${line}  `,
    ),
    style.wrap(facts.join(` ${glyphs.dot} `), indent),
  ];
}

function effect({ state, covers }: SuppressionInfo): string {
  switch (state) {
    case 'used':
      return `hides ${counted(covers, 'finding')}`;
    case 'unused':
      return 'hides nothing; it can go';
    case 'ended':
      return covers === 0 ? 'ended' : `ended; ${counted(covers, 'finding')} told again`;
    case 'wrong':
      return 'cannot be understood; hides nothing';
  }
}
