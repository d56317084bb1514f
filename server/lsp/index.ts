import { TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { Connection, InitializeResult } from 'vscode-languageserver/node';
import { createDocuments } from './documents.ts';
import { answerPulls } from './pull.ts';
import type { LspServices } from './services.ts';
import { Session } from './session.ts';

export type { LoadedFolder, LspServices } from './services.ts';

/**
 * Serves one editor over a connection: keeps its folders and buffers, and gives the findings, to clients that ask when
 * they ask, to all others after every change. Returns at once; the connection is listening afterwards.
 */
export function serve(connection: Connection, services: LspServices): void {
  const session = new Session(connection, services);
  const documents = createDocuments(() => session.encoding);
  let over = false;

  connection.onInitialize((params): InitializeResult => {
    session.open(params);
    return {
      capabilities: {
        positionEncoding: session.encoding,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        diagnosticProvider: { identifier: 'probity', interFileDependencies: true, workspaceDiagnostics: true },
      },
      serverInfo: { name: 'Probity', version: services.version },
    };
  });
  connection.onInitialized(() => session.load());
  connection.onShutdown(() => {
    over = true;
  });
  documents.onDidChangeContent(({ document }) => {
    session.changed(document);
  });
  documents.onDidSave(({ document }) => {
    session.saved(document);
  });
  documents.onDidClose(({ document }) => {
    session.closed(document);
  });
  answerPulls(connection, session, () => over);
  documents.listen(connection);
  connection.listen();
}
