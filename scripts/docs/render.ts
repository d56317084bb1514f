import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '../../rules/schema/types.ts';
import type { Verification } from '../../bench/verify-sdks/record.ts';
import { configPage } from './config.ts';
import { dataPage, frameworksPage, guardsPage, lawsPage, rulesPage } from './knowledge.ts';
import { bullets, page } from './markdown.ts';
import { hostsPage, sdksPage } from './sdks.ts';
import { verificationPage } from './verification.ts';

/** Absolute path of the folder the pages stand in. */
export const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

/** The record of the last run of `npm run verify:sdks`. */
function readVerification(): Verification {
  const file = `${DOCS}sdk-verification.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Verification) : { sdks: [] };
}

/** The pages made of the catalogue, by the names of their files. */
export function renderDocs(catalogue: Catalogue): ReadonlyMap<string, string> {
  const verification = readVerification();
  const verified = new Map(verification.sdks.map((sdk) => [sdk.id, sdk]));
  return new Map([
    [
      'README.md',
      page('What Probity knows', 'the catalogue', [
        bullets([
          '[Rules](rules.md) and [laws](laws.md)',
          '[Models by SDK](sdks.md) and [by host](hosts.md); [how that was checked](sdk-verification.md)',
          '[Personal data](personal-data.md)',
          '[Consent and redaction](guards.md)',
          '[Frameworks](frameworks.md)',
        ]),
      ]),
    ],
    ['config.md', configPage()],
    ['rules.md', rulesPage(catalogue)],
    ['laws.md', lawsPage(catalogue)],
    ['sdks.md', sdksPage(catalogue, verified)],
    ['hosts.md', hostsPage(catalogue)],
    ['sdk-verification.md', verificationPage(verification)],
    ['personal-data.md', dataPage(catalogue)],
    ['guards.md', guardsPage(catalogue)],
    ['frameworks.md', frameworksPage(catalogue)],
  ]);
}
