/** The AI data map as people see it: in light and dark, narrow and wide, by keyboard and on paper. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { ROOT } from '../house/files.ts';

const WIDTHS = [420, 1180];

/** Labels of the picture that stand out of their box, or over another one. */
const COVERED = `(() => {
  const boxes = [...document.querySelectorAll('figure svg g')].map((group) => {
    const rect = group.querySelector('rect').getBoundingClientRect();
    return { text: group.querySelector('text').textContent, rect, label: group.querySelector('text').getBoundingClientRect() };
  });
  const out = boxes.filter(({ rect, label }) => label.right > rect.right || label.top < rect.top || label.bottom > rect.bottom);
  const over = boxes.filter(({ rect }, i) => boxes.some((other, j) => j > i && other.rect.left < rect.right &&
    rect.left < other.rect.right && other.rect.top < rect.bottom && rect.top < other.rect.bottom));
  const cut = [...document.querySelectorAll('figure .matrix th, figure .matrix td')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1);
  return [...out, ...over].map(({ text }) => text).concat(cut.map((cell) => cell.textContent));
})()`;

/** Numbers of calls at which the picture of the flows is looked at: drawn with lines, and as a table. */
const CALLS = [5, 200];

const CLIENTS: readonly (readonly [package_: string, make: string, call: string])[] = [
  ['openai', 'new OpenAI()', 'responses.create({ model, input: TEXT })'],
  [
    '@anthropic-ai/sdk',
    'new Anthropic()',
    "messages.create({ model, max_tokens: 9, messages: [{ role: 'user', content: TEXT }] })",
  ],
  ['groq-sdk', 'new Groq()', "chat.completions.create({ model, messages: [{ role: 'user', content: TEXT }] })"],
  ['@mistralai/mistralai', 'new Mistral()', "chat.complete({ model, messages: [{ role: 'user', content: TEXT }] })"],
  ['cohere-ai', 'new CohereClient()', 'chat({ model, message: TEXT })'],
  ['ollama', 'new Ollama()', "chat({ model, messages: [{ role: 'user', content: TEXT }] })"],
];
const NAMED = new Set(['@mistralai/mistralai', 'cohere-ai', 'ollama']);
const FIELDS = [
  'email',
  'phoneNumber',
  'fullName',
  'dateOfBirth',
  'diagnosis',
  'homeAddress',
  'salary',
  'religion',
  'iban',
  'passportNumber',
];

/** A project with so many calls of several models, some of them guarded, each with some data of a patient. */
function writeProject(folder: string, calls: number): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
  for (let i = 0; i < calls; i++) {
    const [name, make, call] = CLIENTS[(i * 7) % CLIENTS.length] ?? CLIENTS[0] ?? ['', '', ''];
    const imported = /new (\w+)/.exec(make)?.[1] ?? '';
    const fields = [0, 1, 2].map((j) => `\${patient.${FIELDS[(i * 3 + j * j) % FIELDS.length] ?? ''}}`).join(' ');
    const lines = [
      `import ${NAMED.has(name) ? `{ ${imported} }` : imported} from '${name}';`,
      `const model = 'm';`,
      `export async function ask${String(i)}(patient: Record<string, string> & { aiConsent: boolean }) {`,
      ...(i % 3 === 0 ? ['  if (!patient.aiConsent) return null;'] : []),
      `  return (${make}).${call.replace('TEXT', `\`${fields}\``)};`,
      '}',
    ];
    writeFileSync(join(folder, `ask-${String(i)}.ts`), `${lines.join('\n')}\n`);
  }
}

/** @param folder takes the pictures */
export async function reportPage(browser: Browser, project: string, folder: string): Promise<string> {
  const views = [await look(browser, project, folder, 'report')];
  for (const calls of CALLS) {
    const made = join(folder, `project-${String(calls)}`);
    writeProject(made, calls);
    views.push(await look(browser, made, folder, `report-${String(calls)}-calls`));
    rmSync(made, { recursive: true });
  }
  return `${String(views.reduce((sum, count) => sum + count, 0))} views`;
}

/** @returns how many ways it was looked at in */
async function look(browser: Browser, project: string, folder: string, name: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.html`);
  // from within: made projects lie in a folder of build output, which is left out of what is above it
  execFileSync(process.execPath, [join(ROOT, 'dist/cli.js'), 'report', '--output', file], { cwd: project });
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of WIDTHS) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      page.on('request', (request) => {
        if (!request.url().startsWith('file:')) said.push(`asks for ${request.url()}`);
      });
      await page.goto(pathToFileURL(file).href);
      assert.deepEqual(said, []);
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      assert.equal(wide, width, 'nothing sticks out');
      // the picture's largest text stays readable, and what is too wide can be scrolled to by keyboard
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate('document.activeElement.className'), 'skip');
      const regions = await page.locator('[role=region][tabindex="0"]').count();
      assert.ok(regions >= 2, `${String(regions)} tables`);
      const drawn = await page.locator('svg[role=img] > title').count();
      const tables = await page.locator('figure table.matrix').count();
      assert.equal(drawn + tables, 1, 'the flows are drawn, or a table');
      assert.deepEqual(await page.evaluate(COVERED), [], 'no label is cut off or lies over another');
      assert.equal(await page.locator('th:not([scope])').count(), 0);
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${String(width)}.png`) });
      await page.close();
    }
  }
  return WIDTHS.length * 2;
}
