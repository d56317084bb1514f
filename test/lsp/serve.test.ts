import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  StreamMessageReader,
  StreamMessageWriter,
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import type { CheckResult, Diagnostic } from '../../server/engine/explain/diagnostic.ts';
import type { Workspace } from '../../server/engine/workspace/contract.ts';
import { serve } from '../../server/lsp/index.ts';
import { STATUS_NOTIFICATION, type StatusParams } from '../../server/protocol/index.ts';

const WORD = 'secret';

/** A workspace that finds a word in every file, with one step in the file `elsewhere.ts`. */
function wordWorkspace(): Workspace {
  const texts = new Map<string, string>();
  const finding = (path: string, start: number): Diagnostic => ({
    rule: 'personal-data-without-consent',
    severity: 'error',
    confidence: 'high',
    message: 'Found it.',
    why: '',
    fixHint: 'Take it out.',
    place: { path, start, end: start + WORD.length },
    data: [],
    sink: null,
    path: [{ place: { path: 'elsewhere.ts', start: 5, end: 9 }, note: 'comes from here' }],
    related: [],
    missing: [],
    laws: [],
    fingerprint: '00',
    fixes: [],
    suppressed: texts.get(path)?.includes('quiet') === true ? 'said so' : null,
  });
  return {
    apply: (change) => {
      for (const [path, text] of change.texts ?? []) {
        if (text === null) texts.delete(path);
        else texts.set(path, text);
      }
    },
    check: (): CheckResult => {
      if ([...texts.values()].some((text) => text.includes('crash'))) throw new Error('broken');
      const diagnostics = [...texts]
        .filter(([, text]) => text.includes(WORD))
        .map(([path, text]) => finding(path, text.indexOf(WORD)));
      return { diagnostics, aiCalls: [], unknowns: [], problems: [], files: texts.size, analysed: texts.size };
    },
  };
}

describe('language server', () => {
  let folder = '';
  let client: ProtocolConnection;
  let published: PublishDiagnosticsParams[] = [];
  let states: StatusParams[] = [];
  const disk = new Map([
    ['elsewhere.ts', 'one\ntwo three'],
    ['closed.ts', WORD],
  ]);
  const uri = (path: string): string => pathToFileURL(join(folder, path)).href;

  /** The next diagnostics of a file that the test has not seen. */
  async function next(path: string): Promise<PublishDiagnosticsParams['diagnostics']> {
    for (let turn = 0; turn < 400; turn++) {
      const at = published.findIndex((params) => params.uri === uri(path));
      const found = published[at];
      if (found !== undefined) {
        published.splice(at, 1);
        return found.diagnostics;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`no diagnostics of ${path}`);
  }

  async function state(wanted: StatusParams['state']): Promise<StatusParams> {
    for (let turn = 0; turn < 400; turn++) {
      const found = states.find((params) => params.state === wanted);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`the server never was ${wanted}`);
  }

  async function open(path: string, text: string): Promise<void> {
    const textDocument = { uri: uri(path), languageId: 'typescript', version: 1, text };
    await client.sendNotification('textDocument/didOpen', { textDocument });
  }

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'probity-lsp-')));
    published = [];
    states = [];
    const [up, down] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
    serve(connection, {
      version: '1.2.3',
      createWorkspace: wordWorkspace,
      load: () =>
        Promise.resolve({
          change: { texts: disk },
          includes: (path: string) => !path.startsWith('vendor/'),
          notes: [],
        }),
    });
    client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      published.push(params);
    });
    client.onNotification(STATUS_NOTIFICATION, (params: StatusParams) => {
      states.push(params);
    });
    client.listen();
    const answer: { serverInfo?: { version?: string } } = await client.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'x' }],
    });
    assert.equal(answer.serverInfo?.version, '1.2.3');
    await client.sendNotification('initialized', {});
  });

  afterEach(() => {
    client.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('publishes the findings of an open document, with steps in other files at their lines', async () => {
    await open('a.ts', `// 😀\n  ${WORD}`);
    let [finding] = await next('a.ts');
    while (finding?.relatedInformation?.[0]?.location.range.start.line !== 1) [finding] = await next('a.ts');
    assert.deepEqual(finding.range, { start: { line: 1, character: 2 }, end: { line: 1, character: 8 } });
    assert.equal(finding.code, 'personal-data-without-consent');
    assert.equal(finding.message, 'Found it.\nTake it out.');
    assert.deepEqual(finding.relatedInformation[0].location, {
      uri: uri('elsewhere.ts'),
      range: { start: { line: 1, character: 1 }, end: { line: 1, character: 5 } },
    });
  });

  it('follows edits, and takes findings back', async () => {
    await open('a.ts', WORD);
    assert.equal((await next('a.ts')).length, 1);
    await state('ready');
    published = [];
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri('a.ts'), version: 2 },
      contentChanges: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 6 } }, text: 'x' }],
    });
    assert.deepEqual(await next('a.ts'), []);
  });

  it('says nothing in files the configuration leaves out', async () => {
    await open('vendor/a.ts', WORD);
    await open('a.ts', WORD);
    assert.equal((await next('a.ts')).length, 1);
    assert.deepEqual(await next('vendor/a.ts'), []);
  });

  it('says nothing of suppressed findings, and clears what is closed', async () => {
    await open('a.ts', `${WORD} quiet`);
    assert.deepEqual(await next('a.ts'), []);
    await open('closed.ts', WORD);
    assert.equal((await next('closed.ts')).length, 1);
    published = [];
    await client.sendNotification('textDocument/didClose', { textDocument: { uri: uri('closed.ts') } });
    assert.deepEqual(await next('closed.ts'), []);
  });

  it('counts the findings of the whole folder in its state', async () => {
    const { findings } = await state('ready');
    assert.equal(findings, 1);
  });

  it('goes on after a check that failed', async () => {
    await state('ready');
    await open('a.ts', 'crash');
    await state('failed');
    published = [];
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri('a.ts'), version: 2 },
      contentChanges: [{ text: WORD }],
    });
    assert.equal((await next('a.ts')).length, 1);
  });
});
