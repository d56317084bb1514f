import type { FoundName, NameIndex } from './names.ts';
import type { Owners } from './owners.ts';
import { identifierWords } from './words.ts';

/** A personal name as it stands among the words of an identifier. */
export interface ReadName extends FoundName {
  readonly words: readonly string[];
  /** A person stands behind the name, as some languages write it: `nombreCliente`. */
  readonly owned: boolean;
}

/** Shorter words for persons begin too many other words (`manage`, `kidney`). */
const SHORTEST_PERSON = 4;
/** Shorter names end too many others (`teenage`), unless they are personal by themselves. */
const SHORTEST_NAME = 4;

/**
 * Finds the personal name at the end of an identifier: as it is written, behind a word for a person without anything
 * between (`customername`, as columns of databases are written), or in front of one (`emailPaciente`).
 */
export function readName(
  identifier: string,
  names: NameIndex,
  owners: Owners,
  spoils: (word: string) => boolean,
): ReadName | null {
  const words = identifierWords(identifier);
  const found = names.match(words);
  if (found !== null) return { ...found, words, owned: false };
  const last = words.at(-1) ?? '';
  const rest = words.slice(0, -1);
  if (rest.length > 0 && owners.standsLast(last)) {
    const before = names.match(rest);
    return before === null ? null : { ...before, words: rest, owned: true };
  }
  for (let at = SHORTEST_PERSON; at <= last.length - 2; at++) {
    const person = last.slice(0, at);
    if (owners.word(person) !== 'person' || spoils(person)) continue;
    const apart = [...rest, person, last.slice(at)];
    const behind = names.match(apart.slice(-1));
    if (behind === null || (last.length - at < SHORTEST_NAME && !behind.match.strong)) continue;
    const read = names.match(apart);
    if (read !== null) return { ...read, words: apart, owned: false };
  }
  return null;
}
