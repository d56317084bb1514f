import type { Connection, DocumentLink } from 'vscode-languageserver/node';
import { toClient } from '../positions.ts';
import type { Session } from '../session.ts';

/** Rule ids in comments to the linter, and in its configuration, lead to the rule's page. */
export function answerDocumentLinks(connection: Connection, session: Session): void {
  connection.onDocumentLinks(
    session.gate.answering('document', ({ textDocument }): DocumentLink[] => {
      const document = session.documentOf(textDocument.uri);
      if (document === undefined) return [];
      const text = document.getText();
      const isConfig = /probity\.config\.jsonc?$/.test(textDocument.uri);
      if (!isConfig && !text.includes('probity-ignore')) return [];
      const places = isConfig
        ? text.matchAll(/"([a-z][a-z-]+)"/g)
        : text.matchAll(/probity-ignore-[a-z-]+ ([^\n]*?)(?= --|\r?\n|$)/g);
      const links: DocumentLink[] = [];
      for (const { index, 0: whole, 1: names = '' } of places) {
        const from = index + whole.indexOf(names);
        for (const { index: at, 0: name } of names.matchAll(/[a-z][a-z-]+/g)) {
          const target = session.pageOf(name);
          if (target === null) continue;
          const position = (offset: number): DocumentLink['range']['start'] =>
            toClient(document, document.positionAt(offset), session.client.encoding);
          const start = from + at;
          links.push({
            range: { start: position(start), end: position(start + name.length) },
            target,
            tooltip: 'What this rule is about',
          });
        }
      }
      return links;
    }),
  );
}
