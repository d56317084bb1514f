import { parseForESLint } from '@typescript-eslint/parser';
import type { Parsers } from '../../server/engine/extract/index.ts';
import type { Language } from '../../server/engine/source/index.ts';

type Tree = ReturnType<Parsers['parse']>;

/**
 * The parser of typescript-eslint, as a linter would call it: the reference for the trees that facts are made of. It
 * throws on text that is not well formed.
 */
export const REFERENCE: Parsers = {
  name: 'typescript-estree',
  parse: (_path, text, language): Tree => {
    const { ast } = parseForESLint(text, {
      filePath: `file.${language === 'dts' ? 'd.ts' : language}`,
      sourceType: 'module',
      ecmaFeatures: { jsx: hasJsx(language) },
      suppressDeprecatedPropertyWarnings: true,
      loggerFn: false,
    });
    const comments = ast.comments.map(({ value, range }) => ({ value, start: range[0], end: range[1] }));
    withOffsets(ast);
    return {
      program: ast as unknown as Tree['program'],
      comments: () => comments,
      parser: 'typescript-estree',
      error: null,
    };
  },
};

const hasJsx = (language: Language): boolean => language === 'jsx' || language === 'tsx';

/** Gives nodes the offsets `start` and `end` they have in oxc's tree, and null where oxc has it for what is absent. */
function withOffsets(root: object): void {
  const open: object[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const [key, value] of Object.entries(node) as [string, unknown][]) {
      if (value === undefined) Object.assign(node, { [key]: null });
      else if (typeof value === 'object' && value !== null && !['parent', 'loc', 'range', 'tokens'].includes(key)) {
        open.push(value);
      }
    }
    const { range } = node as { range?: readonly [number, number] };
    if (range !== undefined) Object.assign(node, { start: range[0], end: range[1] });
  }
}
