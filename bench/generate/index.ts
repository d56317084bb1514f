import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { featureFiles } from './feature.ts';
import { filler } from './filler.ts';
import { createRandom } from './random.ts';

const PEOPLE = ['Patient', 'Customer', 'Employee', 'Student', 'Tenant', 'Applicant', 'Member', 'Guest'];
const FILES_OF_A_FEATURE = 10;

const MANIFEST = {
  name: 'generated',
  private: true,
  type: 'module',
  dependencies: { openai: '^6.0.0' },
};
const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2022', 'DOM'],
    module: 'ESNext',
    moduleResolution: 'Bundler',
    strict: true,
    noEmit: true,
    types: [],
  },
  include: ['src', 'types'],
};
/** Stands for the package's own types, so that the type checker has the same work as with it installed. */
const OPENAI_TYPES = `declare module 'openai' {
  export default class OpenAI {
    responses: {
      create(body: { model: string; store: boolean; input: string }): Promise<{ output_text: string }>;
    };
  }
}
`;

/**
 * Writes a product of `files` source files (rounded to whole features) into `folder`, which is emptied first. The same
 * size gives the same text. Every file takes part: there is none that a linter of data flows could leave aside.
 * Answers the number of unguarded calls in it.
 */
export async function generateProject(folder: string, files: number): Promise<number> {
  const features = Math.max(1, Math.round(files / FILES_OF_A_FEATURE));
  const random = createRandom(files);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'types'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(MANIFEST, null, 2));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG, null, 2));
  await writeFile(join(folder, 'types', 'openai.d.ts'), OPENAI_TYPES);
  for (let n = 0; n < features; n++) {
    const directory = join(folder, 'src', `feature-${String(n)}`);
    await mkdir(directory, { recursive: true });
    const person = PEOPLE[n % PEOPLE.length] ?? 'Person';
    const texts = featureFiles({ n, person, near: Math.max(0, n - 1), far: Math.floor(random() * (n + 1)) });
    for (const [name, text] of Object.entries(texts)) {
      const extra =
        name === 'index.ts' ? '' : filler(`${name.replace('.ts', '')}Part`, 2 + Math.floor(random() * 9), random);
      await writeFile(join(directory, name), text + extra);
    }
  }
  return features;
}
