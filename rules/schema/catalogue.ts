import { type Check, type SchemaProblem, list, map, problemsOf } from './check.ts';
import {
  dataCategory,
  guardLexicon,
  guardSymbol,
  identifier,
  law,
  library,
  owners,
  sanitizerLexicon,
  sanitizerSymbol,
} from './knowledge.ts';
import { fixLexicon } from './fixes.ts';
import { framework } from './framework.ts';
import { chatSurface, markerLexicon, provenanceSymbol } from './marker.ts';
import { preset, ruleFrontMatter } from './rule.ts';
import { host, httpClient, sdk, verification } from './sdk.ts';
import type { Catalogue } from './types.ts';

/** The folder or file of `rules/` a document comes from decides its shape. */
export type DocumentKind =
  | 'sdk'
  | 'hosts'
  | 'http'
  | 'data'
  | 'identifiers'
  | 'owners'
  | 'guard-lexicon'
  | 'guard-symbols'
  | 'sanitizer-lexicon'
  | 'sanitizer-symbols'
  | 'framework'
  | 'laws'
  | 'libraries'
  | 'rule'
  | 'marker-lexicon'
  | 'provenance'
  | 'chat-surfaces'
  | 'symbol-packages'
  | 'fixes'
  | 'preset';

const CHECKS: Readonly<Record<DocumentKind, Check>> = {
  sdk,
  hosts: list(host),
  http: list(httpClient),
  data: list(dataCategory),
  identifiers: list(identifier),
  owners,
  'guard-lexicon': guardLexicon,
  'guard-symbols': list(guardSymbol),
  'sanitizer-lexicon': sanitizerLexicon,
  'sanitizer-symbols': list(sanitizerSymbol),
  framework,
  laws: list(law),
  libraries: list(library),
  rule: ruleFrontMatter,
  'marker-lexicon': markerLexicon,
  provenance: list(provenanceSymbol),
  'chat-surfaces': list(chatSurface),
  'symbol-packages': map(verification),
  fixes: fixLexicon,
  preset,
};

/** What is wrong with one document of the catalogue; empty if it is well formed. */
export function validateDocument(kind: DocumentKind, value: unknown): readonly SchemaProblem[] {
  return problemsOf(CHECKS[kind], value);
}

/** What is wrong between the parts of a catalogue: doubled ids, rules that name unknown laws, presets that name unknown rules. */
export function validateReferences(catalogue: Catalogue): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const unique = (part: string, ids: readonly string[]): ReadonlySet<string> => {
    const seen = new Set<string>();
    ids.forEach((id, i) => {
      if (seen.has(id)) problems.push({ path: [part, i], message: `"${id}" is defined twice` });
      seen.add(id);
    });
    return seen;
  };
  const presets = catalogue.presets ?? [];
  unique(
    'sdks',
    catalogue.sdks.map((entry) => entry.id),
  );
  unique(
    'data',
    catalogue.data.map((entry) => entry.key),
  );
  unique(
    'frameworks',
    catalogue.frameworks.map((entry) => entry.id),
  );
  const laws = unique(
    'laws',
    catalogue.laws.map((entry) => entry.id),
  );
  const rules = unique(
    'rules',
    catalogue.rules.map((entry) => entry.id),
  );
  const presetIds = unique(
    'presets',
    presets.map((entry) => entry.id),
  );
  catalogue.rules.forEach((rule, i) => {
    for (const id of rule.laws) {
      if (!laws.has(id)) problems.push({ path: ['rules', i, 'laws'], message: `${rule.id}: unknown law "${id}"` });
    }
  });
  presets.forEach((entry, i) => {
    const raised = (entry.raises ?? []).flatMap((raise) => Object.keys(raise.rules));
    for (const id of [...Object.keys(entry.rules), ...raised]) {
      if (!rules.has(id))
        problems.push({ path: ['presets', i, 'rules', id], message: `${entry.id}: unknown rule "${id}"` });
    }
    for (const { law } of entry.raises ?? []) {
      const known = catalogue.laws.find(({ id }) => id === law);
      const wrong = known === undefined ? 'unknown law' : known.basis === 'unverified' ? 'no sourced date of' : null;
      if (wrong !== null) problems.push({ path: ['presets', i, 'raises'], message: `${entry.id}: ${wrong} "${law}"` });
    }
    for (const id of entry.extends ?? []) {
      if (!presetIds.has(id))
        problems.push({ path: ['presets', i, 'extends'], message: `${entry.id}: unknown preset "${id}"` });
    }
  });
  return problems;
}
