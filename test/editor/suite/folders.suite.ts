import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fixes, none, replaceText, show, some, take, until, uriOf } from './window.ts';

const CONSENT = 'personal-data-without-consent';

const exists = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );

/** A window with the same project in two folders, `first` and `second`. */
describe('Probity in a window of two folders', () => {
  const first = uriOf('src/remind.ts', 'first');
  const second = uriOf('src/remind.ts', 'second');

  it('shows the findings of both', async () => {
    for (const uri of [first, second]) {
      await show(uri);
      const [found, ...others] = await some(uri, CONSENT);
      assert.deepEqual(others, []);
      const files = (found?.relatedInformation ?? []).map(({ location }) => location.uri.path);
      const folder = uri.path.replace(/src\/remind\.ts$/, '');
      assert.ok(files.length > 0 && files.every((path) => path.startsWith(folder)), files.join());
    }
  });

  it('changes one folder as its files are edited, and leaves the other', async () => {
    const prompt = await show(uriOf('src/prompt.ts', 'second'));
    const before = prompt.getText();
    await replaceText(prompt, before.replace('${patient.email}', 'someone'));
    await none(second, CONSENT);
    await some(first, CONSENT);
    await replaceText(prompt, before);
    await some(second, CONSENT);
    await prompt.save();
  });

  it('takes the configuration of each for its own', async () => {
    const config = uriOf('probity.config.json', 'second');
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(`{ "rules": { "${CONSENT}": "off" } }`));
    await none(second, CONSENT);
    await some(first, CONSENT);
    await vscode.workspace.fs.delete(config);
    await some(second, CONSENT);
  });

  it('creates what a fix needs in the folder of the file', async () => {
    const document = await show(second);
    const before = document.getText();
    const [found] = await some(second, CONSENT);
    assert.ok(found);
    const [fix] = await fixes(found, second, /^Ask for consent first/);
    assert.ok(fix);
    await take(fix);
    await none(second, CONSENT);
    assert.ok(await exists(uriOf('src/ai-consent.ts', 'second')));
    assert.ok(!(await exists(uriOf('src/ai-consent.ts', 'first'))));
    await some(first, CONSENT);
    await replaceText(document, before);
    await document.save();
  });

  it('lets go of a folder that is closed, and takes it up again', async () => {
    const folder = vscode.workspace.workspaceFolders?.find(({ name }) => name === 'second');
    assert.ok(folder);
    vscode.workspace.updateWorkspaceFolders(folder.index, 1);
    await until('one folder', () => vscode.workspace.workspaceFolders?.length === 1);
    await none(second, CONSENT);
    await some(first, CONSENT);
    vscode.workspace.updateWorkspaceFolders(1, 0, { uri: folder.uri, name: 'second' });
    await some(second, CONSENT);
    await some(first, CONSENT);
  });
});
