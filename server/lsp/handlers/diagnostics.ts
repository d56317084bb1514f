import { setImmediate as nextTurn } from 'node:timers/promises';
import { DocumentDiagnosticReportKind, ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type {
  CancellationToken,
  Connection,
  FullDocumentDiagnosticReport,
  UnchangedDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { hash64 } from '../../engine/base/hash.ts';
import type { Session } from '../session.ts';

/**
 * Answers clients that ask for findings: of one document, or of the whole workspace. The id of a result is a hash of
 * it, so that a client which has it already is told just that.
 *
 * @param isOver whether the client has said that it is about to leave
 */
export function answerPulls(connection: Connection, session: Session, isOver: () => boolean): void {
  const ready = async (token: CancellationToken): Promise<void> => {
    if (isOver()) throw new ResponseError(ErrorCodes.InvalidRequest, 'The server was shut down');
    // What came in together with the question, a cancellation above all, goes first.
    await nextTurn();
    const cancelled = new Promise<void>((resolve) =>
      token.onCancellationRequested(() => {
        resolve();
      }),
    );
    if (!token.isCancellationRequested) await Promise.race([session.settled(), cancelled]);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled');
  };
  const report = (
    uri: string,
    known: string | undefined,
  ): FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport => {
    const items = [...session.diagnosticsOf(uri)];
    const resultId = hash64(JSON.stringify(items));
    return known === resultId
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  };
  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const { uri } = textDocument;
    await ready(token);
    return report(uri, previousResultId);
  });
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token) => {
    await ready(token);
    const known = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const reported = session.reported();
    const uris = new Set([...reported.keys(), ...known.keys()]);
    return {
      items: [...uris].map((uri) => ({ ...report(uri, known.get(uri)), uri, version: reported.get(uri) ?? null })),
    };
  });
}
