import type { SyntaxNode } from '../../extract/index.ts';
import type { TextEdit } from '../diagnostic.ts';
import type { FixSource } from './contract.ts';
import { indentAt, styleOf } from './style.ts';
import { ancestry, child, isFunction, isMarkup } from './syntax.ts';

/** A place where a statement can be put in front of what stands at a node. */
export interface Slot {
  /** From the root to the statement (or the body of an arrow function) that it goes in front of. */
  readonly way: readonly SyntaxNode[];
  /** The function it is in; null at module level. */
  readonly fn: SyntaxNode | null;
  readonly edits: (statement: string) => readonly TextEdit[];
}

const LISTS = /^(?:Program|BlockStatement|StaticBlock|SwitchCase|TSModuleBlock)$/;

/** The nearest place in front of a stretch of the text; null where no statement can stand (a field, a default value). */
export function slotBefore(source: FixSource, place: { start: number; end: number }): Slot | null {
  const { path, text, root } = source;
  const way = ancestry(root, place.start, place.end);
  if (isMarkup(way)) return null;
  const { eol, indent } = styleOf(text);
  /** What keeps a statement without a semicolon from being read on into the next line. */
  const stop = (statement: string, next: SyntaxNode): string =>
    /^(?!\/\/).*[^;]$/.test(statement) && /^[([`+\-/]/.test(text.slice(next.start)) ? ';' : '';
  for (let i = way.length - 1; i > 0; i--) {
    const node = way[i];
    const parent = way[i - 1];
    if (node === undefined || parent === undefined) continue;
    const here = way.slice(0, i + 1);
    const fn = here.findLast((at, j) => j < i && isFunction(at)) ?? null;
    if (LISTS.test(parent.type) && !(parent.type === 'SwitchCase' && child(parent, 'test') === node)) {
      const lead = indentAt(text, node.start);
      return {
        way: here,
        fn,
        edits: (statement) => [
          { path, start: node.start, end: node.start, text: `${statement}${stop(statement, node)}${eol}${lead}` },
        ],
      };
    }
    if (parent.type === 'ArrowFunctionExpression' && child(parent, 'body') === node) {
      const lead = indentAt(text, parent.start);
      const [inner, end] = inParentheses(text, node, parent.end);
      const start = text.lastIndexOf('=>', inner) + 2;
      const { semicolon } = styleOf(text);
      return {
        way: here,
        fn,
        edits: (statement) => [
          { path, start, end: node.start, text: ` {${eol}${lead}${indent}${statement}${eol}${lead}${indent}return ` },
          { path, start: node.end, end, text: `${semicolon}${eol}${lead}}` },
        ],
      };
    }
    if (
      /Statement$/.test(node.type) &&
      /^(?:If|For|ForIn|ForOf|While|DoWhile|Labeled|With)Statement$/.test(parent.type)
    ) {
      const lead = indentAt(text, parent.start);
      return {
        way: here,
        fn,
        edits: (statement) => [
          {
            path,
            start: node.start,
            end: node.start,
            text: `{${eol}${lead}${indent}${statement}${stop(statement, node)}${eol}${lead}${indent}`,
          },
          { path, start: node.end, end: node.end, text: `${eol}${lead}}` },
        ],
      };
    }
    if (/^(?:PropertyDefinition|ClassBody|FormalParameters)$/.test(parent.type)) return null;
  }
  return null;
}

/** The body of an arrow function with the parentheses round it, which the tree does not show. */
function inParentheses(text: string, node: SyntaxNode, limit: number): readonly [number, number] {
  let { start, end } = node;
  for (;;) {
    const before = /\(\s*$/.exec(text.slice(0, start));
    const after = /^\s*,?\s*\)/.exec(text.slice(end, limit));
    if (before === null || after === null) return [start, end];
    start = before.index;
    end += after[0].length;
  }
}
