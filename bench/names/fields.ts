import { readFileSync } from 'node:fs';

/** A field of a real schema, and what it holds. */
export interface LabelledField {
  /** What it belongs to, nearest first. */
  readonly owners: readonly string[];
  readonly name: string;
  readonly kind: 'string' | 'number' | 'boolean' | 'unknown';
  /** Beginning of the category's key; null where the field holds no personal data. */
  readonly label: string | null;
}

type Kind = LabelledField['kind'];

/** Fields the lexicon was written by (`fields`), and such as it was not (`held-out`, `blind`). */
export type FieldSet = 'fields' | 'held-out' | 'blind';

/** The labelled fields, without those about which people differ. The file says how a line reads. */
export function labelledFields(set: FieldSet): readonly LabelledField[] {
  const lines = readFileSync(new URL(`${set}.txt`, import.meta.url), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const colon = line.indexOf(': ');
    if (line.startsWith('#') || colon < 0) return [];
    const owners = line.slice(0, colon).split('<');
    return line
      .slice(colon + 2)
      .split(' ')
      .flatMap((field) => {
        const [left = '', label = ''] = field.split('=');
        const [name = '', kind = 'unknown'] = left.split(':');
        if (label === '*') return [];
        return [
          { owners, name, kind: kind as Kind, label: label === '' ? null : label === 'any' ? 'user' : `user.${label}` },
        ];
      });
  });
}
