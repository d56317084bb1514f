import type {
  GuardKnowledge,
  MarkerKnowledge,
  SanitizerKnowledge,
  TeamCheck,
  TeamKnowledge,
} from '../../../rules/schema/config.ts';
import type {
  Catalogue,
  DataCategory,
  FixLexicon,
  GuardLexicon,
  MarkerLexicon,
  RuleDefinition,
  SanitizerLexicon,
  TeamFixes,
} from '../../../rules/schema/types.ts';

/**
 * The catalogue with the team's knowledge in it. SDKs with a known id and hosts with a known name are replaced; names of
 * a known data category are added to it; words, symbols and rules are added.
 */
export function mergeKnowledge(catalogue: Catalogue, knowledge: TeamKnowledge): Catalogue {
  return {
    ...catalogue,
    sdks: replaced(catalogue.sdks, knowledge.sdks, (sdk) => sdk.id),
    hosts: replaced(catalogue.hosts, knowledge.hosts, (host) => host.host),
    data: knowledge.data.reduce(withCategory, catalogue.data),
    guards: knowledge.guards.reduce<GuardLexicon>(withWords, catalogue.guards),
    // a team declares what asks for consent for AI processing; what asks for another purpose needs no declaring
    guardSymbols: [
      ...knowledge.guards.flatMap((guard) => guard.symbols ?? []).map((symbol) => ({ purpose: 'ai', ...symbol })),
      ...catalogue.guardSymbols,
    ],
    sanitizers: knowledge.sanitizers.reduce<SanitizerLexicon>(withWords, catalogue.sanitizers),
    sanitizerSymbols: [
      ...knowledge.sanitizers.flatMap((sanitizer) => sanitizer.symbols ?? []),
      ...catalogue.sanitizerSymbols,
    ],
    ...(catalogue.markers === undefined ? {} : { markers: withMarkers(catalogue.markers, knowledge.markers ?? []) }),
    rules: [...catalogue.rules, ...(knowledge.checks ?? []).map(ruleOf)],
    ...(catalogue.fixes === undefined ? {} : { fixes: withTeam(catalogue.fixes, knowledge.fixes ?? []) }),
  };
}

/** Rules of a team come after those of the catalogue. */
const FIRST_NUMBER = 1000;

const ruleOf = (check: TeamCheck, i: number): RuleDefinition => ({
  with: {},
  laws: [],
  fixes: [],
  body: check.why,
  ...check,
  number: FIRST_NUMBER + i,
});

function withMarkers(lexicon: MarkerLexicon, own: readonly MarkerKnowledge[]): MarkerLexicon {
  return own.reduce<MarkerLexicon>((known, markers) => {
    const added = Object.entries(markers).map(([key, words]) => [
      key,
      union(known[key as keyof typeof markers], words),
    ]);
    return { ...known, ...(Object.fromEntries(added) as MarkerKnowledge) };
  }, lexicon);
}

/** The team's functions take the place of the catalogue's; a function that has another name is not in the created file. */
function withTeam(fixes: FixLexicon, own: readonly TeamFixes[]): FixLexicon {
  return own.reduce<FixLexicon>(
    (known, team) => ({ ...known, ...team, sentences: { ...known.sentences, ...team.sentences } }),
    fixes,
  );
}

function replaced<T>(known: readonly T[], own: readonly T[], key: (item: T) => string): readonly T[] {
  const byKey = new Map(known.map((item) => [key(item), item]));
  for (const item of own) byKey.set(key(item), item);
  return [...byKey.values()];
}

function withCategory(data: readonly DataCategory[], own: DataCategory): readonly DataCategory[] {
  const at = data.findIndex((category) => category.key === own.key);
  const known = data[at];
  if (!known) return [...data, own];
  const merged: DataCategory = {
    ...known,
    ...own,
    ...names('strong', known.strong, own.strong),
    ...names('weak', known.weak, own.weak),
    ...names('of', known.of, own.of),
    ...(known.literals || own.literals ? { literals: union(known.literals, own.literals) } : {}),
  };
  return data.with(at, merged);
}

type Names = Readonly<Record<string, readonly string[]>>;

function names(key: 'strong' | 'weak' | 'of', known: Names | undefined, own: Names | undefined): Record<string, Names> {
  if (!known && !own) return {};
  const languages = union(Object.keys(known ?? {}), Object.keys(own ?? {}));
  const merged = languages.map((language) => [language, union(known?.[language], own?.[language])] as const);
  return { [key]: Object.fromEntries(merged) };
}

function withWords<T extends GuardLexicon | SanitizerLexicon>(lexicon: T, own: GuardKnowledge | SanitizerKnowledge): T {
  const merged: Record<string, readonly string[]> = {};
  for (const [key, words] of Object.entries(own)) {
    if (key === 'symbols' || !Object.hasOwn(lexicon, key)) continue;
    const known = (lexicon as unknown as Names)[key];
    merged[key] = union(
      known,
      (words as readonly string[]).map((word) => word.toLowerCase()),
    );
  }
  return { ...lexicon, ...merged };
}

const union = (a: readonly string[] | undefined, b: readonly string[] | undefined): string[] => [
  ...new Set([...(a ?? []), ...(b ?? [])]),
];
