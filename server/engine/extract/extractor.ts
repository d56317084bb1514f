import { sourceKind } from '../source/index.ts';
import type { Language, SourceKind } from '../source/index.ts';
import { Builder } from './builder.ts';
import { lowerClass } from './classes.ts';
import { directivesIn } from './directives.ts';
import { Env } from './env.ts';
import { lowerExpression } from './expressions.ts';
import { Ctx, FACTS_VERSION, NONE } from './facts.ts';
import type { FactsProblem, FileFacts } from './facts.ts';
import { emptyFunction, finish } from './finish.ts';
import { directivesOf, functionFacts, lowerFunction, newFunctionState } from './functions.ts';
import { hoist } from './hoist.ts';
import { JsDocs } from './jsdoc.ts';
import type { TreeComment } from './jsdoc.ts';
import { Lowering } from './lowering.ts';
import type { Walkers } from './lowering.ts';
import { withoutDeepParts } from './nesting.ts';
import type { Parsers, Tree } from './parser.ts';
import { Scope } from './scope.ts';
import { lowerStatement } from './statements.ts';
import { readComponent } from './template/component.ts';
import { withoutRunes } from './template/svelte-component.ts';
import { lowerType } from './types.ts';

/** Makes facts of texts. */
export interface Extractor {
  /** Which parser reads well-formed text. */
  readonly parser: Parsers['name'];
  /**
   * Facts of one file. The path tells the language by its extension and is kept as it is; the text may be anything.
   * Never throws: what cannot be read is said in `problems`.
   */
  extract(path: string, text: string): FileFacts;
  /**
   * The tree of one file, for those who write edits; null if the text cannot be read. Offsets are those of the text, also
   * where code stands in a component file; its markup is below a node with `markup`, written as JSX.
   */
  tree(path: string, text: string): SyntaxNode | null;
}

/** A node of the tree as those see it who write edits: what it is, where it stands, and whatever else it has. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const WALKERS: Walkers = {
  expression: lowerExpression,
  statement: lowerStatement,
  lowerFunction,
  lowerClass,
  type: lowerType,
};

const SCRIPT: SourceKind = { language: 'jsx', container: null };

/** Makes an extractor over the parsers that were loaded. */
export function createExtractor(parsers: Parsers): Extractor {
  const builder = new Builder();
  return {
    parser: parsers.name,
    extract(path, text) {
      try {
        return extractWith(parsers, builder, path, text);
      } catch (error) {
        // Parsers overflow their stack on monstrous nesting; nothing else is known to get here.
        if (error instanceof RangeError) return extractShallow(parsers, builder, path, text);
        return emptyFacts(path, [{ start: 0, end: text.length, message: 'Could not be analysed' }]);
      }
    },
    tree(path, text) {
      try {
        return parsed(parsers, path, text, 'edit').tree.program as unknown as SyntaxNode;
      } catch {
        return null;
      }
    },
  };
}

const TOO_DEEP = 'Nested too deeply to analyse';

/** Facts of a text without the parts that nest too deeply: what else stands in the file is not lost with them. */
function extractShallow(parsers: Parsers, builder: Builder, path: string, text: string): FileFacts {
  let told: readonly FactsProblem[] = [{ start: 0, end: text.length, message: TOO_DEEP }];
  for (const wholeRuns of [false, true]) {
    const shallow = withoutDeepParts(text, wholeRuns);
    if (shallow === null) break;
    told = shallow.cuts.slice(0, MAX_TOLD).map(({ start, end }) => ({ start, end, message: TOO_DEEP }));
    try {
      // what a parser says of a text that is not the author's is of no use
      return { ...extractWith(parsers, builder, path, text, shallow.text), problems: told };
    } catch {
      // too deep still
    }
  }
  return emptyFacts(path, told);
}

/** Deep parts of one file that are told of. */
const MAX_TOLD = 5;

/** A text as it is parsed. */
interface Parsed {
  readonly code: string;
  readonly language: Language;
  readonly tree: Tree;
  /** Comments that stand outside of the code, in text order. */
  readonly comments: readonly TreeComment[];
  /** Variables of the component that functions may write. */
  readonly written: ReadonlySet<string>;
}

/** Modules in which Svelte's runes are known. */
const RUNES = /\.svelte\.[jt]s$/i;
const NONE_WRITTEN: ReadonlySet<string> = new Set();

function parsed(parsers: Parsers, path: string, text: string, purpose: 'run' | 'edit'): Parsed {
  const { container, language } = sourceKind(path) ?? SCRIPT;
  if (container !== null) return readComponent(parsers, path, text, { container, language }, purpose);
  const tree = parsers.parse(path, text, language);
  if (RUNES.test(path)) withoutRunes(tree.program as unknown as Parameters<typeof withoutRunes>[0]);
  return { code: text, language, tree, comments: [], written: NONE_WRITTEN };
}

/** @param read what is given to the parser: the text, or what is left of it */
function extractWith(parsers: Parsers, builder: Builder, path: string, text: string, read = text): FileFacts {
  const { code, language, tree, comments: outside, written } = parsed(parsers, path, read, 'run');
  const documented = language === 'jsx' && code.includes('/**');
  const docs = documented ? new JsDocs(code, tree.comments()) : JsDocs.NONE;
  const comments = (): readonly TreeComment[] =>
    outside.length === 0 ? tree.comments() : [...tree.comments(), ...outside].sort((a, b) => a.start - b.start);
  builder.reset();
  return lowerModule(builder, path, text, tree, docs, comments, written);
}

function lowerModule(
  builder: Builder,
  path: string,
  text: string,
  tree: Tree,
  docs: JsDocs,
  comments: () => readonly TreeComment[],
  written: ReadonlySet<string>,
): FileFacts {
  const entry = builder.context(Ctx.Entry, NONE, 0, NONE);
  const fn = newFunctionState(0, entry, null, NONE);
  const scope = new Scope(null);
  const l = new Lowering(text, builder, WALKERS, docs, scope, new Env(null), fn);
  l.context = entry;
  l.written = written;
  l.reserveFunction();
  const body = tree.program.body;
  hoist(l, body, true);
  for (const statement of body) l.statement(statement);
  const setting = { name: '', kind: 'module', isStatic: false, owner: NONE, node: NONE, decorators: [] } as const;
  const facts = functionFacts(l, fn, { ...setting, nameStart: 0, nameEnd: 0 }, { start: 0, end: text.length });
  facts.exitContext = l.live ? l.context : NONE;
  facts.directives = directivesOf(body);
  l.declarations.push(...docs.typedefs(l));
  if (tree.error !== null) l.problems.push(tree.error);
  return finish(l, path, tree.parser, scope, directivesIn(text, comments));
}

/** Facts of a file nothing is known of. */
function emptyFacts(path: string, problems: readonly FactsProblem[]): FileFacts {
  return {
    version: FACTS_VERSION,
    path,
    parser: 'none',
    nodes: new Int32Array(0),
    lists: new Int32Array(0),
    strings: [],
    contexts: Int32Array.of(Ctx.Entry, NONE, 0, NONE),
    functions: [emptyFunction(0)],
    classes: [],
    variables: [],
    imports: [],
    exports: [],
    types: [],
    declarations: [],
    bindings: {},
    calls: new Int32Array(0),
    jsx: new Int32Array(0),
    directives: [],
    problems,
  };
}
