import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { testCatalogue } from '../../workspace.ts';
import { contentOf, markersOf, settingOf } from './program.ts';

const CASES = readFileSync(new URL('trees.txt', import.meta.url), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((part) => {
    const [head = '', ...lines] = part.split('\n');
    const [wanted = '', title = ''] = head.split(/: (.*)/);
    return { wanted, title, text: lines.join('\n') };
  });

describe('notices in rendered trees', () => {
  for (const { wanted, title, text } of CASES) {
    it(`${title}: ${wanted}`, async () => {
      const catalogue = await testCatalogue();
      const setting = settingOf(text, catalogue, markersOf(catalogue));
      const { file, node } = contentOf(setting);
      assert.equal(setting.search.noticeAbove(file, node) === null ? 'silent' : 'told', wanted);
    });
  }
});
