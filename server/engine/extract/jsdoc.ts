import { NONE } from './facts.ts';
import type { TypeDeclaration, TypeId, TypeMember } from './facts.ts';
import { jsDocTags } from './jsdoc-tags.ts';
import type { JsDocTag } from './jsdoc-tags.ts';
import { JsDocTypeParser } from './jsdoc-type.ts';
import type { Lowering } from './lowering.ts';

/** A comment as parsers give it; `value` is its text without delimiters. */
export interface TreeComment {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** What a doc comment says of a function. */
export interface FunctionDoc {
  /** Type of a parameter by its name, else by its position among the documented ones. */
  parameter(name: string | null, position: number): TypeId;
  readonly returns: TypeId;
  readonly typeParameters: readonly string[];
}

/** Doc comments of a JavaScript file, by the start of what they document. */
export class JsDocs {
  readonly #docs = new Map<number, readonly JsDocTag[]>();
  readonly #all: (readonly JsDocTag[])[] = [];
  readonly #casts = new Map<number, readonly JsDocTag[]>();

  /** No comments at all: for TypeScript, whose annotations are in the tree. */
  static readonly NONE = new JsDocs('', []);

  constructor(text: string, comments: readonly TreeComment[]) {
    for (const comment of comments) {
      if (!comment.value.startsWith('*') || !comment.value.includes('@')) continue;
      const tags = jsDocTags(comment.value, comment.start + 2);
      if (tags.length === 0) continue;
      this.#all.push(tags);
      const target = skipSpace(text, comment.end);
      if (text[target] === '(') this.#casts.set(skipOpening(text, target), tags);
      this.#docs.set(target, tags);
    }
  }

  get hasCasts(): boolean {
    return this.#casts.size > 0;
  }

  /** Type of a doc comment cast, `/** @type {T} *\/ (expression)`, for the outermost expression that starts here. */
  takeCast(l: Lowering, start: number): TypeId {
    const tags = this.#casts.get(start);
    if (tags === undefined) return NONE;
    this.#casts.delete(start);
    return tagType(l, tags.find(isTypeTag));
  }

  /** Type that a `@type` tag gives the variable or field whose statement or member starts here. */
  variableAt(l: Lowering, start: number): TypeId {
    const tags = this.#docs.get(start);
    return tags === undefined ? NONE : tagType(l, tags.find(isTypeTag));
  }

  /** What is said of the function whose statement, property or member starts here. */
  functionAt(l: Lowering, start: number): FunctionDoc | null {
    const tags = this.#docs.get(start);
    if (tags === undefined) return null;
    const typed = tags.find(isTypeTag);
    const params = tags.filter(isParamTag);
    if (typed !== undefined && params.length === 0) return docOfType(l, tagType(l, typed));
    const members = nestedMembers(l, params);
    return {
      parameter: (name, position) => {
        if (name === null) return members[position]?.type ?? NONE;
        return members.find((member) => member.name === name)?.type ?? NONE;
      },
      returns: tagType(
        l,
        tags.find((tag) => tag.tag === 'returns' || tag.tag === 'return'),
      ),
      typeParameters: tags.filter((tag) => tag.tag === 'template').flatMap((tag) => templateNames(tag)),
    };
  }

  /** Declarations of `@typedef` and `@callback`. */
  typedefs(l: Lowering): TypeDeclaration[] {
    const declarations: TypeDeclaration[] = [];
    for (const tags of this.#all) {
      for (let i = 0; i < tags.length; i++) {
        const tag = tags[i];
        if (tag?.tag !== 'typedef' && tag?.tag !== 'callback') continue;
        let end = i + 1;
        while (end < tags.length && tags[end]?.tag !== 'typedef' && tags[end]?.tag !== 'callback') end++;
        const own = tags.slice(i + 1, end);
        const templates = tags.filter((other) => other.tag === 'template').flatMap(templateNames);
        declarations.push(typedef(l, tag, own, templates));
      }
    }
    return declarations;
  }
}

const isTypeTag = (tag: JsDocTag): boolean => tag.tag === 'type' && tag.type !== '';
const isParamTag = (tag: JsDocTag): boolean => tag.tag === 'param' || tag.tag === 'arg' || tag.tag === 'argument';
const isPropertyTag = (tag: JsDocTag): boolean => tag.tag === 'property' || tag.tag === 'prop';

function skipSpace(text: string, at: number): number {
  let i = at;
  while (i < text.length && /\s/.test(text[i] ?? '')) i++;
  return i;
}

function skipOpening(text: string, at: number): number {
  let i = at;
  while (text[i] === '(' || /\s/.test(text[i] ?? '')) i++;
  return i;
}

function tagType(l: Lowering, tag: JsDocTag | undefined): TypeId {
  if (tag === undefined || tag.type === '') return NONE;
  return new JsDocTypeParser(tag.type, tag.typeStart, (type, key) => l.addType(type, key)).parse();
}

function templateNames(tag: JsDocTag): string[] {
  return tag.name === '' ? [] : [tag.name];
}

function docOfType(l: Lowering, type: TypeId): FunctionDoc | null {
  const expression = l.types[type];
  if (expression?.k !== 'function') return null;
  return {
    parameter: (_name, position) => expression.parameters[position]?.type ?? NONE,
    returns: expression.returns,
    typeParameters: [],
  };
}

/**
 * Parameters or properties with dotted names (`opts`, `opts.name`, `list[].id`) as members, the dotted ones folded into
 * the object type of their owner.
 */
function nestedMembers(l: Lowering, tags: readonly JsDocTag[], prefix = ''): TypeMember[] {
  const members: TypeMember[] = [];
  for (const tag of tags) {
    if (!tag.name.startsWith(prefix)) continue;
    const name = tag.name.slice(prefix.length);
    if (name === '' || name.includes('.')) continue;
    const many = tag.type.includes('[]') || /Array/.test(tag.type);
    const inner = [
      ...nestedMembers(l, tags, `${tag.name}.`),
      ...(many ? nestedMembers(l, tags, `${tag.name}[].`) : []),
    ];
    let type = inner.length === 0 ? tagType(l, tag) : l.addType({ k: 'object', members: inner, index: NONE });
    if (inner.length > 0 && many) type = l.addType({ k: 'array', of: type });
    members.push({ name, type, optional: tag.optional, method: false, start: tag.start, end: tag.end });
  }
  return members;
}

/** A property whose text says `@personalData`, with the category that follows. */
function personalTag(tag: JsDocTag): TypeDeclaration['tagged'] {
  const found = /@personal-?data\b[^\S\n\r]*([\w.-]*)/i.exec(tag.text);
  return found === null ? [] : [{ member: tag.name, category: found[1] ?? '' }];
}

function typedef(
  l: Lowering,
  tag: JsDocTag,
  own: readonly JsDocTag[],
  typeParameters: readonly string[],
): TypeDeclaration {
  let type: TypeId;
  if (tag.tag === 'callback') {
    const parameters = nestedMembers(l, own.filter(isParamTag)).map((m) => ({ name: m.name, type: m.type }));
    const returns = tagType(
      l,
      own.find((other) => other.tag === 'returns' || other.tag === 'return'),
    );
    type = l.addType({ k: 'function', parameters, returns, predicate: null, construct: false });
  } else {
    const members = nestedMembers(l, own.filter(isPropertyTag));
    type = members.length === 0 ? tagType(l, tag) : l.addType({ k: 'object', members, index: NONE });
    if (members.length > 0 && /\[\]|Array/.test(tag.type)) type = l.addType({ k: 'array', of: type });
  }
  return {
    kind: 'alias',
    name: tag.name,
    typeParameters,
    type,
    extends: [],
    classId: NONE,
    members: [],
    exported: true,
    tagged: own.filter(isPropertyTag).flatMap(personalTag),
    start: tag.start,
    end: tag.end,
  };
}
