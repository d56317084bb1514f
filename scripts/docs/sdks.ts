import type { Catalogue, Recipient, Sdk } from '../../rules/schema/types.ts';
import type { VerifiedSdk } from '../../bench/verify-sdks/record.ts';
import { codes, page, table } from './markdown.ts';

const COUNTRIES: Readonly<Record<string, string>> = { LOCAL: 'this machine', '??': 'depends on the set-up' };

/** Where a recipient is, for people. */
function whereIs({ country }: Recipient): string {
  return COUNTRIES[country] ?? country;
}

/** The page of all SDKs: who gets what, and what comes back. */
export function sdksPage({ sdks }: Catalogue, verified: ReadonlyMap<string, VerifiedSdk>): string {
  const makers = sdks.filter((sdk) => sdk.calls.length === 0);
  const callers = sdks.filter((sdk) => sdk.calls.length > 0);
  const packages = new Set(sdks.flatMap((sdk) => sdk.packages)).size;
  return page('Models by SDK', '`rules/sdks/`', [
    `${String(sdks.length)} entries for ${String(packages)} packages. Paths are written as in [types.ts](../rules/schema/types.ts): ` +
      '`0.messages` is a field of the first argument, `receiver.0` an argument of the call that made the receiver, `this` what the receiver itself holds. ' +
      'What the paths were checked against is in [sdk-verification.md](sdk-verification.md).',
    '## Packages that only say who the recipient is',
    'They make models for the calls of another SDK.',
    table(
      ['Packages', 'Recipient', 'Country'],
      makers.map((sdk) => [codes(sdk.packages), sdk.recipient.name, whereIs(sdk.recipient)]),
    ),
    ...callers.flatMap((sdk) => sdkParts(sdk, verified.get(sdk.id))),
  ]);
}

function sdkParts(sdk: Sdk, verified: VerifiedSdk | undefined): readonly string[] {
  const read = (verified?.packages ?? []).filter(({ trouble }) => trouble === undefined);
  const against = read.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [
    `## ${sdk.id}`,
    [
      `Packages: ${codes(sdk.packages.map((name) => (name === '' ? 'globals of the platform' : name)))}.`,
      `Recipient: ${sdk.recipient.name} (${whereIs(sdk.recipient)}).`,
      ...(against === '' ? [] : [`Checked against ${against}.`]),
    ].join('\n'),
    table(
      ['Call', 'Kind', 'Sends', 'Returns'],
      sdk.calls.map((call) => [
        `\`${call.at}\`${call.when === undefined ? '' : ` with ${codes(call.when.is)}`}`,
        call.kind,
        codes(call.sends),
        (call.returns ?? [])
          .map(({ path, content }) => (path === '' ? content : `${content} at \`${path}\``))
          .join(', '),
      ]),
    ),
  ];
}

/** The page of hosts that are called without an SDK. */
export function hostsPage({ hosts }: Catalogue): string {
  const recipients = new Set(hosts.map(({ recipient }) => recipient.name));
  return page('Models by host', '`rules/hosts.yaml`', [
    `${String(hosts.length)} hosts of ${String(recipients.size)} recipients, whose requests are model calls without an SDK. \`*\` stands for any part of a name; a leading dot for any subdomain.`,
    table(
      ['Host', 'Recipient', 'Country', 'Kinds by path'],
      hosts.map(({ host, recipient, kinds = {} }) => [
        `\`${host}\``,
        recipient.name,
        whereIs(recipient),
        Object.entries(kinds)
          .map(([path, kind]) => `\`${path}\` ${kind}`)
          .join(', '),
      ]),
    ),
  ]);
}
