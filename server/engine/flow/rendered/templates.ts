import type { Place } from '../../base/place.ts';
import { aOf } from '../../extract/index.ts';
import type { Program } from '../../link/index.ts';
import type { Markers, NoticeStrength } from '../disclosure/markers.ts';
import type { MessageFiles } from './message-files.ts';
import { templateText, type TemplateText } from './template-text.ts';

/** Notices in the templates of Vue, Svelte and Astro files, whose markup is no part of the facts. */
export interface Templates {
  /** In the template of a file, or in the components it uses; null for other files. */
  noticeIn(path: string, weakest: NoticeStrength): Place | null;
  /** Files whose template shows the component of a file. */
  usersOf(path: string): readonly string[];
}

const MAX_NESTED = 8;
const MAX_USERS = 40;

/** @param component the notice of a component that a code file exports under a name */
export function createTemplates(
  program: Program,
  markers: Markers,
  messages: MessageFiles,
  component: (path: string, name: string) => Place | null,
): Templates {
  const read = new Map<string, TemplateText | null>();
  const memo = new Map<string, Place | null>();

  const templateOf = (path: string): TemplateText | null => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const made = templateText(path, program.text(path) ?? '');
    read.set(path, made);
    return made;
  };

  let named: Map<string, string> | null = null;
  const byName = (): ReadonlyMap<string, string> => {
    if (named !== null) return named;
    named = new Map();
    for (const path of program.matching('templates of components', (_, at) => at.endsWith('.vue'))) {
      const name = /(?:^|\/)components\/(?:.*\/)?([^/]+)\.vue$/.exec(path)?.[1];
      if (name !== undefined) named.set(pascal(name), path);
    }
    return named;
  };

  /** The file a tag's component comes from, and its name there. */
  const origin = (path: string, tag: string): { readonly path: string; readonly name: string } | null => {
    const local = pascal(tag);
    const facts = program.facts(path);
    for (const variable of facts?.variables ?? []) {
      if (variable.kind !== 'import' || variable.name !== local) continue;
      const [definition] = variable.definitions;
      const record =
        facts === undefined || definition === undefined ? undefined : facts.imports[aOf(facts, definition)];
      if (record === undefined) continue;
      const target = program.modules.resolve(path, record.specifier);
      return target.k === 'file' ? { path: target.path, name: record.name } : null;
    }
    // components of a folder of that name need no import in some frameworks
    const found = byName().get(local);
    return found === undefined ? null : { path: found, name: 'default' };
  };

  const noticeIn = (path: string, weakest: NoticeStrength, depth = 0): Place | null => {
    const template = templateOf(path);
    if (template === null || depth > MAX_NESTED) return null;
    const key = `${weakest}:${path}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    memo.set(key, null);
    const found = search(path, template, weakest, depth);
    memo.set(key, found);
    return found;
  };

  const search = (path: string, template: TemplateText, weakest: NoticeStrength, depth: number): Place | null => {
    const tells = (text: string): boolean => {
      const strength = markers.strength(text);
      return strength === 'statement' || strength === weakest;
    };
    const line = template.lines.find(tells) ?? template.tags.find((tag) => markers.strength(tag) !== null);
    if (line !== undefined) return placeOf(path, line);
    for (const { name, argument } of template.calls) {
      if (markers.isTranslator(name) && messages.messages(argument, null).some(tells)) return placeOf(path, argument);
    }
    for (const tag of template.components) {
      const from = origin(path, tag);
      if (from === null) {
        if (markers.isComponent(pascal(tag))) return placeOf(path, `<${tag}`);
      } else {
        const found = noticeIn(from.path, weakest, depth + 1) ?? component(from.path, from.name);
        if (found !== null) return found;
      }
    }
    return null;
  };

  const placeOf = (path: string, text: string): Place => {
    const start = Math.max(0, (program.text(path) ?? '').indexOf(text));
    return { path, start, end: start + text.length };
  };

  return {
    noticeIn: (path, weakest) => noticeIn(path, weakest),
    usersOf: (path) => {
      const base = /([^/]+)\.\w+$/.exec(path)?.[1] ?? '';
      const importers = program.modules.importers(path);
      const unnamed = path.endsWith('.vue') && /(?:^|\/)components\//.test(path);
      const candidates = unnamed ? program.matching(`names ${base}`, (text) => text.includes(base)) : importers;
      return candidates
        .slice(0, MAX_USERS)
        .filter((other) => templateOf(other)?.components.some((tag) => origin(other, tag)?.path === path) === true);
    },
  };
}

const pascal = (tag: string): string =>
  tag.includes('-') ? tag.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()) : tag;
