import * as vscode from 'vscode';

/** Asks until there is an answer. VS Code cancels questions whenever a provider registers meanwhile. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (const end = Date.now() + 60_000; ;) {
    const answer = await Promise.resolve()
      .then(ask)
      .catch((error: unknown) => {
        if (error instanceof Error && error.message === 'Canceled') return undefined;
        throw error;
      });
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A file of a workspace folder. @param name the folder's; the first one, if none is named */
export function uriOf(path: string | vscode.Uri, name?: string): vscode.Uri {
  if (typeof path !== 'string') return path;
  const folder = vscode.workspace.workspaceFolders?.find((each) => name === undefined || each.name === name);
  if (folder === undefined) throw new Error('no folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function show(path: string | vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uriOf(path));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

/** Findings of ours in a file. */
export const findings = (path: string | vscode.Uri, rule?: string): readonly vscode.Diagnostic[] =>
  vscode.languages
    .getDiagnostics(uriOf(path))
    .filter((found) => found.source === 'probity' && (rule === undefined || ruleOf(found) === rule));

export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export const some = (path: string | vscode.Uri, rule?: string): Promise<readonly vscode.Diagnostic[]> =>
  until(`findings in ${uriOf(path).path}`, () => {
    const found = findings(path, rule);
    return found.length > 0 && found;
  });

export const none = (path: string | vscode.Uri, rule?: string): Promise<true> =>
  until(`no findings in ${uriOf(path).path}`, () => findings(path, rule).length === 0);

/** Quick fixes at a finding whose titles match, as VS Code would show them. */
export async function fixes(
  found: vscode.Diagnostic,
  path: string | vscode.Uri,
  title: RegExp,
): Promise<readonly vscode.CodeAction[]> {
  return until(`a fix like ${String(title)}`, async () => {
    const all = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uriOf(path),
      found.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fitting = all.filter((action) => title.test(action.title));
    return fitting.length > 0 && fitting;
  });
}

/** Does what a click on a quick fix does; where it asks for a place, the one that is proposed is taken. */
export async function take({ edit, command }: Pick<vscode.CodeAction, 'edit' | 'command'>): Promise<void> {
  if (edit !== undefined && !(await vscode.workspace.applyEdit(edit))) throw new Error('the edit was not applied');
  if (command === undefined) return;
  let isDone = false;
  const done = Promise.resolve(
    vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[])),
  ).finally(() => {
    isDone = true;
  });
  await until('the command to end', async () => {
    if (!isDone) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return isDone;
  });
  await done;
}

/** Puts a text into a document, as typing does. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  edit.replace(document.uri, all, text);
  await vscode.workspace.applyEdit(edit);
}
