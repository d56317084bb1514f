import type { Unproven, Verification, VerifiedSdk } from '../../bench/verify-sdks/record.ts';
import { bullets, page, table } from './markdown.ts';

/** The page that says what the paths of the SDKs were checked against, what is not proven and what is left out. */
export function verificationPage({ sdks }: Verification): string {
  if (sdks.length === 0) {
    return page('How the catalogue was checked', '`docs/sdk-verification.json`', [
      'No run of `npm run verify:sdks` over the whole catalogue is on record. What an entry was checked against says its `verified` field.',
    ]);
  }
  const sum = (of: (sdk: VerifiedSdk) => number): string => String(sdks.reduce((total, sdk) => total + of(sdk), 0));
  const packages = new Set(sdks.flatMap((sdk) => sdk.packages.map(({ name }) => name))).size;
  const reads = sdks.flatMap((sdk) => sdk.packages.filter(({ trouble }) => trouble === undefined)).length;
  return page('How the catalogue was checked', '`docs/sdk-verification.json`', [
    'Every path of `rules/sdks/`, and every symbol of a package in `rules/guards/`, `rules/sanitizers/` and `rules/markers/`, ' +
      "is followed through the packages' own type declarations, as installed from the registry, with the TypeScript checker (`npm run verify:sdks`). " +
      'A path is *proven* if it is there in one of the versions named, *open* if the declarations allow anything there (`any`, an index, an unbounded type parameter), and *unproven* otherwise; both carry their reason.',
    table(
      ['Entries', 'Packages', 'Versions read', 'Paths', 'Proven', 'Open', 'Unproven', 'Callables left out'],
      [
        [
          String(sdks.length),
          String(packages),
          String(reads),
          sum((sdk) => sdk.paths),
          sum((sdk) => sdk.proven),
          sum((sdk) => sdk.open.length),
          sum((sdk) => sdk.unproven.length),
          sum((sdk) => sdk.notCovered.length),
        ],
      ],
    ),
    '## By package',
    table(
      ['Entry', 'Package', 'Version', 'On', 'Proven', 'Open', 'Not in this version'],
      sdks.flatMap(({ id, packages: read }) =>
        read.map(({ name, version, on, proven, open, missing, trouble, why }) => [
          id,
          `\`${name === '' ? 'globals' : name}\``,
          version,
          on,
          why ?? trouble ?? String(proven),
          trouble === undefined ? String(open) : '',
          trouble === undefined ? String(missing) : '',
        ]),
      ),
    ),
    '## Open',
    bullets(sdks.flatMap(({ id, open }) => byReason(id, open, '**no reason given**'))),
    '## Not proven',
    bullets(sdks.flatMap(({ id, unproven }) => byReason(id, unproven, '**no reason given**'))),
    '## Callables that take content and are not in the catalogue',
    'By reason; a callable without one waits for a review.',
    bullets(sdks.flatMap(({ id, notCovered }) => byReason(id, notCovered, '**to be reviewed**'))),
  ]);
}

/** Paths of an entry, one line for each reason. */
function byReason(id: string, told: readonly Unproven[], without: string): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { path, why } of told) {
    const reason = why ?? without;
    reasons.set(reason, [...(reasons.get(reason) ?? []), path]);
  }
  return [...reasons].map(([reason, paths]) => {
    const shown = paths.slice(0, 12).map((path) => `\`${path}\``);
    const more = paths.length > shown.length ? ` and ${String(paths.length - shown.length)} more` : '';
    return `${id}: ${reason}: ${shown.join(', ')}${more}`;
  });
}
