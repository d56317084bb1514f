import { NONE } from './facts.ts';
import type { TypeExpr, TypeId, TypeMember } from './facts.ts';

/** Where parsed types go. */
export type AddType = (type: TypeExpr, key: string | null) => TypeId;

const PRIMITIVES: Readonly<Record<string, string>> = {
  any: 'any',
  unknown: 'unknown',
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  bigint: 'bigint',
  symbol: 'symbol',
  object: 'object',
  null: 'null',
  undefined: 'undefined',
  void: 'void',
  never: 'never',
  this: 'this',
  String: 'string',
  Number: 'number',
  Boolean: 'boolean',
  Object: 'object',
  bool: 'boolean',
  int: 'number',
};

const DEPTH_LIMIT = 40;
const NAME = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const SPACE = /\s*/y;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/y;
const NUMBER = /-?\d[\d._]*n?/y;

/**
 * Parser of type expressions in doc comments: TypeScript's syntax and the older forms of Closure (`?T`, `!T`, `T=`,
 * `...T`, `*`, `Array.<T>`, `Object.<K, V>`, `function(T): R`). Never fails: what it does not know is `unknown`.
 */
export class JsDocTypeParser {
  readonly #text: string;
  readonly #offset: number;
  readonly #add: AddType;
  #at = 0;
  #depth = 0;

  /** `offset` is where `text` starts in the file. */
  constructor(text: string, offset: number, add: AddType) {
    this.#text = text;
    this.#offset = offset;
    this.#add = add;
  }

  parse(): TypeId {
    return this.#union();
  }

  #unknown(): TypeId {
    return this.#add({ k: 'unknown' }, 'unknown type');
  }

  #primitive(name: string): TypeId {
    return this.#add({ k: 'prim', name }, name);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #skip(): void {
    this.#match(SPACE);
  }

  #take(token: string): boolean {
    this.#skip();
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #word(word: string): boolean {
    const before = this.#at;
    this.#skip();
    if (this.#match(NAME) === word) return true;
    this.#at = before;
    return false;
  }

  #union(): TypeId {
    if (++this.#depth > DEPTH_LIMIT) {
      this.#depth--;
      this.#at = this.#text.length;
      return this.#unknown();
    }
    this.#take('|');
    const parts = [this.#intersection()];
    while (this.#take('|')) parts.push(this.#intersection());
    this.#depth--;
    return parts.length === 1 ? (parts[0] ?? NONE) : this.#add({ k: 'union', of: parts }, null);
  }

  #intersection(): TypeId {
    this.#take('&');
    const parts = [this.#postfix()];
    while (this.#take('&')) parts.push(this.#postfix());
    return parts.length === 1 ? (parts[0] ?? NONE) : this.#add({ k: 'intersection', of: parts }, null);
  }

  #postfix(): TypeId {
    let type = this.#prefixed();
    for (;;) {
      if (this.#take('[')) {
        if (this.#take(']')) {
          type = this.#add({ k: 'array', of: type }, null);
        } else {
          const index = this.#union();
          this.#take(']');
          type = this.#add({ k: 'indexed', object: type, index }, null);
        }
      } else if (!this.#take('=') && !this.#take('!') && !this.#take('?')) {
        return type;
      } else if (this.#text[this.#at] === '>') {
        // The `=` just taken began the arrow of an enclosing function type.
        this.#at--;
        return type;
      }
    }
  }

  #prefixed(): TypeId {
    this.#skip();
    if (this.#take('...')) return this.#add({ k: 'array', of: this.#postfix() }, null);
    if (this.#take('!')) return this.#postfix();
    if (this.#take('?')) {
      this.#skip();
      const next = this.#text[this.#at];
      if (next === undefined || '|>,)}]='.includes(next)) return this.#unknown();
      return this.#add({ k: 'union', of: [this.#postfix(), this.#primitive('null')] }, null);
    }
    if (this.#take('*')) return this.#primitive('any');
    if (this.#take('{')) return this.#object();
    if (this.#take('[')) return this.#tuple();
    if (this.#take('(')) return this.#parenthesised();
    const literal = this.#match(STRING);
    if (literal !== null) return this.#literal(literal.slice(1, -1));
    const number = this.#match(NUMBER);
    if (number !== null) return this.#literal(number);
    return this.#named();
  }

  #literal(value: string): TypeId {
    return this.#add({ k: 'literal', value }, `literal ${value}`);
  }

  #tuple(): TypeId {
    const of: TypeId[] = [];
    while (!this.#take(']') && this.#at < this.#text.length) {
      of.push(this.#union());
      if (!this.#take(',') && !this.#take(':') && !this.#text.startsWith(']', this.#at)) break;
    }
    return this.#add({ k: 'tuple', of }, null);
  }

  /** `(T)` or the parameters of `(a: T) => R`. */
  #parenthesised(): TypeId {
    const start = this.#at;
    let depth = 1;
    while (this.#at < this.#text.length && depth > 0) {
      const c = this.#text[this.#at++];
      if (c === '(') depth++;
      else if (c === ')') depth--;
    }
    const arrow = this.#take('=>');
    this.#at = start;
    if (arrow) return this.#function(false, '=>');
    const inner = this.#union();
    this.#take(')');
    return inner;
  }

  /** A function type after its opening parenthesis; `arrow` is what stands before the result. */
  #function(construct: boolean, arrow: '=>' | ':'): TypeId {
    const parameters: { name: string; type: TypeId }[] = [];
    while (!this.#take(')') && this.#at < this.#text.length) {
      this.#take('...');
      const before = this.#at;
      this.#skip();
      let name = this.#match(NAME) ?? '';
      this.#take('?');
      if (name === '' || !this.#take(':')) {
        name = '';
        this.#at = before;
      }
      const self = name === 'this' || name === 'new';
      const type = this.#union();
      if (!self) parameters.push({ name, type });
      if (!this.#take(',') && !this.#text.startsWith(')', this.#at)) break;
    }
    const returns = this.#take(arrow) ? this.#result() : NONE;
    const result = this.#predicate;
    this.#predicate = null;
    return this.#add({ k: 'function', parameters, returns, predicate: result, construct }, null);
  }

  #predicate: 'is' | 'asserts' | null = null;

  /** A function's result type, which may be a predicate. */
  #result(): TypeId {
    const before = this.#at;
    const asserts = this.#word('asserts');
    this.#skip();
    const parameter = this.#match(NAME);
    if (parameter !== null && (this.#word('is') || asserts)) {
      const type = this.#at < this.#text.length ? this.#union() : NONE;
      this.#predicate = asserts ? 'asserts' : 'is';
      return this.#add({ k: 'predicate', asserts, parameter, type }, null);
    }
    this.#at = before;
    const type = this.#union();
    this.#predicate = null;
    return type;
  }

  #object(): TypeId {
    const members: TypeMember[] = [];
    let index = NONE;
    while (!this.#take('}') && this.#at < this.#text.length) {
      this.#skip();
      const start = this.#at;
      if (this.#take('[')) {
        while (this.#at < this.#text.length && this.#text[this.#at] !== ']') this.#at++;
        this.#take(']');
        this.#take(':');
        index = this.#union();
      } else {
        const quoted = this.#match(STRING);
        const name = quoted === null ? (this.#match(NAME) ?? this.#match(NUMBER)) : quoted.slice(1, -1);
        if (name === null) break;
        const optional = this.#take('?');
        const method = this.#take('(');
        const type = method ? this.#function(false, ':') : this.#take(':') ? this.#union() : this.#primitive('any');
        members.push({ name, type, optional, method, start: this.#offset + start, end: this.#offset + this.#at });
      }
      if (!this.#take(',') && !this.#take(';')) this.#skip();
    }
    return this.#add({ k: 'object', members, index }, null);
  }

  #arguments(): TypeId[] {
    const args: TypeId[] = [];
    if (!this.#take('.<') && !this.#take('<')) return args;
    while (!this.#take('>') && this.#at < this.#text.length) {
      args.push(this.#union());
      if (!this.#take(',') && !this.#text.startsWith('>', this.#at)) break;
    }
    return args;
  }

  #named(): TypeId {
    let name = this.#match(NAME);
    if (name === null) {
      this.#at = this.#text.length;
      return this.#unknown();
    }
    if (name === 'function' && this.#take('(')) return this.#function(false, ':');
    if (name === 'new' && this.#take('(')) return this.#function(true, '=>');
    if (name === 'import' && this.#take('(')) return this.#import();
    if (name === 'keyof') return this.#add({ k: 'keyof', of: this.#postfix() }, null);
    if (name === 'readonly' || name === 'unique') return this.#postfix();
    const query = name === 'typeof';
    if (query) {
      this.#skip();
      if (this.#word('import') && this.#take('(')) return this.#import();
      name = this.#match(NAME) ?? '';
    }
    while (this.#text[this.#at] === '.' && this.#text[this.#at + 1] !== '<') {
      this.#at++;
      const part = this.#match(NAME);
      if (part === null) break;
      name += `.${part}`;
    }
    if (query) return this.#add({ k: 'typeof', name, node: NONE }, null);
    const args = this.#arguments();
    if (name === 'Object' && args.length === 2) {
      return this.#add({ k: 'object', members: [], index: args[1] ?? NONE }, null);
    }
    if (args.length === 0 && Object.hasOwn(PRIMITIVES, name)) return this.#primitive(PRIMITIVES[name] ?? name);
    return this.#add({ k: 'ref', name, args }, args.length === 0 ? `ref ${name}` : null);
  }

  #import(): TypeId {
    this.#skip();
    const specifier = (this.#match(STRING) ?? '""').slice(1, -1);
    this.#take(')');
    const parts: string[] = [];
    while (this.#text[this.#at] === '.' && this.#text[this.#at + 1] !== '<') {
      this.#at++;
      const part = this.#match(NAME);
      if (part === null) break;
      parts.push(part);
    }
    return this.#add({ k: 'import', specifier, name: parts.join('.'), args: this.#arguments() }, null);
  }
}
