/** The AI data map as people see it: in light and dark, narrow and wide, by keyboard and on paper. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { ROOT } from '../house/files.ts';

const WIDTHS = [420, 1180];

/** @param folder takes the pictures */
export async function reportPage(browser: Browser, project: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'report.html');
  execFileSync(process.execPath, [join(ROOT, 'dist/cli.js'), 'report', project, '--output', file]);
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
      assert.equal(await page.locator('svg[role=img] > title').count(), 1);
      assert.equal(await page.locator('th:not([scope])').count(), 0);
      await page.screenshot({ path: join(folder, `report-${colorScheme}-${String(width)}.png`) });
      await page.close();
    }
  }
  return `${String(WIDTHS.length * 2)} views`;
}
