import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Connection, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { placedAt } from '../../engine/explain/index.ts';
import type { NewFile } from '../../engine/explain/index.ts';
import { PLACE_REQUEST } from '../../protocol/index.ts';
import type { PlaceAnswer, PlaceParams } from '../../protocol/index.ts';
import { toClient } from '../positions.ts';
import type { Session, Target } from '../session.ts';
import { workspaceEdit } from '../workspace-edit.ts';

/** Answers with a fix whose new file lies where the user wants it. A place of their own is named in the configuration. */
export function answerPlaces(connection: Connection, session: Session): void {
  connection.onRequest(
    PLACE_REQUEST,
    session.gate.answering('document', async (params: PlaceParams): Promise<PlaceAnswer | null> => {
      const target = session.find(params.textDocument.uri);
      if (target === null || !target.folder.isAsChecked(target.path)) return null;
      const found = target.folder.findings(target.path).find(({ fingerprint }) => fingerprint === params.fingerprint);
      const fix = found?.fixes[params.fix];
      const [file] = fix?.creates ?? [];
      if (fix === undefined || file === undefined) return null;
      const path = placeOf(params.path, file.path);
      if (path === null) throw new ResponseError(ErrorCodes.InvalidParams, 'There is no such place in the folder');
      const edit = workspaceEdit(session, target.folder, placedAt(fix, file, path), { isChosen: true });
      const saves = [target.folder.uri(path)];
      if (path !== file.path) saves.push(await name(session, target, { ...file, path }, edit));
      return { edit, saves };
    }),
  );
}

/** A place as it was typed, POSIX and relative to the folder; null if it lies outside, or is no file of that kind. */
function placeOf(typed: unknown, proposed: string): string | null {
  if (typeof typed !== 'string') return null;
  const path = posix.normalize(typed.trim().replaceAll('\\', '/')).replace(/^\.\//, '');
  const isOutside = path === '..' || path.startsWith('../') || posix.isAbsolute(path) || /^[a-z]:/i.test(path);
  return isOutside || path === '.' || posix.extname(path) !== posix.extname(proposed) ? null : path;
}

/** Adds to an edit that the configuration names the file. @returns the URI of the configuration */
async function name(
  session: Session,
  { folder }: Target,
  { holds, path }: NewFile,
  edit: WorkspaceEdit,
): Promise<string> {
  const uriOf = (file: string): string => pathToFileURL(file).href;
  const textOf = (file: string): string | undefined => session.documentOf(uriOf(file))?.getText();
  const { file, before, after } = await session.services.recordFix(folder.path, { ...holds, path }, textOf);
  const open = session.documentOf(uriOf(file));
  const uri = open?.uri ?? uriOf(file);
  const text = open ?? TextDocument.create(uri, 'jsonc', 0, before ?? '');
  const end = toClient(text, text.positionAt(before?.length ?? 0), session.client.encoding);
  const whole: TextDocumentEdit = {
    textDocument: { uri, version: open?.version ?? null },
    edits: [{ range: { start: { line: 0, character: 0 }, end }, newText: after }],
  };
  edit.documentChanges?.push(...(before === null ? [{ kind: 'create' as const, uri }] : []), whole);
  return uri;
}

/** Where the folder of a finding is, and the file proposed in it, for the client to ask with. */
export const proposal = ({ folder }: Target, file: NewFile): { readonly folder: string; readonly path: string } => ({
  folder: pathToFileURL(join(folder.path, '/')).href,
  path: file.path,
});
