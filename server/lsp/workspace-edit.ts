import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  CreateFile,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Fix } from '../engine/explain/index.ts';
import type { Folder } from './folder.ts';
import type { Session } from './session.ts';

type Edits = Pick<Fix, 'edits' | 'creates'>;

/** A new file is confirmed by the user, where the editor can ask. */
const CONFIRM: Readonly<Record<string, ChangeAnnotation>> = {
  create: {
    label: 'Create a file',
    description: 'This project has no such function yet',
    needsConfirmation: true,
  },
};

/**
 * A fix in the form that the client takes.
 *
 * @param isChosen whether the user has said where the new file is to be: then nothing is left to confirm, and a file that
 *   is there already is not written into
 */
export function workspaceEdit(
  { client }: Session,
  folder: Folder,
  { edits, creates }: Edits,
  { isChosen = false }: { readonly isChosen?: boolean } = {},
): WorkspaceEdit {
  const byPath = new Map<string, TextEdit[]>();
  for (const edit of edits) {
    const made: TextEdit = { range: folder.range(edit, client.encoding), newText: edit.text };
    byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), made]);
  }
  if (!client.documentChanges) {
    return { changes: Object.fromEntries([...byPath].map(([path, made]) => [folder.uri(path), made])) };
  }
  const annotated = client.annotates && creates.length > 0 && !isChosen;
  const mark = annotated ? { annotationId: 'create' } : {};
  const changes: (CreateFile | TextDocumentEdit)[] = [];
  for (const { path, text } of creates) {
    const uri = folder.uri(path);
    const start = { line: 0, character: 0 };
    const insert: TextEdit | AnnotatedTextEdit = { range: { start, end: start }, newText: text, ...mark };
    changes.push(
      { kind: 'create', uri, ...(isChosen ? {} : { options: { ignoreIfExists: true } }), ...mark },
      { textDocument: { uri, version: null }, edits: [insert] },
    );
  }
  for (const [path, made] of byPath) {
    const version = folder.document(path)?.version ?? null;
    changes.push({ textDocument: { uri: folder.uri(path), version }, edits: made });
  }
  return { documentChanges: changes, ...(annotated ? { changeAnnotations: CONFIRM } : {}) };
}
