import { Uri, window, workspace } from 'vscode';
import type { PlaceParams } from '../server/protocol/index.ts';
import type { Server } from './server.ts';

/** Asks where the new file of a quick fix is to be, and makes the fix; nothing if the user thinks better of it. */
export async function choosePlace(server: Server, params: PlaceParams, folder: string): Promise<void> {
  const proposed = params.path;
  const ending = proposed.slice(proposed.lastIndexOf('.'));
  const path = await window.showInputBox({
    title: 'Probity: a new file for your project',
    prompt: 'Where it is to be, from the folder of the workspace. Quick fixes import it from there.',
    value: proposed,
    valueSelection: [0, proposed.length - ending.length],
    ignoreFocusOut: true,
    validateInput: (typed) => whyNot(typed, ending, folder),
  });
  if (path === undefined) return;
  const made = await server.placed({ ...params, path });
  if (made === null || !(await workspace.applyEdit(made.edit))) {
    void window.showWarningMessage('The file could not be created: the finding has changed meanwhile.');
    return;
  }
  // What other files import, and what the server reads, has to be on disk.
  for (const uri of made.saves) await (await workspace.openTextDocument(uri)).save();
}

/** What is wrong with a place; null if nothing is. */
async function whyNot(typed: string, ending: string, folder: string): Promise<string | null> {
  const path = typed.trim().replaceAll('\\', '/');
  const parts = path.split('/');
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || parts.includes('..')) return 'It has to be in the folder';
  if (!path.endsWith(ending) || parts.at(-1) === ending) return `Its name has to end with ${ending}`;
  const isThere = await workspace.fs.stat(Uri.joinPath(Uri.parse(folder), path)).then(
    () => true,
    () => false,
  );
  return isThere ? 'There is such a file already' : null;
}
