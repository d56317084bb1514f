import { TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { Connection, InitializeResult } from 'vscode-languageserver/node';
import { NEW_CONFIG_REQUEST, RELOAD_REQUEST, RULES_REQUEST } from '../protocol/index.ts';
import { answerCompletions } from './config-help.ts';
import { createDocuments } from './documents.ts';
import { CODE_ACTION_KINDS, answerCodeActions } from './handlers/code-actions.ts';
import { answerCodeLenses } from './handlers/code-lens.ts';
import { answerPulls } from './handlers/diagnostics.ts';
import { answerDocumentLinks } from './handlers/document-links.ts';
import { answerFlows } from './handlers/flow.ts';
import { answerHovers } from './handlers/hover.ts';
import { answerPlaces } from './handlers/place.ts';
import type { LspServices } from './services.ts';
import { Session } from './session.ts';
import { watchFiles } from './watch.ts';

export { Frames } from './frames.ts';
export type { CheckedState, FolderChecker, LoadedFolder, LspServices, RuleInfo } from './services.ts';

/**
 * Serves one editor over a connection: keeps its folders and buffers, and gives the findings, to clients that ask when
 * they ask, to all others after every change. Returns at once; the connection is listening afterwards.
 */
export function serve(connection: Connection, services: LspServices): void {
  const documents = createDocuments(() => session.client.encoding);
  const session = new Session(connection, services, documents);

  connection.onInitialize((params): InitializeResult => {
    session.gate.open(params);
    session.open(params);
    return {
      capabilities: {
        positionEncoding: session.client.encoding,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        diagnosticProvider: { identifier: 'probity', interFileDependencies: true, workspaceDiagnostics: true },
        codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS] },
        hoverProvider: true,
        codeLensProvider: {},
        documentLinkProvider: {},
        completionProvider: { triggerCharacters: ['"', ':'] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name: 'Probity', version: services.version },
    };
  });
  connection.onInitialized(() => {
    watchFiles(connection, session);
    if (session.client.followsFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        session.changeFolders(
          added.map(({ uri }) => uri),
          removed.map(({ uri }) => uri),
        ),
      );
    }
    void session.load();
  });
  connection.onShutdown(async () => {
    session.gate.close();
    await session.close();
  });
  const { gate } = session;
  connection.onRequest(
    RELOAD_REQUEST,
    gate.answering('nothing', async () => {
      await session.reload();
      return null;
    }),
  );
  connection.onRequest(
    NEW_CONFIG_REQUEST,
    gate.answering('nothing', () => services.newConfig),
  );
  connection.onRequest(
    RULES_REQUEST,
    gate.answering('nothing', () => services.rules),
  );
  documents.onDidChangeContent(({ document }) => {
    session.changed(document);
  });
  documents.onDidSave(({ document }) => session.saved(document));
  documents.onDidClose(({ document }) => {
    session.closed(document);
  });
  answerPulls(connection, session);
  answerCodeActions(connection, session);
  answerHovers(connection, session);
  answerCodeLenses(connection, session);
  answerDocumentLinks(connection, session);
  answerFlows(connection, session);
  answerPlaces(connection, session);
  answerCompletions(connection, session);
  documents.listen(connection);
  connection.listen();
}
