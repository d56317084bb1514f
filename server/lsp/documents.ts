import { TextDocument } from 'vscode-languageserver-textdocument';
import { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { fromClient } from './positions.ts';
import type { PositionEncoding } from './positions.ts';

/** The editor's open buffers. @param encoding what the client's columns count, once it is agreed */
export function createDocuments(encoding: () => PositionEncoding): TextDocuments<TextDocument> {
  return new TextDocuments({
    create: (uri, language, version, text: unknown) => {
      if (typeof text !== 'string') throw new TypeError('The text of a document is missing');
      return TextDocument.create(uri, language, version, text);
    },
    // Each change speaks of the text that the one before it left behind.
    update: (document, changes, version) =>
      changes.reduce(
        (text, change) => TextDocument.update(text, [inUnits(text, change, encoding())], version),
        TextDocument.update(document, [], version),
      ),
  });
}

function inUnits(
  document: TextDocument,
  change: TextDocumentContentChangeEvent,
  encoding: PositionEncoding,
): TextDocumentContentChangeEvent {
  if (!('range' in change) || encoding === 'utf-16') return change;
  const { start, end } = change.range;
  return {
    text: change.text,
    range: { start: fromClient(document, start, encoding), end: fromClient(document, end, encoding) },
  };
}
