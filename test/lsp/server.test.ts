import assert from 'node:assert/strict';
import type { Diagnostic, DocumentDiagnosticReport, WorkspaceDiagnosticReport } from 'vscode-languageserver/node';
import { Editor } from './editor.ts';
import type { Message } from './editor.ts';

const RULE = 'personal-data-without-consent';
const PULL = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };

const PROMPT = `export function greeting(user: { email: string }): string {
  return \`😀 Grüße an \${user.email}\`;
}
`;
const ASK = `import OpenAI from 'openai';
import { greeting } from './prompt';

const openai = new OpenAI();

/* 😀 Ж */ export async function ask(user: { email: string }) {
  /* 😀 Ж */ return openai.responses.create({ model: 'm', store: false, input: greeting(user) });
}
`;
const FILES = { 'src/ask.ts': ASK, 'src/prompt.ts': PROMPT, 'package.json': '{ "name": "app" }' };

describe('language server', function () {
  this.timeout(120_000);
  let editor: Editor;
  const using = (files: Readonly<Record<string, string>>, argv?: readonly string[]): Editor =>
    (editor = new Editor(files, argv));
  afterEach(() => {
    editor.dispose();
  });

  const found = (diagnostics: readonly Diagnostic[]): Diagnostic => {
    const [first, ...others] = diagnostics.filter(({ code }) => code === RULE);
    assert.ok(first, JSON.stringify(diagnostics));
    assert.deepEqual(others, []);
    return first;
  };
  const pull = async (path: string, previousResultId?: string): Promise<DocumentDiagnosticReport> => {
    const known = previousResultId === undefined ? {} : { previousResultId };
    const answer = await editor.request('textDocument/diagnostic', {
      textDocument: { uri: editor.uri(path) },
      identifier: 'probity',
      ...known,
    });
    assert.ok(answer.result, JSON.stringify(answer));
    return answer.result as DocumentDiagnosticReport;
  };
  const items = async (path: string): Promise<readonly Diagnostic[]> => {
    const report = await pull(path);
    assert.equal(report.kind, 'full');
    return report.items;
  };

  it('says what it can do', async () => {
    const { result } = await using(FILES).start();
    const { capabilities, serverInfo } = result as { capabilities: Record<string, unknown>; serverInfo: object };
    assert.equal(capabilities['positionEncoding'], 'utf-16');
    assert.deepEqual(capabilities['textDocumentSync'], { openClose: true, change: 2, save: true });
    assert.deepEqual(capabilities['diagnosticProvider'], {
      identifier: 'probity',
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
    assert.match(JSON.stringify(serverInfo), /"Probity","version":"\d+\.\d+\.\d+"/);
  });

  it('pushes findings of open documents, with every step across files', async () => {
    await using(FILES).start();
    const finding = found(
      await editor.pushed('src/ask.ts', () => {
        editor.open('src/ask.ts', ASK);
      }),
    );
    assert.equal(finding.severity, 1);
    assert.equal(finding.source, 'probity');
    assert.match(
      JSON.stringify(finding.message),
      /^"`user\.email` reaches OpenAI through `responses\.create`; no consent check/,
    );
    assert.equal(finding.range.start.line, 6);
    const steps = finding.relatedInformation ?? [];
    assert.ok(steps.some(({ location }) => location.uri === editor.uri('src/prompt.ts')));
    assert.ok(steps.some(({ location }) => location.uri === editor.uri('src/ask.ts')));
    for (const { message } of steps) assert.notEqual(message, '');
    assert.deepEqual(
      steps.find(({ location }) => location.uri === editor.uri('src/prompt.ts'))?.location.range.start.line,
      1,
    );
  });

  it('pushes what a change makes of them, the last of several changes', async () => {
    await using(FILES).start();
    await editor.pushed('src/ask.ts', () => {
      editor.open('src/ask.ts', ASK);
    });
    const clean = await editor.pushed('src/ask.ts', () => {
      editor.change('src/ask.ts', 2, [{ text: ASK.replace('greeting(user)', '"x"') }]);
    });
    assert.deepEqual(clean, []);
    const again = await editor.pushed('src/ask.ts', () => {
      editor.change('src/ask.ts', 3, [{ text: '' }, { text: ASK }]);
    });
    found(again);
    const other = await editor.pushed('src/ask.ts', () => {
      editor.open('src/prompt.ts', PROMPT.replace('user.email', '1'));
    });
    assert.deepEqual(other, [], 'a buffer of another file counts');
    assert.deepEqual(
      await editor.pushed('src/ask.ts', () => {
        editor.notify('textDocument/didClose', { textDocument: { uri: editor.uri('src/ask.ts') } });
      }),
      [],
      'a closed document has nothing to show',
    );
  });

  it('goes by what is on disk again once a buffer is closed, and by what was saved', async () => {
    await using(FILES).start();
    await editor.pushed('src/ask.ts', () => {
      editor.open('src/ask.ts', ASK);
    });
    const prompt = { textDocument: { uri: editor.uri('src/prompt.ts') } };
    assert.deepEqual(
      await editor.pushed('src/ask.ts', () => {
        editor.open('src/prompt.ts', 'export const greeting = () => "x";');
      }),
      [],
    );
    found(
      await editor.pushed('src/ask.ts', () => {
        editor.notify('textDocument/didClose', prompt);
      }),
    );
    assert.deepEqual(
      await editor.pushed('src/ask.ts', () => {
        editor.open('src/prompt.ts', 'export const greeting = () => "x";');
      }),
      [],
    );
    editor.notify('textDocument/didSave', prompt);
    assert.deepEqual(
      await editor.pushed('src/ask.ts', () => {
        editor.notify('textDocument/didClose', prompt);
      }),
      [],
    );
  });

  it('keeps findings while a line is half typed', async () => {
    await using(FILES).start();
    await editor.pushed('src/ask.ts', () => {
      editor.open('src/ask.ts', ASK);
    });
    for (const [i, typed] of ['const x = user.', 'if (user.email', 'greeting(', '@', 'return {'].entries()) {
      const text = `${ASK}export function typing(user: any) {\n  ${typed}\n}\n`;
      found(
        await editor.pushed('src/ask.ts', () => {
          editor.change('src/ask.ts', i + 2, [{ text }]);
        }),
      );
    }
  });

  it('counts columns in UTF-16 units or bytes, as the client asks', async () => {
    const line = ASK.split('\n')[6] ?? '';
    const at = line.indexOf('openai.responses');
    for (const [encoding, column] of [
      ['utf-16', at],
      ['utf-8', Buffer.byteLength(line.slice(0, at))],
    ] as const) {
      const answer = await using(FILES).start({ general: { positionEncodings: ['utf-32', encoding, 'utf-16'] } });
      assert.match(JSON.stringify(answer.result), new RegExp(`"positionEncoding":"${encoding}"`));
      const opened = found(
        await editor.pushed('src/ask.ts', () => {
          editor.open('src/ask.ts', ASK);
        }),
      );
      assert.deepEqual(opened.range.start, { line: 6, character: column });
      const step = opened.relatedInformation?.find(({ location }) => location.uri === editor.uri('src/prompt.ts'));
      const prompt = PROMPT.split('\n')[1] ?? '';
      const before = prompt.slice(0, prompt.indexOf('user.email'));
      assert.equal(
        step?.location.range.start.character,
        encoding === 'utf-8' ? Buffer.byteLength(before) : before.length,
      );
      // Two changes in one message: the second speaks of what the first left behind.
      const name = line.indexOf('greeting');
      const size = (text: string): number => (encoding === 'utf-8' ? Buffer.byteLength(text) : text.length);
      const range = (from: string, length: number): object => ({
        start: { line: 6, character: size(from) },
        end: { line: 6, character: size(from) + length },
      });
      const gone = await editor.pushed('src/ask.ts', () => {
        editor.change('src/ask.ts', 2, [
          { range: range(line.slice(0, name), 'greeting(user)'.length), text: '"Ж"' },
          { range: range(`${line.slice(0, name)}"Ж"`, 0), text: ' + ""' },
        ]);
      });
      assert.deepEqual(gone, []);
      const back = await editor.pushed('src/ask.ts', () => {
        editor.change('src/ask.ts', 3, [{ range: range(`${line.slice(0, name)}"Ж" + `, 2), text: 'greeting(user)' }]);
      });
      assert.equal(found(back).range.start.character, column);
      editor.dispose();
    }
    using(FILES);
  });

  it('answers clients that ask, and tells them nothing unasked', async () => {
    await using(FILES).start(PULL);
    const full = await pull('src/ask.ts');
    assert.equal(full.kind, 'full');
    found(full.items);
    assert.ok(full.resultId);
    assert.deepEqual(await pull('src/ask.ts', full.resultId), { kind: 'unchanged', resultId: full.resultId });
    const checked = editor.status();
    editor.open('src/ask.ts', ASK.replace('greeting(user)', '"x"'));
    assert.deepEqual(await items('src/ask.ts'), [], 'the buffer counts, before it was checked for anyone else');
    assert.deepEqual(await items('elsewhere/no.ts'), []);
    await checked;
    assert.equal(editor.count('textDocument/publishDiagnostics'), 0);
    assert.equal(editor.count('workspace/diagnostic/refresh'), 1);
  });

  it('answers for the whole workspace, and says what did not change', async () => {
    await using(FILES).start(PULL);
    const ask = async (previousResultIds: readonly object[]): Promise<WorkspaceDiagnosticReport> => {
      const { result } = await editor.request('workspace/diagnostic', { identifier: 'probity', previousResultIds });
      return result as WorkspaceDiagnosticReport;
    };
    const first = await ask([]);
    assert.deepEqual(
      first.items.map(({ uri, version, kind }) => [uri, version, kind]),
      [[editor.uri('src/ask.ts'), null, 'full']],
    );
    const known = first.items.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' }));
    assert.deepEqual(
      (await ask(known)).items.map(({ kind }) => kind),
      ['unchanged'],
    );
    editor.open('src/ask.ts', '');
    const cleared = await ask(known);
    assert.deepEqual(
      cleared.items.map((item) => [item.uri, item.version, item.kind, item.kind === 'full' ? item.items : null]),
      [[editor.uri('src/ask.ts'), 1, 'full', []]],
      'a file that has no more findings is told',
    );
  });

  it('waits with answers until the folder was read', async () => {
    using(FILES);
    const hello = { processId: null, rootUri: editor.uri(''), capabilities: PULL };
    await editor.request('initialize', hello);
    editor.notify('initialized', {});
    found(await items('src/ask.ts'));
  });

  it('can be told that an answer is not wanted any more', async () => {
    await using(FILES).start(PULL);
    const params = { textDocument: { uri: editor.uri('src/ask.ts') }, identifier: 'probity' };
    const asked = (id: string): Promise<Message> => editor.next((message) => message.id === id);
    const answers = [asked('a'), asked('b')];
    editor.send(
      { id: 'a', method: 'textDocument/diagnostic', params },
      { id: 'b', method: 'textDocument/diagnostic', params },
      { method: '$/cancelRequest', params: { id: 'a' } },
    );
    const [cancelled, answered] = await Promise.all(answers);
    assert.equal(cancelled?.error?.code, -32800);
    assert.ok(answered?.result);
    editor.notify('$/cancelRequest', { id: 'nobody asked this' });
    assert.ok((await pull('src/ask.ts')).resultId);
  });

  it('leaves installed packages alone, also while a buffer shows one', async () => {
    await using(FILES).start();
    await editor.pushed('src/ask.ts', () => {
      editor.open('src/ask.ts', ASK);
    });
    const path = 'node_modules/openai/index.ts';
    assert.deepEqual(
      await editor.pushed(path, () => {
        editor.open(path, 'export default class OpenAI {}');
      }),
      [],
    );
    found(
      await editor.pushed('src/ask.ts', () => {
        editor.change('src/ask.ts', 2, [{ text: `${ASK}\n` }]);
      }),
    );
  });

  it('goes on after what it cannot understand', async () => {
    await using(FILES).start(PULL);
    editor.write('Content-Length: 9\r\n\r\n{"broken"');
    editor.write('Content-Length: 2\r\n\r\n[]');
    editor.notify('$/unknown', { x: 1 });
    editor.notify('textDocument/didOpen', {});
    editor.notify('textDocument/didChange', {
      textDocument: { uri: editor.uri('never/opened.ts'), version: 9 },
      contentChanges: [{ text: '' }],
    });
    editor.notify('textDocument/didOpen', {
      textDocument: { uri: 'untitled:Untitled-1', languageId: 'typescript', version: 1, text: ASK },
    });
    editor.notify('textDocument/didOpen', {
      textDocument: { uri: 'file://%zz', languageId: 'typescript', version: 1, text: ASK },
    });
    editor.open('src/ask.ts', ASK);
    editor.change('src/ask.ts', 2, [
      { range: { start: { line: 900, character: 7 }, end: { line: 901, character: 0 } }, text: '' },
    ]);
    const unknown = await editor.request('textDocument/unknown', {});
    assert.equal(unknown.error?.code, -32601);
    const lacking = await editor.request('textDocument/diagnostic', {});
    assert.ok(lacking.error, 'a question without a document is refused');
    found(await items('src/ask.ts'));
  });

  it('tells what is wrong with the configuration, and works without it', async () => {
    using({ ...FILES, 'probity.config.json': '{ "rulez": {} }' });
    const warned = editor.next(
      ({ method, params }) => method === 'window/logMessage' && JSON.stringify(params).includes('rulez'),
    );
    await editor.start(PULL);
    assert.match(
      JSON.stringify((await warned).params),
      /probity\.config\.json:1:3: Unknown key `rulez`.*did you mean `rules`/,
    );
    found(await items('src/ask.ts'));
  });

  it('ends with 0 after a shutdown, and with 1 without', async () => {
    await using(FILES).start(PULL);
    assert.equal((await editor.request('shutdown')).result, null);
    const late = await editor.request('textDocument/diagnostic', { textDocument: { uri: editor.uri('src/ask.ts') } });
    assert.equal(late.error?.code, -32600);
    editor.notify('exit');
    assert.equal(await editor.exitCode(), 0);
    editor.dispose();
    await using(FILES).start(PULL);
    editor.notify('exit');
    assert.equal(await editor.exitCode(), 1);
  });

  it('ends when the editor is gone, and talks over the standard streams unless told otherwise', async () => {
    await using(FILES, ['lsp']).start();
    assert.equal(await editor.end(), 1);
    assert.equal(editor.log, '');
  });
});
