// npm run bench:editor [-- --files N --edits N --project DIR --open FILE…]
// npm run bench:editor -- --equality DIR [--edits N --every N --seed N]
//
// The first types keys into the built language server and measures; the second edits a project at random through it and
// compares what it says with what a fresh server says.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compareWithFresh } from './equality.ts';
import { measureTyping } from './typing.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '5000' },
    edits: { type: 'string', default: '500' },
    project: { type: 'string' },
    open: { type: 'string', multiple: true, default: [] },
    equality: { type: 'string' },
    every: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});

const edits = Number(values.edits);
if (values.equality === undefined) {
  const project = values.project === undefined ? null : resolve(values.project);
  await measureTyping({ files: Number(values.files), edits, project, open: values.open });
} else {
  const options = { project: resolve(values.equality), edits, every: Number(values.every), seed: Number(values.seed) };
  if ((await compareWithFresh(options)) > 0) process.exitCode = 1;
}
