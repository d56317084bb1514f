import type { CodeLens, Connection } from 'vscode-languageserver/node';
import { SHOW_FLOW_COMMAND } from '../../protocol/index.ts';
import { callTitle } from '../call-words.ts';
import type { Session } from '../session.ts';

/** A line above each call of a model that says what reaches whom, and whether people agreed and are told. */
export function answerCodeLenses(connection: Connection, session: Session): void {
  connection.onCodeLens(
    session.gate.answering('document', async ({ textDocument }, token): Promise<CodeLens[]> => {
      const cancelled = new Promise<void>((resolve) =>
        token.onCancellationRequested(() => {
          resolve();
        }),
      );
      await Promise.race([session.settled(), cancelled]);
      const target = session.find(textDocument.uri);
      if (target === null || token.isCancellationRequested) return [];
      const { folder, path } = target;
      const command = session.client.commands.has(SHOW_FLOW_COMMAND) ? SHOW_FLOW_COMMAND : '';
      return folder.aiCalls(path).map((call) => {
        const range = folder.range(call.place, session.client.encoding);
        return { range, command: { title: callTitle(call), command, arguments: [folder.uri(path), range.start] } };
      });
    }),
  );
}
