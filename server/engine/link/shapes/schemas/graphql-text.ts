/** A field of an object type. Offsets are UTF-16 units into the text. */
export interface GraphqlField {
  readonly name: string;
  /** Named type, lists and `!` left out. */
  readonly type: string;
  readonly list: boolean;
  /** What is handed to who answers for it. */
  readonly parameters: ReadonlyMap<string, GraphqlField>;
  readonly start: number;
  readonly end: number;
}

export interface GraphqlType {
  readonly name: string;
  readonly kind: string;
  readonly fields: ReadonlyMap<string, GraphqlField>;
  readonly path: string;
  readonly start: number;
}

export interface Selection {
  readonly name: string;
  readonly alias: string;
  readonly inner: readonly Selection[];
  /** Name of a fragment spread here. */
  readonly fragment: string;
}

export interface GraphqlDocument {
  readonly operation: string;
  readonly selections: readonly Selection[];
  readonly fragments: ReadonlyMap<string, readonly Selection[]>;
}

const blank = (text: string): string =>
  text.replace(/"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, (s) => s.replace(/[^\n]/g, ' '));

/** Object, input and interface types of a schema text (GraphQL specification, "Type System"). */
export function graphqlTypes(path: string, raw: string): readonly GraphqlType[] {
  const text = blank(raw);
  const out: GraphqlType[] = [];
  for (const m of text.matchAll(/(?:^|\s)(?:extend\s+)?(type|interface|input|enum)\s+(\w+)[^{}]*\{([^{}]*)\}/g)) {
    const [all, kind = '', name = '', body = ''] = m;
    const from = m.index + all.length - 1 - body.length;
    const fields = kind === 'enum' ? NO_FIELDS : fieldsIn(body, from);
    out.push({ name, kind, fields, path, start: m.index });
  }
  return out;
}

const NO_FIELDS: ReadonlyMap<string, GraphqlField> = new Map<string, GraphqlField>();

/** `name(parameter: Type): [Type!]` of a body that stands at an offset. */
function fieldsIn(body: string, from: number): ReadonlyMap<string, GraphqlField> {
  const fields = new Map<string, GraphqlField>();
  for (const f of body.matchAll(/(\w+)\s*(\([^)]*\))?\s*:\s*([[\]!\s]*)(\w+)/g)) {
    const [whole, name = '', given, wrap = '', type = ''] = f;
    const start = from + f.index;
    const parameters = given === undefined ? NO_FIELDS : fieldsIn(given.slice(1, -1), start + whole.indexOf(given) + 1);
    fields.set(name, { name, type, list: wrap.includes('['), parameters, start, end: start + whole.length });
  }
  return fields;
}

/** Whether a program's text holds a schema in a template. */
export const holdsSchema = (text: string): boolean =>
  /`[^`]*\b(?:type|input)\s+[A-Z]\w*[^`{]*\{/.test(text) && /graphql|gql|typeDefs/i.test(text);

/** The schema that stands in a program's templates, all else blanked so that offsets stay. */
export function schemaInTemplates(text: string): string {
  let out = '';
  let at = 0;
  for (const m of text.matchAll(/`[^`]*`/g)) {
    if (!/\b(?:type|input|enum|interface)\s+[A-Z]\w*[^{]*\{/.test(m[0])) continue;
    out += text.slice(at, m.index).replace(/[^\n]/g, ' ') + ` ${m[0].slice(1, -1)} `;
    at = m.index + m[0].length;
  }
  return out;
}

/** The first operation of a document, and its fragments. */
export function graphqlDocument(raw: string): GraphqlDocument | null {
  const text = blank(raw).replaceAll('\u0000', ' ').slice(0, 50_000);
  const tokens = text.match(/\.\.\.|[\p{L}_]\w*|[^\s\w,]/gu) ?? [];
  const fragments = new Map<string, readonly Selection[]>();
  let at = 0;
  const skip = (open: string, close: string): void => {
    let depth = 0;
    for (; at < tokens.length; at++) {
      if (tokens[at] === open) depth++;
      if (tokens[at] === close && --depth === 0) break;
    }
    at++;
  };
  const set = (depth: number): readonly Selection[] => {
    const out: Selection[] = [];
    at++;
    while (at < tokens.length && tokens[at] !== '}') {
      const token = tokens[at] ?? '';
      if (token === '...') {
        at++;
        if (tokens[at] === 'on') at += 2;
        else if (/^\w/.test(tokens[at] ?? ''))
          out.push({ name: '', alias: '', inner: [], fragment: tokens[at++] ?? '' });
        directives();
        if (tokens[at] === '{' && depth < 24) out.push(...set(depth + 1));
        continue;
      }
      if (!/^[\p{L}_]/u.test(token)) {
        at++;
        continue;
      }
      at++;
      let name = token;
      if (tokens[at] === ':') {
        name = tokens[at + 1] ?? '';
        at += 2;
      }
      if (tokens[at] === '(') skip('(', ')');
      directives();
      const inner = tokens[at] === '{' && depth < 24 ? set(depth + 1) : [];
      out.push({ name, alias: token, inner, fragment: '' });
    }
    at++;
    return out;
  };
  const directives = (): void => {
    while (tokens[at] === '@') {
      at += 2;
      if (tokens[at] === '(') skip('(', ')');
    }
  };
  let found: { operation: string; selections: readonly Selection[] } | null = null;
  while (at < tokens.length) {
    const token = tokens[at] ?? '';
    if (token === 'fragment') {
      const name = tokens[at + 1] ?? '';
      while (at < tokens.length && tokens[at] !== '{') at++;
      fragments.set(name, set(0));
    } else if (token === 'query' || token === 'mutation' || token === 'subscription' || token === '{') {
      while (at < tokens.length && tokens[at] !== '{') {
        if (tokens[at] === '(') skip('(', ')');
        else at++;
      }
      const selections = set(0);
      found ??= { operation: token === '{' ? 'query' : token, selections };
    } else at++;
  }
  return found === null ? null : { ...found, fragments };
}
