/** A field of a Prisma model. Offsets are UTF-16 units into the schema's text. */
export interface PrismaField {
  readonly name: string;
  readonly type: string;
  readonly list: boolean;
  readonly optional: boolean;
  /** `@map("…")`, '' if its column has the same name. */
  readonly column: string;
  /** `/// @personalData …`, null if untagged. */
  readonly tagged: string | null;
  readonly start: number;
  readonly end: number;
}

export interface PrismaModel {
  readonly kind: 'model' | 'type' | 'view';
  readonly name: string;
  /** `@@map`. */
  readonly table: string;
  readonly fields: readonly PrismaField[];
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface PrismaSchema {
  readonly models: ReadonlyMap<string, PrismaModel>;
  readonly enums: ReadonlySet<string>;
  /** `output` of the generators, as written. */
  readonly outputs: readonly string[];
}

const BLOCK = /^[ \t]*(model|type|view|enum|generator|datasource)\s+(\w+)\s*\{/gm;
const FIELD = /^([ \t]*)(\w+)[ \t]+(\w+)(?:\("[^"\n]*"\))?(\[\])?(\?)?/;
const TAG = /@personalData\b[ \t]*([\w.]*)/;

/** Reads a Prisma schema file; what is not understood is skipped. Grammar: Prisma schema reference, "Data model". */
export function parsePrisma(path: string, text: string): PrismaSchema {
  const models = new Map<string, PrismaModel>();
  const enums = new Set<string>();
  const outputs: string[] = [];
  for (const match of text.matchAll(BLOCK)) {
    const [head, kind = '', name = ''] = match;
    const from = match.index + head.length;
    const to = blockEnd(text, from);
    if (kind === 'enum') enums.add(name);
    else if (kind === 'generator') {
      const output = /^\s*output\s*=\s*"([^"\n]+)"/m.exec(text.slice(from, to))?.[1];
      if (output !== undefined) outputs.push(output);
    } else if (kind === 'model' || kind === 'type' || kind === 'view') {
      models.set(name, model(kind, name, path, text, match.index, from, to));
    }
  }
  return { models, enums, outputs };
}

/** The closing brace on a line of its own ends a block; braces may stand inside default values. */
function blockEnd(text: string, from: number): number {
  const close = /^[ \t]*\}/gm;
  close.lastIndex = from;
  return close.exec(text)?.index ?? text.length;
}

function model(
  kind: PrismaModel['kind'],
  name: string,
  path: string,
  text: string,
  start: number,
  from: number,
  to: number,
): PrismaModel {
  const fields: PrismaField[] = [];
  let table = '';
  let pending: string | null = tagBefore(text, start);
  const whole = pending;
  pending = null;
  let at = from;
  for (const line of text.slice(from, to).split('\n')) {
    const trimmed = line.trim();
    const tag = trimmed.includes('///') ? (TAG.exec(trimmed)?.[1] ?? null) : null;
    if (trimmed.startsWith('///')) pending = tag ?? pending;
    else if (trimmed.startsWith('@@')) table = /^@@map\(\s*(?:name:\s*)?"([^"]*)"/.exec(trimmed)?.[1] ?? table;
    else {
      const m = FIELD.exec(line);
      if (m !== null && !trimmed.startsWith('//')) {
        const [all, indent = '', field = '', type = '', list, optional] = m;
        const begin = at + indent.length;
        fields.push({
          name: field,
          type,
          list: list !== undefined,
          optional: optional !== undefined,
          column: /\s@map\(\s*(?:name:\s*)?"([^"]*)"/.exec(trimmed)?.[1] ?? '',
          tagged: tag ?? pending ?? whole,
          start: begin,
          end: at + all.length,
        });
      }
      if (trimmed !== '') pending = null;
    }
    at += line.length + 1;
  }
  return { kind, name, table, fields, path, start, end: to + 1 };
}

/** The tag in the comment lines right above a block. */
function tagBefore(text: string, start: number): string | null {
  const lines = text.slice(Math.max(0, start - 600), start).split('\n');
  lines.pop();
  for (let line = lines.pop()?.trim(); line?.startsWith('///') === true; line = lines.pop()?.trim()) {
    const tag = TAG.exec(line)?.[1];
    if (tag !== undefined) return tag;
  }
  return null;
}
