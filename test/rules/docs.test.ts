import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCS, renderDocs } from '../../scripts/docs/render.ts';
import { readCatalogueFolder } from '../../server/host/catalogue.ts';
import { ROOT } from '../house/files.ts';

describe('pages made of the catalogue', () => {
  it('say what the catalogue says; `npm run docs` renews them', async () => {
    const { catalogue } = await readCatalogueFolder(join(ROOT, 'rules'));
    const pages = renderDocs(catalogue);
    assert.ok(pages.size >= 8);
    for (const [name, text] of pages) {
      assert.ok(existsSync(DOCS + name), `docs/${name} is missing`);
      assert.equal(readFileSync(DOCS + name, 'utf8'), text, `docs/${name} is stale`);
    }
  });
});
