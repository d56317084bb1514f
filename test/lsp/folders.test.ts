import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Diagnostic, WorkspaceDiagnosticReport } from 'vscode-languageserver/node';
import type { StatusParams } from '../../server/protocol/index.ts';
import { Editor } from './editor.ts';

const RULE = 'personal-data-without-consent';
const FOLLOWS = { workspace: { workspaceFolders: true } };
const PULL = {
  textDocument: { diagnostic: {} },
  workspace: { workspaceFolders: true, diagnostics: { refreshSupport: true } },
};
const ASK = `import OpenAI from 'openai';

export async function ask(user: { email: string }) {
  return new OpenAI().responses.create({ model: 'm', store: false, input: user.email });
}
`;
const OFF = `{ "rules": { "${RULE}": "off" } }`;
const ON = '{ "rules": {} }';
/** Two products beside each other. */
const FILES = {
  'one/package.json': '{ "name": "one" }',
  'one/ask.ts': ASK,
  'two/package.json': '{ "name": "two" }',
  'two/ask.ts': ASK,
};

describe('language server with several folders', function () {
  this.timeout(60_000);
  let editor: Editor;
  afterEach(() => {
    editor.dispose();
  });

  const folder = (path: string): { uri: string; name: string } => ({ uri: editor.uri(path), name: path });
  const start = async (
    folders: readonly string[],
    files: Readonly<Record<string, string>> = FILES,
    capabilities: object = PULL,
  ): Promise<void> => {
    editor = new Editor(files);
    await editor.start(capabilities, { workspaceFolders: folders.map(folder) });
  };
  const rules = (found: readonly Diagnostic[]): readonly unknown[] =>
    found.map(({ code }) => code).filter((code) => code === RULE);
  const found = async (path: string): Promise<readonly unknown[]> => {
    const { result, error } = await editor.request('textDocument/diagnostic', {
      textDocument: { uri: editor.uri(path) },
    });
    assert.ok(result, JSON.stringify(error));
    return rules((result as { items: readonly Diagnostic[] }).items);
  };
  const change = (added: readonly string[], removed: readonly string[]): void => {
    const event = { added: added.map(folder), removed: removed.map(folder) };
    editor.notify('workspace/didChangeWorkspaceFolders', { event });
  };
  const onDisk = (path: string, text: string): void => {
    writeFileSync(`${editor.folder}/${path}`, text);
  };
  const told = (path: string): void => {
    editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: editor.uri(path), type: 2 }] });
  };

  it('goes by the configuration of each', async () => {
    await start(['one', 'two'], { ...FILES, 'two/probity.config.json': OFF });
    assert.deepEqual(await found('one/ask.ts'), [RULE]);
    assert.deepEqual(await found('two/ask.ts'), []);
    const all = await editor.request('workspace/diagnostic', { previousResultIds: [] });
    assert.ok((all.result as WorkspaceDiagnosticReport).items.some(({ uri }) => uri === editor.uri('one/ask.ts')));
  });

  it('reads one that is added, and lays over it what was open before', async () => {
    await start(['one']);
    editor.open('two/ask.ts', `\n${ASK}`);
    assert.deepEqual(await found('two/ask.ts'), [], 'it lies in no folder yet');
    change(['two'], []);
    assert.deepEqual(await found('two/ask.ts'), [RULE]);
    editor.change('two/ask.ts', 2, [{ text: 'export {};' }]);
    assert.deepEqual(await found('two/ask.ts'), []);
    assert.deepEqual(await found('one/ask.ts'), [RULE]);
  });

  it('shows what is found in one that is added to clients that do not ask', async () => {
    await start(['one'], FILES, FOLLOWS);
    assert.deepEqual(
      rules(
        await editor.pushed('one/ask.ts', () => {
          editor.open('one/ask.ts', ASK);
        }),
      ),
      [RULE],
    );
    editor.open('two/ask.ts', ASK);
    const pushed = await editor.pushed('two/ask.ts', () => {
      change(['two'], []);
    });
    assert.deepEqual(rules(pushed), [RULE]);
  });

  it('takes back what was found in one that is removed, and keeps the rest', async () => {
    await start(['one', 'two']);
    editor.open('two/ask.ts', ASK);
    assert.deepEqual(await found('two/ask.ts'), [RULE]);
    const refreshed = editor.next(({ method }) => method === 'workspace/diagnostic/refresh');
    const status = editor.status();
    change([], ['two']);
    await refreshed;
    assert.deepEqual(await found('two/ask.ts'), []);
    assert.deepEqual(await found('one/ask.ts'), [RULE]);
    const { findings, aiCalls } = (await status).params as StatusParams;
    assert.equal(aiCalls, 1);
    assert.ok(findings > 0);
    editor.change('two/ask.ts', 2, [{ text: `${ASK}\n` }]);
    assert.deepEqual(await found('two/ask.ts'), []);
  });

  it('takes it back from clients that do not ask', async () => {
    await start(['one', 'two'], FILES, FOLLOWS);
    await editor.pushed('two/ask.ts', () => {
      editor.open('two/ask.ts', ASK);
    });
    assert.deepEqual(
      await editor.pushed('two/ask.ts', () => {
        change([], ['two']);
      }),
      [],
    );
  });

  it('reads one again that comes back, and all when they are exchanged in one go', async () => {
    await start(['one']);
    change([], ['one']);
    assert.deepEqual(await found('one/ask.ts'), []);
    onDisk('one/ask.ts', 'export {};');
    change(['one', 'two'], []);
    assert.deepEqual(await found('one/ask.ts'), []);
    assert.deepEqual(await found('two/ask.ts'), [RULE]);
    onDisk('one/ask.ts', ASK);
    change(['one'], ['two', 'one']);
    assert.deepEqual(await found('two/ask.ts'), []);
    assert.deepEqual(await found('one/ask.ts'), [RULE]);
  });

  it('answers only once all are read, also if one comes while others are being read', async () => {
    editor = new Editor(FILES);
    await editor.request('initialize', { processId: null, capabilities: PULL, workspaceFolders: [folder('one')] });
    editor.notify('initialized', {});
    change(['two'], []);
    assert.deepEqual(await found('one/ask.ts'), [RULE]);
    assert.deepEqual(await found('two/ask.ts'), [RULE]);
  });

  it('takes what is added twice for one folder, and what is removed without being there for none', async () => {
    await start(['one']);
    change(['one', 'two', 'two'], ['three']);
    assert.deepEqual(await found('two/ask.ts'), [RULE]);
    const { result } = await editor.request('workspace/diagnostic', { previousResultIds: [] });
    const uris = (result as WorkspaceDiagnosticReport).items.map(({ uri }) => uri).sort();
    assert.deepEqual(uris, [editor.uri('one/ask.ts'), editor.uri('two/ask.ts')]);
  });

  describe('one in another', () => {
    const NESTED = {
      'package.json': '{}',
      'packages/ai/ask.ts': ASK.replace('user.email', 'prompt(user)').replace(
        '\n',
        "\nimport { prompt } from '../text/prompt';\n",
      ),
      'packages/text/prompt.ts': 'export const prompt = (user: { email: string }) => user.email;\n',
      'packages/text/ask.ts': ASK,
    };

    it('counts each finding once, where the inner one has it', async () => {
      await start(['', 'packages/text'], { ...NESTED, 'packages/text/probity.config.json': OFF });
      assert.deepEqual(await found('packages/ai/ask.ts'), [RULE]);
      assert.deepEqual(await found('packages/text/ask.ts'), []);
      const status = editor.status();
      editor.open('packages/ai/ask.ts', '');
      const { findings, files, aiCalls } = (await status).params as StatusParams;
      const others = await editor.request('textDocument/diagnostic', {
        textDocument: { uri: editor.uri('packages/text/ask.ts') },
      });
      assert.equal(findings, (others.result as { items: readonly unknown[] }).items.length);
      assert.deepEqual([files, aiCalls], [3, 1]);
    });

    it('lets findings of the outer one follow what is typed in the inner one', async () => {
      await start(['', 'packages/text'], NESTED);
      assert.deepEqual(await found('packages/ai/ask.ts'), [RULE]);
      editor.open('packages/text/prompt.ts', 'export const prompt = (user: { email: string }) => "a";\n');
      assert.deepEqual(await found('packages/ai/ask.ts'), []);
      editor.notify('textDocument/didClose', { textDocument: { uri: editor.uri('packages/text/prompt.ts') } });
      assert.deepEqual(await found('packages/ai/ask.ts'), [RULE]);
    });

    it('gives its files back to the outer one when it is removed', async () => {
      await start(['', 'packages/text'], { ...NESTED, 'packages/text/probity.config.json': OFF });
      editor.open('packages/text/ask.ts', ASK);
      assert.deepEqual(await found('packages/text/ask.ts'), []);
      onDisk('packages/text/probity.config.json', ON);
      change([], ['packages/text']);
      told('packages/text/probity.config.json');
      assert.deepEqual(await found('packages/text/ask.ts'), [RULE]);
    });
  });

  describe('and configurations that change', () => {
    it('reads only the folder again that a configuration speaks of', async () => {
      await start(['one', 'two'], { ...FILES, 'one/probity.config.json': ON });
      onDisk('two/ask.ts', 'export {};');
      onDisk('one/probity.config.json', OFF);
      told('one/probity.config.json');
      assert.deepEqual(await found('one/ask.ts'), []);
      assert.deepEqual(await found('two/ask.ts'), [RULE], 'nobody said that a file of the other folder changed');
    });

    it('hears of one that is extended, and of one above the folders', async () => {
      await start(['one', 'two'], {
        ...FILES,
        'probity.config.json': '{ "extends": "./shared/rules.json" }',
        'shared/rules.json': ON,
        '.git/HEAD': '',
      });
      assert.deepEqual(await found('one/ask.ts'), [RULE]);
      onDisk('shared/rules.json', OFF);
      told('shared/rules.json');
      assert.deepEqual(await found('one/ask.ts'), []);
      assert.deepEqual(await found('two/ask.ts'), []);
      onDisk('probity.config.json', ON);
      told('probity.config.json');
      assert.deepEqual(await found('one/ask.ts'), [RULE]);
      assert.deepEqual(await found('two/ask.ts'), [RULE]);
    });

    it('hears of them on saving where the client watches no files', async () => {
      await start(['one'], { ...FILES, 'one/probity.config.json': ON });
      editor.open('one/probity.config.json', OFF);
      onDisk('one/probity.config.json', OFF);
      editor.notify('textDocument/didSave', { textDocument: { uri: editor.uri('one/probity.config.json') } });
      assert.deepEqual(await found('one/ask.ts'), []);
    });
  });
});
