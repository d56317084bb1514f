import type { TextDocument } from 'vscode-languageserver-textdocument';
import { PositionEncodingKind } from 'vscode-languageserver/node';
import type { Position } from 'vscode-languageserver/node';

/** What a column counts. Documents count UTF-16 units, as the engine does; other clients' columns are converted. */
export type PositionEncoding = 'utf-16' | 'utf-8';

/** The first encoding of the client's list that is spoken here; UTF-16, which every client knows, if there is none. */
export function chooseEncoding(offered: readonly string[] | undefined): PositionEncoding {
  for (const encoding of offered ?? []) {
    if (encoding === PositionEncodingKind.UTF8) return 'utf-8';
    if (encoding === PositionEncodingKind.UTF16) return 'utf-16';
  }
  return 'utf-16';
}

/** A position of the document as the client counts. */
export function toClient(document: TextDocument, position: Position, encoding: PositionEncoding): Position {
  if (encoding === 'utf-16' || position.character === 0) return position;
  const before = lineText(document, position.line).slice(0, position.character);
  return { line: position.line, character: Buffer.byteLength(before) };
}

/** A client's position in UTF-16 units. A column inside a character is its start, one behind the line's end the end. */
export function fromClient(document: TextDocument, position: Position, encoding: PositionEncoding): Position {
  if (encoding === 'utf-16') return position;
  let units = 0;
  let bytes = 0;
  for (const character of lineText(document, position.line)) {
    bytes += Buffer.byteLength(character);
    if (bytes > position.character) break;
    units += character.length;
  }
  return { line: position.line, character: units };
}

function lineText(document: TextDocument, line: number): string {
  return document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
}
