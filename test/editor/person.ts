/** What a person does and sees: hover, quick-fix menu, data flow, problems; the pictures of the README are taken on the way. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openWindow } from './vscode.ts';
import type { Place, VsCode } from './vscode.ts';

const FILE = 'apps/api/src/services/referral-service.ts';
const SIZE = { width: 1180, height: 720 };

/** Runs a command by its name, as F1 does. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-box input').fill(`>${name}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Puts the cursor on a line and column. */
async function goTo(page: Page, place: string): Promise<void> {
  await command(page, 'View: Focus Active Editor Group');
  await page.keyboard.press('Control+g');
  await page.locator('.quick-input-box input').fill(`:${place}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Opens the menu of quick fixes; VS Code may cancel the question while other extensions start. */
async function openMenu(page: Page): Promise<void> {
  const first = page.locator('.action-widget .monaco-list-row', { hasText: 'Ask for consent first' }).first();
  for (let i = 1; ; i++) {
    await page.keyboard.press('Control+.');
    try {
      await first.waitFor({ timeout: 5000 });
      return;
    } catch (error) {
      if (i === 6) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/**
 * Goes through it all once.
 *
 * @param pictures folder the pictures are put into
 */
export async function asAPerson(
  browser: Browser,
  code: VsCode,
  place: Place,
  pictures: string,
  extension?: string,
): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const opened = await openWindow(browser, code, place, {
    file: FILE,
    size: SIZE,
    ...(extension === undefined ? {} : { extension }),
  });
  const { page } = opened;
  const picture = (name: string): Promise<unknown> => page.screenshot({ path: join(pictures, `${name}.png`) });
  try {
    await page.locator('.monaco-editor .view-line').first().waitFor();
    await page.locator('.squiggly-error').first().waitFor({ state: 'attached' });
    await page.locator('.statusbar-item', { hasText: /Probity \d+/ }).waitFor();
    await command(page, 'View: Close Primary Side Bar').catch(() => undefined);

    const call = '19:18';
    await goTo(page, call);
    await command(page, 'Show or Focus Hover');
    await page.locator('.monaco-hover', { hasText: 'consent check was found' }).first().waitFor();
    await page.waitForTimeout(600);
    await picture('hover');
    await page.keyboard.press('Escape');

    await openMenu(page);
    await page.waitForTimeout(300);
    await picture('quick-fixes');
    await page.keyboard.press('Escape');

    await command(page, 'Probity: Show Data Flow');
    await page.locator('.pane-body .monaco-list-row', { hasText: 'sent to' }).first().waitFor();
    await page.waitForTimeout(600);
    await picture('data-flow');

    await command(page, 'Problems: Focus on Problems View');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'no' }).first().waitFor();
    await page.waitForTimeout(600);
    await picture('problems');
    await command(page, 'View: Hide Panel').catch(() => undefined);

    await goTo(page, call);
    const file = join(place.workspace, FILE);
    const before = readFileSync(file, 'utf8');
    await openMenu(page);
    await page.keyboard.press('Enter');
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    await page.keyboard.press('Control+s');
    for (let i = 0; i < 200 && readFileSync(file, 'utf8') === before; i++) await page.waitForTimeout(50);
    assert.notEqual(readFileSync(file, 'utf8'), before, 'the fix was saved');
    await page.waitForTimeout(400);
    await picture('fixed');
  } catch (error) {
    await picture('failed').catch(() => undefined);
    throw error;
  } finally {
    await opened.close();
  }
}
