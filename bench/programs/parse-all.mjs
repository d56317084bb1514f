// The floor: every source file read once and parsed once with oxc-parser, its tree decoded.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { globSync } from 'tinyglobby';

const root = process.argv[2] ?? '.';
const files = globSync(['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'], {
  cwd: root,
  ignore: ['**/node_modules/**', '**/dist/**', '**/build/**', '**/.git/**', '**/*.min.js'],
});
let nodes = 0;
for (const file of files) {
  const lang = /[.][cm]?jsx?$/.test(file) ? 'jsx' : undefined;
  const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'), { astType: 'ts', lang });
  nodes += program.body.length;
}
console.log(JSON.stringify({ files: files.length, nodes }));
