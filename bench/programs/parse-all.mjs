// Every source file read once and, unless only reading is measured, parsed once; its tree is decoded.
//   node parse-all.mjs <root> read | oxc | typescript | typescript-eslint
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';

const [root = '.', how = 'oxc'] = process.argv.slice(2);

/** The parser that is measured, loaded: text to the number of top-level statements. */
const parsers = {
  read: () => (_file, text) => text.length,
  oxc: async () => {
    const { parseSync } = await import('oxc-parser');
    return (file, text) => {
      const lang = /[.][cm]?jsx?$/.test(file) ? 'jsx' : undefined;
      return parseSync(file, text, { astType: 'ts', lang }).program.body.length;
    };
  },
  typescript: async () => {
    const { default: ts } = await import('typescript');
    return (file, text) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true).statements.length;
  },
  'typescript-eslint': async () => {
    const { parse } = await import('@typescript-eslint/parser');
    return (file, text) => {
      try {
        return parse(text, { filePath: file, ecmaFeatures: { jsx: !/[.][cm]?ts$/.test(file) }, range: true }).body
          .length;
      } catch {
        return 0; // it gives up on syntax errors; the others do not
      }
    };
  },
};

const parse = await parsers[how]();
const files = globSync(['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'], {
  cwd: root,
  ignore: ['**/node_modules/**', '**/dist/**', '**/build/**', '**/.git/**', '**/*.min.js'],
});
let seen = 0;
for (const file of files) seen += parse(file, readFileSync(join(root, file), 'utf8'));
console.log(JSON.stringify({ files: files.length, seen }));
