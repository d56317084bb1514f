import { dirname } from 'node:path';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { toClient } from './positions.ts';
import type { Session } from './session.ts';

/** Whether a path is that of a configuration of its own. */
export const isConfigFile = (path: string): boolean => /(?:^|[\\/])probity\.config\.jsonc?$/.test(path);

/** What is wrong with a configuration as it stands in the editor. */
export async function configDiagnostics(
  session: Session,
  file: string,
  document: TextDocument,
): Promise<readonly LspDiagnostic[]> {
  const problems = await session.services.configProblems(file, document.getText(), dirname(file));
  return problems
    .filter((problem) => problem.file === file)
    .map(({ line, column, message }) => {
      const start = { line: line - 1, character: column - 1 };
      const end = document.positionAt(endOfToken(document.getText(), document.offsetAt(start)));
      const { encoding } = session.client;
      return {
        range: { start: toClient(document, start, encoding), end: toClient(document, end, encoding) },
        severity: DiagnosticSeverity.Error,
        source: 'probity',
        code: 'configuration',
        message,
      };
    });
}

/** End of the string, word or bracket that starts at an offset. */
function endOfToken(text: string, offset: number): number {
  const token = /^(?:"(?:[^"\\\n]|\\.)*"?|[\w.$-]+|\S)/.exec(text.slice(offset, offset + 500));
  return offset + (token?.[0].length ?? 0);
}
