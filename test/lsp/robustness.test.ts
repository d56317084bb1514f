import assert from 'node:assert/strict';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { Editor } from './editor.ts';
import type { Message } from './editor.ts';

const RULE = 'personal-data-without-consent';
const PULL = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
const ASK = `import OpenAI from 'openai';

export async function ask(user: { email: string }) {
  return new OpenAI().responses.create({ model: 'm', store: false, input: user.email });
}
`;
const FILES = { 'src/ask.ts': ASK, 'src/other.ts': 'export {};\n', 'package.json': '{ "name": "app" }' };

/** Requests that speak of a document, with parameters that are in order. */
const ASKED: Readonly<Record<string, object>> = {
  'textDocument/hover': { position: { line: 3, character: 12 } },
  'textDocument/completion': { position: { line: 3, character: 12 } },
  'probity/flow': { position: { line: 3, character: 12 } },
  'textDocument/codeAction': {
    range: { start: { line: 3, character: 12 }, end: { line: 3, character: 12 } },
    context: { diagnostics: [] },
  },
  'textDocument/codeLens': {},
  'textDocument/documentLink': {},
  'textDocument/diagnostic': {},
};

const INVALID_REQUEST = -32600;
const INVALID_PARAMS = -32602;
const NOT_INITIALIZED = -32002;
const CANCELLED = -32800;

describe('language server, whatever it is sent', function () {
  this.timeout(60_000);
  let editor: Editor;
  beforeEach(() => {
    editor = new Editor(FILES);
  });
  afterEach(() => {
    editor.dispose();
  });

  const ask = (method: string, params: object): Promise<Message> =>
    editor.request(method, { textDocument: { uri: editor.uri('src/ask.ts') }, ...params });
  const found = async (): Promise<readonly Diagnostic[]> => {
    const { result, error } = await ask('textDocument/diagnostic', {});
    assert.ok(result, JSON.stringify(error));
    const report = result as DocumentDiagnosticReport;
    assert.equal(report.kind, 'full');
    return report.items;
  };
  /** Whether it still works, which is the point of each test. */
  const isWell = async (): Promise<void> => {
    const rules = (await found()).map(({ code }) => code);
    assert.equal(rules.filter((rule) => rule === RULE).length, 1, JSON.stringify(rules));
  };

  for (const [what, bytes] of Object.entries({
    'a header without a length': 'X-Length: 1\r\n\r\n',
    'a length that is no number': 'Content-Length: abc\r\n\r\n{}',
    'a negative length': 'Content-Length: -5\r\n\r\n{}',
    'a length nobody can send': `Content-Length: ${'9'.repeat(15)}\r\n\r\n{}`,
    'a line that is no header': 'hello\r\n\r\n',
    'a head without end': 'x'.repeat(20_000),
    'a length that is too small': 'Content-Length: 3\r\n\r\n{"jsonrpc":"2.0","method":"$/x"}',
    'no JSON': 'Content-Length: 9\r\n\r\n{"broken"',
    'JSON that is no message': 'Content-Length: 4\r\n\r\nnullContent-Length: 2\r\n\r\n[]Content-Length: 3\r\n\r\n"x"',
    'nothing at all': 'Content-Length: 0\r\n\r\n',
    'an unknown charset': 'Content-Length: 2\r\nContent-Type: application/json; charset=klingon\r\n\r\n{}',
  })) {
    it(`hears the next message after ${what}`, async () => {
      await editor.start(PULL);
      editor.write(bytes);
      await isWell();
    });
  }

  it('understands messages in pieces, and heads in other letters', async () => {
    await editor.start(PULL);
    const body = JSON.stringify({ jsonrpc: '2.0', id: 'pieces', method: 'probity/rules' });
    const answer = editor.next(({ id }) => id === 'pieces');
    for (const byte of `content-type: application/json\r\ncontent-length:${String(body.length)}\r\n\r\n${body}`) {
      editor.write(byte);
      if (byte === '\n') await new Promise((done) => setTimeout(done, 1));
    }
    assert.ok((await answer).result);
    await isWell();
  });

  it('refuses what is asked with parameters of a wrong type, and says so', async () => {
    await editor.start(PULL);
    const wrong = [5, 'x', [], {}, { textDocument: null }, { textDocument: { uri: 5 } }];
    for (const method of Object.keys(ASKED)) {
      for (const params of wrong) {
        const { error } = await editor.request(method, params as object);
        assert.equal(error?.code, INVALID_PARAMS, `${method} ${JSON.stringify(params)}: ${JSON.stringify(error)}`);
      }
    }
    for (const [method, name] of [
      ['textDocument/hover', 'position'],
      ['probity/flow', 'position'],
      ['textDocument/codeAction', 'range'],
    ] as const) {
      const { error } = await ask(method, { position: { line: '1' }, range: { start: null } });
      assert.equal(error?.code, INVALID_PARAMS, method);
      assert.match(error.message, new RegExp(name));
    }
    await isWell();
  });

  it('takes notifications of a wrong shape for nothing', async () => {
    await editor.start(PULL);
    editor.open('src/ask.ts', ASK);
    const uri = editor.uri('src/other.ts');
    for (const method of ['didOpen', 'didChange', 'didClose', 'didSave']) {
      for (const params of [
        5,
        'x',
        [],
        {},
        { textDocument: 3 },
        { textDocument: { uri: 5 } },
        { textDocument: { uri } },
      ]) {
        editor.notify(`textDocument/${method}`, params as object);
      }
    }
    for (const params of [{}, { changes: 5 }, { changes: [null] }, { changes: [{ uri: 5 }] }]) {
      editor.notify('workspace/didChangeWatchedFiles', params);
    }
    for (const params of [{}, { event: null }, { event: { added: [{ uri: 5 }], removed: 3 } }]) {
      editor.notify('workspace/didChangeWorkspaceFolders', params);
    }
    for (const params of [{}, { id: null }, { id: {} }]) editor.notify('$/cancelRequest', params);
    editor.notify('$/setTrace', { value: 7 });
    editor.send({ id: 4711, result: null }, { id: null, error: { code: 1, message: 'x' } });
    await isWell();
  });

  it('does not take a document whose text is none', async () => {
    await editor.start(PULL);
    for (const text of [5, null, { a: 1 }]) {
      editor.notify('textDocument/didOpen', {
        textDocument: { uri: editor.uri('src/ask.ts'), languageId: 'typescript', version: 1, text },
      });
    }
    await isWell();
    editor.open('src/ask.ts', ASK);
    editor.change('src/ask.ts', 2, [{ text: 7 }]);
    editor.change('src/ask.ts', 3, [{ range: null, text: 7 }]);
    editor.change('src/ask.ts', 4, [5 as unknown as object]);
    await isWell();
  });

  it('answers at places that do not exist as at the nearest that does', async () => {
    await editor.start(PULL);
    editor.open('src/ask.ts', ASK);
    await isWell();
    const far = 2 ** 31 - 1;
    const places = [-1, far, 0.5, 1e300].flatMap((n) => [
      { line: n, character: n },
      { line: 3, character: n },
      { line: n, character: 3 },
    ]);
    for (const position of places) {
      for (const method of Object.keys(ASKED)) {
        const { error } = await ask(method, {
          position,
          range: { start: position, end: position },
          context: { diagnostics: [] },
        });
        assert.equal(error, undefined, `${method} ${JSON.stringify(position)}`);
      }
    }
    const { result } = await ask('textDocument/codeAction', {
      range: { start: { line: -5, character: -5 }, end: { line: far, character: far } },
      context: { diagnostics: [] },
    });
    assert.ok((result as readonly unknown[]).length > 0, 'a range over everything holds the finding');
  });

  it('takes edits at places that do not exist', async () => {
    await editor.start({ ...PULL, general: { positionEncodings: ['utf-8'] } });
    editor.open('src/ask.ts', ASK);
    const places = [-1, 1e9, 2 ** 31 - 1].map((n) => ({ line: n, character: n }));
    places.forEach((place, i) => {
      editor.change('src/ask.ts', i + 2, [{ range: { start: place, end: place }, text: ' ' }]);
    });
    editor.change('src/ask.ts', 9, [
      { range: { start: { line: 900, character: 0 }, end: { line: 0, character: 0 } }, text: '' },
    ]);
    editor.change('src/ask.ts', 10, [{ text: ASK }]);
    await isWell();
  });

  for (const uri of [
    'untitled:Untitled-1',
    'git:/src/ask.ts?HEAD',
    'vscode-notebook-cell:/a.ipynb#W0',
    'https://example.com/ask.ts',
    'file://%zz/probity.config.json',
    'file:///a%2Fb.ts',
    'file:///%00.ts',
    'file://server/share/ask.ts',
    'file:///',
    'src/ask.ts',
    '',
  ]) {
    it(`has nothing to say of ${uri === '' ? 'an empty URI' : uri}`, async () => {
      await editor.start(PULL);
      editor.notify('textDocument/didOpen', {
        textDocument: { uri, languageId: 'typescript', version: 1, text: ASK },
      });
      for (const [method, params] of Object.entries(ASKED)) {
        const { error, result } = await editor.request(method, { ...params, textDocument: { uri } });
        assert.equal(error, undefined, `${method}: ${JSON.stringify(error)}`);
        if (method === 'textDocument/diagnostic') assert.deepEqual((result as { items: unknown }).items, []);
      }
      editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
      editor.notify('textDocument/didClose', { textDocument: { uri } });
      await isWell();
    });
  }

  it('can be told of any request that its answer is not wanted any more', async () => {
    await editor.start(PULL);
    for (const [method, params] of Object.entries(ASKED)) {
      const id = `cancelled ${method}`;
      const answer = editor.next((message) => message.id === id);
      const textDocument = { uri: editor.uri('src/ask.ts') };
      editor.send(
        { id, method, params: { textDocument, ...params } },
        { method: '$/cancelRequest', params: { id } },
        { method: '$/cancelRequest', params: { id } },
      );
      const { error, result } = await answer;
      assert.ok(error === undefined ? result !== undefined : error.code === CANCELLED, JSON.stringify(error));
    }
    await isWell();
  });

  it('answers what was asked while the workspace is read, once it was read, unless it is cancelled', async () => {
    await editor.request('initialize', { processId: null, rootUri: editor.uri(''), capabilities: PULL });
    const params = { textDocument: { uri: editor.uri('src/ask.ts') } };
    const answers = ['a', 'b'].map((id) => editor.next((message) => message.id === id));
    editor.send(
      { method: 'initialized', params: {} },
      { id: 'a', method: 'workspace/diagnostic', params: { previousResultIds: [] } },
      { id: 'b', method: 'textDocument/diagnostic', params },
      { method: '$/cancelRequest', params: { id: 'a' } },
    );
    const [cancelled, answered] = await Promise.all(answers);
    assert.equal(cancelled?.error?.code, CANCELLED);
    assert.ok(answered?.result);
  });

  it('answers at once what is pointed at, also while the workspace is read', async () => {
    await editor.request('initialize', { processId: null, rootUri: editor.uri(''), capabilities: PULL });
    const order: string[] = [];
    const textDocument = { uri: editor.uri('src/ask.ts') };
    const ready = ({ method, params }: Message): boolean =>
      method === 'probity/status' && (params as { state: string }).state === 'ready';
    const told = [
      editor.next(({ id }) => id === 'hover').then(() => order.push('hover')),
      editor.next(ready).then(() => order.push('ready')),
    ];
    editor.send(
      { method: 'initialized', params: {} },
      { id: 'hover', method: 'textDocument/hover', params: { textDocument, ...ASKED['textDocument/hover'] } },
    );
    await Promise.all(told);
    assert.deepEqual(order, ['hover', 'ready']);
    await isWell();
  });

  it('asks to be greeted first, and once', async () => {
    for (const [method, params] of Object.entries(ASKED)) {
      const { error } = await ask(method, params);
      assert.equal(error?.code, NOT_INITIALIZED, method);
    }
    for (const params of [5, {}, { capabilities: null }, { capabilities: {}, workspaceFolders: [{ uri: 5 }] }]) {
      const { error } = await editor.request('initialize', params as object);
      assert.ok(error, JSON.stringify(params));
    }
    await editor.start(PULL);
    const again = await editor.request('initialize', { processId: null, rootUri: null, capabilities: {} });
    assert.equal(again.error?.code, INVALID_REQUEST);
    await isWell();
  });

  it('answers nothing more after it was told to shut down', async () => {
    await editor.start(PULL);
    await editor.request('shutdown');
    for (const [method, params] of Object.entries(ASKED)) {
      const { error } = await ask(method, params);
      assert.equal(error?.code, INVALID_REQUEST, method);
    }
    editor.notify('exit');
    assert.equal(await editor.exitCode(), 0);
  });

  it('reads the other folders when one is not there or no folder of files', async () => {
    const folders = [
      { uri: editor.uri('not/there'), name: 'gone' },
      { uri: 'vscode-vfs://github/a/b', name: 'elsewhere' },
      { uri: editor.uri(''), name: 'here' },
    ];
    await editor.start(PULL, { workspaceFolders: folders });
    await isWell();
  });
});

describe('language server, when its checking thread ends', function () {
  this.timeout(60_000);
  let editor: Editor;
  afterEach(() => {
    editor.dispose();
  });

  const start = async (): Promise<void> => {
    editor = new Editor(FILES, ['lsp', '--stdio'], [new URL('end-threads.mjs', import.meta.url).href]);
    await editor.start(PULL);
  };
  const found = async (path: string): Promise<readonly Diagnostic[]> => {
    const { result, error } = await editor.request('textDocument/diagnostic', {
      textDocument: { uri: editor.uri(path) },
    });
    assert.ok(result, JSON.stringify(error));
    return (result as { items: readonly Diagnostic[] }).items;
  };
  const endThread = async (): Promise<void> => {
    const told = editor.next(
      ({ method, params }) => method === 'window/logMessage' && JSON.stringify(params).includes('thread'),
    );
    editor.command('end');
    await told;
  };

  it('comes back with the same findings, those of open buffers among them', async () => {
    await start();
    editor.open('src/other.ts', ASK);
    const before = [await found('src/ask.ts'), await found('src/other.ts')];
    assert.equal(before[1]?.length, before[0]?.length);
    const ready = editor.status();
    await endThread();
    const asked = [await found('src/ask.ts'), await found('src/other.ts')];
    assert.deepEqual(asked, before, 'questions wait for the new thread');
    assert.equal(((await ready).params as { findings: number }).findings, asked.flat().length);
  });

  it('takes edits that were made while there was no thread', async () => {
    await start();
    editor.open('src/ask.ts', ASK);
    const before = await found('src/ask.ts');
    await endThread();
    editor.change('src/ask.ts', 2, [{ text: '' }]);
    assert.deepEqual(await found('src/ask.ts'), []);
    editor.change('src/ask.ts', 3, [{ text: ASK }]);
    assert.deepEqual(await found('src/ask.ts'), before);
  });

  it('answers the check that was under way when the thread ended', async () => {
    await start();
    editor.open('src/ask.ts', ASK);
    const before = await found('src/ask.ts');
    editor.change('src/ask.ts', 2, [{ text: `\n${ASK}` }]);
    editor.command('end');
    const moved = await found('src/ask.ts');
    assert.deepEqual(
      moved.map(({ code, range }) => [code, range.start.line - 1]),
      before.map(({ code, range }) => [code, range.start.line]),
    );
  });

  it('gives up when that goes on, and begins anew when it is asked to', async () => {
    await start();
    const before = await found('src/ask.ts');
    for (let i = 0; i < 3; i++) {
      const ready = editor.status();
      await endThread();
      await ready;
    }
    const failed = editor.next(
      ({ method, params }) => method === 'probity/status' && (params as { state: string }).state === 'failed',
    );
    await endThread();
    await failed;
    assert.equal((await editor.request('probity/reload')).error, undefined);
    assert.deepEqual(await found('src/ask.ts'), before);
  });
});
