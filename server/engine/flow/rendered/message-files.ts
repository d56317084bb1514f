import type { Program } from '../../link/index.ts';
import { messageIn } from './message-lookup.ts';

/** Messages of translations, by key. */
export interface MessageFiles {
  /**
   * What a key says in the languages of the project. Keys are paths joined by dots; a name before a colon, or the
   * namespace, is the file's.
   */
  messages(key: string, namespace: string | null): readonly string[];
}

const FOLDER =
  /(?:^|\/)(?:locales?|i18n|lang|langs|languages?|messages|translations?|l10n|intl)\/(?:[^/]+\/)*[^/]+\.(?:json|[cm]?[jt]s|ya?ml)$|(?:^|[/.])(?:messages|translations?|locales?|common|strings)(?:[.-][a-z-]{2,7})?\.(?:json|[cm]?[jt]s|ya?ml)$/i;
/** Files of other languages looked into for a key that the first language lacks. */
const MAX_OTHERS = 8;

/** Longer texts are no keys, and messages are seldom their own. */
const MAX_KEY = 300;

/** Files of messages of a program. Texts are read when a key is asked for that stands in them, and kept. */
export function createMessageFiles(program: Program): MessageFiles {
  let groups: Groups | null = null;
  const parsed = new Map<string, unknown>();
  const memo = new Map<string, readonly string[]>();

  const jsonOf = (path: string, text: string): unknown => {
    if (parsed.has(path)) return parsed.get(path);
    let value: unknown = null;
    try {
      value = JSON.parse(text);
    } catch {
      // not JSON after all
    }
    parsed.set(path, value);
    return value;
  };

  const find = (key: string, namespace: string | null): readonly string[] => {
    const colon = /^([\w-]+):(?!:)(.+)$/.exec(key);
    const own = colon?.[2] ?? key;
    const space = colon?.[1] ?? namespace;
    const found = new Set<string>();
    const look = (path: string): void => {
      for (const full of space === null ? [own] : [`${space}.${own}`, own]) {
        const message = messageIn(program, path, full.split('.'), jsonOf);
        if (message === null) continue;
        found.add(message);
        return;
      }
    };
    groups ??= byLanguage(program.matching('folders of messages', (_, path) => FOLDER.test(path)));
    groups.first.forEach(look);
    for (const path of groups.others) if (found.size === 0) look(path);
    return [...found];
  };

  return {
    messages: (key, namespace) => {
      if (key.length > MAX_KEY) return [];
      const id = `${namespace ?? ''}\0${key}`;
      const known = memo.get(id);
      if (known !== undefined) return known;
      const found = find(key, namespace);
      memo.set(id, found);
      return found;
    },
  };
}

interface Groups {
  /** Files of the first language, and those that name none. */
  readonly first: readonly string[];
  readonly others: readonly string[];
}

const LANGUAGE = /(?:^|[/._-])([a-z]{2})(?:[-_][A-Za-z]{2,4})?(?=[/.]|$)/g;

/** English is nearly always there and complete; without it the language with the most files is the first. */
function byLanguage(paths: readonly string[]): Groups {
  const languages = new Map<string, string[]>();
  for (const path of paths) {
    const folderless = path.slice(
      Math.max(0, path.search(/(?:locales?|i18n|langs?|languages?|messages|translations?|l10n|intl)\b/i)),
    );
    const language =
      [...folderless.matchAll(LANGUAGE)].map((m) => m[1] ?? '').find((code) => !NO_LANGUAGE.has(code)) ?? '';
    languages.set(language, [...(languages.get(language) ?? []), path]);
  }
  const named = [...languages].filter(([language]) => language !== '').sort((x, y) => y[1].length - x[1].length);
  const first = languages.has('en') ? 'en' : named[0]?.[0];
  const others = named.filter(([language]) => language !== first).flatMap(([, files]) => files);
  return {
    first: [...(languages.get('') ?? []), ...(first === undefined ? [] : (languages.get(first) ?? []))].sort(),
    others: others.slice(0, MAX_OTHERS),
  };
}

/** Endings of files that look like codes of languages. */
const NO_LANGUAGE: ReadonlySet<string> = new Set(['ts', 'js', 'md']);
