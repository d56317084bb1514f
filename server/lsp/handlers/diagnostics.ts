import { setImmediate as nextTurn } from 'node:timers/promises';
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type {
  CancellationToken,
  Connection,
  FullDocumentDiagnosticReport,
  UnchangedDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { hash64 } from '../../engine/base/hash.ts';
import { hasUri } from '../gate.ts';
import type { Session } from '../session.ts';

/**
 * Answers clients that ask for findings: of one document, or of the whole workspace. The id of a result is a hash of
 * it, so that a client which has it already is told just that.
 */
export function answerPulls(connection: Connection, session: Session): void {
  const ready = async (token: CancellationToken): Promise<void> => {
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
  connection.languages.diagnostics.on(
    session.gate.answering('document', async ({ textDocument, previousResultId }, token) => {
      const { uri } = textDocument;
      await ready(token);
      return report(uri, previousResultId);
    }),
  );
  connection.languages.diagnostics.onWorkspace(
    session.gate.answering('nothing', async ({ previousResultIds }, token) => {
      await ready(token);
      const known = new Map(
        (Array.isArray(previousResultIds) ? previousResultIds.filter(hasUri) : []).map(({ uri, value }) => [
          uri,
          value,
        ]),
      );
      const reported = session.reported();
      const uris = new Set([...reported.keys(), ...known.keys()]);
      return {
        items: [...uris].map((uri) => ({ ...report(uri, known.get(uri)), uri, version: reported.get(uri) ?? null })),
      };
    }),
  );
}
