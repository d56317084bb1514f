import { isBuiltin } from 'node:module';
import type { Catalogue, Sdk, SdkVerification } from '../../rules/schema/types.ts';

const RECIPIENT = { name: 'none', country: 'LOCAL' };

const verified = (verify: SdkVerification | undefined): Pick<Sdk, 'verify'> => (verify === undefined ? {} : { verify });

/**
 * What the catalogue knows of packages that are no SDKs (redaction, assertions, consent, provenance, chat surfaces), in
 * the shape of SDKs, one for each package, so that it is held against the packages in the same way.
 */
export function symbolSdks(catalogue: Catalogue): readonly Sdk[] {
  const named = [
    ...catalogue.guardSymbols,
    ...catalogue.sanitizerSymbols,
    ...(catalogue.provenance ?? []),
    ...(catalogue.chatSurfaces ?? []),
  ];
  const byPackage = new Map<string, string[]>();
  for (const { package: name, at } of named) {
    if (name === '' || isBuiltin(name)) continue;
    byPackage.set(name, [...(byPackage.get(name) ?? []), at]);
  }
  return [...byPackage].map(([name, paths]) => ({
    id: `symbols of ${name}`,
    packages: [name],
    recipient: RECIPIENT,
    calls: [],
    passes: [...new Set(paths)].map((at) => ({ at, from: [] })),
    ...verified(catalogue.symbolPackages?.[name]),
  }));
}
