import type { Preset } from '../../../rules/schema/types.ts';
import type { OwnFunction } from '../../engine/workspace/contract.ts';
import { counted } from '../prose.ts';
import type { Choice, Prompter } from './prompter.ts';
import type { CiKind, Proposal, Usable } from './proposal.ts';

/** Presets that say how much is looked at; the others are about places and platforms. */
const GENERAL = ['recommended', 'strict', 'all'];

export interface Known {
  readonly presets: readonly Pick<Preset, 'id' | 'title'>[];
  readonly usable: Usable;
  readonly findings: number;
}

/** Asks what of a proposal is to hold; null if the person stops. */
export async function ask(proposal: Proposal, known: Known, prompter: Prompter): Promise<Proposal | null> {
  const choice = ({ id, title }: Pick<Preset, 'id' | 'title'>): Choice<string> => ({
    value: id,
    label: title,
    hint: `probity:${id}`,
  });
  const general = await prompter.one(
    'How much is to be looked at?',
    GENERAL.flatMap((id) => known.presets.filter((preset) => preset.id === id).map(choice)),
    proposal.presets[0] ?? 'recommended',
  );
  if (general === null) return null;
  const places = await prompter.several(
    'Which laws and platforms matter here? (none: all laws are named)',
    known.presets.filter(({ id }) => !GENERAL.includes(id)).map(choice),
  );
  if (places === null) return null;
  const chosen: { -readonly [K in keyof Usable]?: OwnFunction | null } = {};
  for (const [what, question] of QUESTIONS) {
    const found = known.usable[what];
    if (found.length === 0) continue;
    const answer = await prompter.one(question, [...found.map(described), NONE], keyOf(found[0]));
    if (answer === null) return null;
    chosen[what] = found.find((own) => keyOf(own) === answer) ?? null;
  }
  const ci = await prompter.one('Where does it run on each change?', CI_CHOICES, proposal.ci);
  if (ci === null) return null;
  const baseline =
    known.findings === 0
      ? false
      : await prompter.whether(
          `Keep the ${counted(known.findings, 'finding')} of today apart, so that only new ones fail?`,
          proposal.baseline,
        );
  if (baseline === null) return null;
  return { ...proposal, ...chosen, presets: presetsOf(general, places), ci, baseline };
}

/** Presets about places start from what is recommended: that need not be named beside them. */
export const presetsOf = (general: string, places: readonly string[]): readonly string[] =>
  places.length > 0 && general === 'recommended' ? places : [general, ...places];

const QUESTIONS: readonly (readonly [keyof Usable, string])[] = [
  ['consent', 'Which function makes sure of consent? Quick fixes will call it.'],
  ['redact', 'Which function redacts?'],
  ['notice', 'Which component tells people that AI made something?'],
];

const NONE: Choice<string> = { value: '', label: 'none of these' };

const CI_CHOICES: readonly Choice<CiKind>[] = [
  { value: 'github', label: 'GitHub Actions' },
  { value: 'gitlab', label: 'GitLab CI' },
  { value: 'none', label: 'nowhere yet' },
];

const keyOf = (own: OwnFunction | undefined): string => (own === undefined ? '' : `${own.place.path} ${own.name}`);

const described = (own: OwnFunction): Choice<string> => ({
  value: keyOf(own),
  label: own.name,
  hint: `${own.place.path}, used ${counted(own.uses, 'time')}`,
});
