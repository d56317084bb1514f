import { FREE_TEXT } from '../../base/free-text.ts';
import type { NodeId } from '../../extract/facts.ts';
import { aOf, bOf, opOf, stringOf, Op } from '../../extract/index.ts';
import { ownerNames } from './names.ts';
import { REDACTED, type State } from './state.ts';
import type { Tracing } from './tracing.ts';

/** What a pattern must match to clean a category: examples, tried against the project's own pattern. */
const SAMPLES: readonly (readonly [category: string, samples: readonly string[]])[] = [
  ['user.contact.email', ['jane.doe@example.com', 'a.b@mail.example.kz']],
  ['user.contact.phone_number', ['+7 701 123 45 67', '+49 30 1234567', '87011234567']],
  ['user.government_id', ['900101300123', '123-45-6789', 'N12345678']],
  ['user.financial', ['4111 1111 1111 1111', 'DE89370400440532013000', 'KZ86125KZT5004100100']],
  ['user.device.ip_address', ['192.168.10.20']],
  ['user.demographic.date_of_birth', ['1990-01-31', '31.01.1990']],
];
const MAX_PATTERN = 200;
/** A quantified group that holds a quantifier can take exponential time: such a pattern is not run. */
const NESTED_QUANTIFIER = /\([^()]*[+*}][^()]*\)\s*[+*{]/;

/** Categories that replacing `pattern` takes out of a text, joined by spaces. */
export function cleanedByReplace(t: Tracing, s: State, pattern: NodeId): string {
  const regex = regexBehind(t, s, pattern);
  if (regex === null) return cleanedValue(t, s, pattern);
  const out: string[] = [];
  for (const [category, samples] of SAMPLES) {
    if (samples.some((sample) => covers(regex, sample))) out.push(category);
  }
  return out.sort().join(' ');
}

/** The match must take most of the identifier, not a blank or a letter of it. */
function covers(regex: RegExp, sample: string): boolean {
  regex.lastIndex = 0;
  let taken = 0;
  let rounds = 0;
  for (let m = regex.exec(sample); m !== null && rounds < 40; m = regex.global ? regex.exec(sample) : null, rounds++) {
    if (m[0].length >= 4) taken += m[0].length;
    if (m[0] === '') regex.lastIndex++;
  }
  return taken >= sample.length * 0.6;
}

function regexBehind(t: Tracing, s: State, node: NodeId): RegExp | null {
  for (const e of t.program.entities({ file: s.file, node })) {
    if (e.k !== 'literal' || opOf(e.file, e.node) !== Op.Regex) continue;
    const source = stringOf(e.file, aOf(e.file, e.node));
    const flags = stringOf(e.file, bOf(e.file, e.node));
    if (source.length > MAX_PATTERN || NESTED_QUANTIFIER.test(source)) return null;
    try {
      return new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
    } catch {
      return null;
    }
  }
  return null;
}

/** `.replaceAll(user.email, '[email]')`: the value itself is taken out. */
function cleanedValue(t: Tracing, s: State, node: NodeId): string {
  if (opOf(s.file, node) !== Op.Member && opOf(s.file, node) !== Op.Def) return '';
  const [name = '', ...owners] = ownerNames(t.program, s.file, node);
  return t.classifier.classify(name, owners)?.category.key ?? '';
}

/** Whether a category (or one above it) is among the cleaned ones. */
export function isCleaned(cleaned: string, category: string): boolean {
  if (cleaned === '') return false;
  const words = cleaned.split(' ');
  // of a text nothing is told but what was taken out of it
  if (category === FREE_TEXT && words.includes(REDACTED)) return true;
  return words.some((c) => category === c || category.startsWith(`${c}.`));
}
