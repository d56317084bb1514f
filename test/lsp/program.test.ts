import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { ROOT } from '../house/files.ts';

const TYPES = 'export interface Patient { id: string; email: string; diagnosis: string }\n';
const CODE = `import OpenAI from 'openai';
import type { Patient } from './types';

const client = new OpenAI();

export async function summarise(patient: Patient) {
  return client.responses.create({ model: 'gpt-4.1', input: patient.diagnosis });
}
`;

describe('the built language server', () => {
  it('finds over standard input and output what is wrong in an open file', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'probity-server-')));
    writeFileSync(join(folder, 'types.ts'), TYPES);
    writeFileSync(join(folder, 'app.ts'), '');
    const child = spawn(process.execPath, [`${ROOT}dist/server.js`, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const client = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    try {
      const found = new Promise<PublishDiagnosticsParams>((resolve) => {
        client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
          if (params.diagnostics.length > 0) resolve(params);
        });
      });
      client.listen();
      await client.sendRequest('initialize', {
        processId: process.pid,
        rootUri: null,
        capabilities: {},
        workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'x' }],
      });
      await client.sendNotification('initialized', {});
      const uri = pathToFileURL(join(folder, 'app.ts')).href;
      await client.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'typescript', version: 1, text: CODE },
      });
      const { uri: where, diagnostics } = await found;
      assert.equal(where, uri);
      const finding = diagnostics.find(({ code }) => code === 'personal-data-without-consent');
      assert.equal(finding?.range.start.line, 6);
      assert.match(finding.message, /diagnosis/);
      await client.sendRequest('shutdown');
      await client.sendNotification('exit');
      assert.equal(await ended, 0);
    } finally {
      client.dispose();
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
