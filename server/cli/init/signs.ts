import type { Preset } from '../../../rules/schema/types.ts';

/** A preset that the project looks like it needs, and by what. */
export interface Sign {
  readonly preset: string;
  /** `messages/de.json`, `expo in package.json`. */
  readonly seen: string;
}

/** Folders that hold messages by language. */
const MESSAGES = /(?:^|\/)(?:locales?|i18n|lang|langs|languages?|messages|translations?|l10n|intl)\/(.+)$/i;
/** A tag of a language, with or without a region: `de`, `zh-Hant`, `pt_BR`. */
const TAG = /^([a-z]{2,3})(?:[-_][a-z]{2,4})*$/i;

/**
 * Presets whose signs a project shows: languages that it has messages in, packages that it depends on.
 *
 * @param paths of all texts
 * @param packages manifests by folder
 */
export function signsOf(
  presets: readonly Pick<Preset, 'id' | 'signs'>[],
  paths: Iterable<string>,
  packages: readonly { readonly directory: string; readonly manifest: unknown }[],
): readonly Sign[] {
  const languages = new Map<string, string>();
  for (const path of paths) {
    for (const language of languagesOf(path)) if (!languages.has(language)) languages.set(language, path);
  }
  const dependencies = new Map<string, string>();
  for (const { directory, manifest } of packages) {
    for (const name of dependenciesOf(manifest)) {
      if (!dependencies.has(name))
        dependencies.set(name, directory === '' ? 'package.json' : `${directory}/package.json`);
    }
  }
  return presets.flatMap(({ id, signs }) => {
    const language = (signs?.languages ?? []).find((each) => languages.has(each));
    if (language !== undefined) return [{ preset: id, seen: languages.get(language) ?? '' }];
    const name = (signs?.dependencies ?? []).find((each) => dependencies.has(each));
    return name === undefined ? [] : [{ preset: id, seen: `${name} in ${dependencies.get(name) ?? ''}` }];
  });
}

/** The languages a file of messages is for, by the names of its folders and its own: `locales/de/common.json`. */
function languagesOf(path: string): readonly string[] {
  const below = MESSAGES.exec(path)?.[1];
  if (below === undefined) return [];
  return below
    .replace(/\.[a-z]+$/i, '')
    .split(/[/.]/)
    .flatMap((part) => TAG.exec(part)?.[1]?.toLowerCase() ?? []);
}

function dependenciesOf(manifest: unknown): readonly string[] {
  if (typeof manifest !== 'object' || manifest === null || !('dependencies' in manifest)) return [];
  const { dependencies } = manifest;
  return typeof dependencies === 'object' && dependencies !== null ? Object.keys(dependencies) : [];
}
