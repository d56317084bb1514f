import type { Preset } from '../../../rules/schema/types.ts';
import type { OwnFunction } from '../../engine/workspace/contract.ts';
import { counted } from '../prose.ts';
import type { Choice, Prompter } from './prompter.ts';
import type { CiKind, Proposal, Usable } from './proposal.ts';

/** Presets that say how much is looked at; the others are about places and platforms. */
const GROUND = 'recommended';
const GENERAL = [GROUND, 'strict', 'all'];

export interface Known {
  readonly presets: readonly Pick<Preset, 'id' | 'title' | 'extends' | 'signs'>[];
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
    proposal.presets.find((id) => GENERAL.includes(id)) ?? GROUND,
  );
  if (general === null) return null;
  const places = await prompter.several(
    'Which laws and platforms matter here? (none: all laws are named)',
    known.presets.filter(({ id }) => !GENERAL.includes(id)).map(choice),
    proposal.presets.filter((id) => !GENERAL.includes(id)),
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
  return { ...proposal, ...chosen, presets: presetsOf(general, places, known.presets), ci, baseline };
}

/**
 * Presets in the order in which they are laid over each other. What is recommended is the ground, and need not be named
 * where a preset starts from it; what is stricter comes last, as later ones win.
 */
function presetsOf(general: string, places: readonly string[], known: Known['presets']): readonly string[] {
  if (general !== GROUND) return [...places, general];
  const isNamed = known.some(({ id, extends: from = [] }) => places.includes(id) && from.includes(GROUND));
  return isNamed ? places : [GROUND, ...places];
}

/** What is proposed for presets that were named or that the project shows signs of. */
export function proposedPresets(ids: readonly string[], known: Known['presets']): readonly string[] {
  const general = ids.find((id) => GENERAL.includes(id)) ?? GROUND;
  return presetsOf(
    general,
    ids.filter((id) => !GENERAL.includes(id)),
    known,
  );
}

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
