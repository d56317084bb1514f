import { Position, Range, Selection, Uri, commands, languages, window, workspace } from 'vscode';
import type { Disposable, ExtensionContext, QuickPickItem, TextEditor } from 'vscode';
import { CHOOSE_PLACE_COMMAND, SHOW_FLOW_COMMAND, WRITE_REASON_COMMAND } from '../server/protocol/index.ts';
import type { FlowLocation, PlaceParams } from '../server/protocol/index.ts';
import { choosePlace } from './choose-place.ts';
import type { FlowView } from './flow-view.ts';
import type { Server } from './server.ts';

/** What quick fixes write where a person has to give a reason: it stands behind two hyphens in a comment of ours. */
const REASON = /(?:probity-ignore|@lawful-basis)[^\n]*? -- (.*?)(?=\s*\*\/|\s*$)/;

/** Registers all commands of the extension. */
export function registerCommands(context: ExtensionContext, server: Server, flow: FlowView): Disposable[] {
  const on = (name: string, run: (...given: never[]) => unknown): Disposable => commands.registerCommand(name, run);
  return [
    on('probity.restartServer', () => server.restart()),
    on('probity.checkWorkspace', async () => {
      await server.reload();
      await commands.executeCommand('workbench.actions.view.problems');
    }),
    on('probity.showOutput', () => {
      server.output.show();
    }),
    on('probity.openRule', () => openRule(server)),
    on('probity.createConfig', () => createConfig(server)),
    on('probity.openWalkthrough', () =>
      commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#probity.start`, false),
    ),
    on('probity.showMenu', showMenu),
    on('probity.goTo', goTo),
    on(SHOW_FLOW_COMMAND, async (uri?: string, position?: FlowLocation['range']['start']) => {
      if (uri !== undefined && position !== undefined) await goTo(uri, { start: position, end: position });
      await commands.executeCommand('probity.flow.focus');
      await flow.refresh();
    }),
    on(WRITE_REASON_COMMAND, writeReason),
    on(CHOOSE_PLACE_COMMAND, (params: PlaceParams, folder: string) => choosePlace(server, params, folder)),
  ];
}

async function goTo(uri: string, range: FlowLocation['range']): Promise<void> {
  const place = new Range(range.start.line, range.start.character, range.end.line, range.end.character);
  await window.showTextDocument(Uri.parse(uri), { selection: place, preview: true });
}

/** Puts the cursor on the reason that is to be written, nearest to where it was. */
async function writeReason(uri: string): Promise<void> {
  const editor = await window.showTextDocument(Uri.parse(uri));
  const { document } = editor;
  const here = editor.selection.active.line;
  const lines = Array.from({ length: document.lineCount }, (_, line) => line).sort(
    (a, b) => Math.abs(a - here) - Math.abs(b - here),
  );
  for (const line of lines) {
    const { text } = document.lineAt(line);
    const found = REASON.exec(text);
    const reason = found?.[1];
    if (found === null || reason === undefined) continue;
    const start = text.indexOf(reason, found.index);
    editor.selection = new Selection(new Position(line, start), new Position(line, start + reason.length));
    editor.revealRange(editor.selection);
    return;
  }
}

/** Opens the page of the rule of the finding under the cursor, or of one that is picked. */
async function openRule(server: Server): Promise<void> {
  const rules = await server.rules();
  const own = codeAtCursor(window.activeTextEditor);
  const known = rules.find(({ id }) => id === own);
  const picked =
    known ??
    (await window.showQuickPick(
      rules.map((rule) => ({ ...rule, label: rule.id, detail: rule.title })),
      { placeHolder: 'Rule whose page is to be opened', matchOnDetail: true },
    ));
  if (picked !== undefined) await commands.executeCommand('markdown.showPreview', Uri.parse(picked.page));
}

function codeAtCursor(editor: TextEditor | undefined): string | null {
  if (editor === undefined) return null;
  const found = languages
    .getDiagnostics(editor.document.uri)
    .find(({ source, range }) => source === 'probity' && range.contains(editor.selection.active));
  const code = found?.code;
  return typeof code === 'object' ? String(code.value) : code === undefined ? null : String(code);
}

/** Creates a configuration in a folder of the workspace and opens it; one that is there is only opened. */
async function createConfig(server: Server): Promise<void> {
  const folders = workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await window.showWorkspaceFolderPick() : folders[0];
  if (folder === undefined) return;
  const uri = Uri.joinPath(folder.uri, 'probity.config.json');
  const isThere = await workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (!isThere) await workspace.fs.writeFile(uri, new TextEncoder().encode(await server.newConfig()));
  await window.showTextDocument(uri);
}

const MENU: readonly (QuickPickItem & { readonly command: string })[] = [
  { label: '$(list-unordered) Show all findings', command: 'workbench.actions.view.problems' },
  { label: '$(type-hierarchy) Show the data flow at the cursor', command: SHOW_FLOW_COMMAND },
  { label: '$(book) Open the page of a rule', command: 'probity.openRule' },
  { label: '$(gear) Create or open the configuration', command: 'probity.createConfig' },
  { label: '$(refresh) Check the workspace again', command: 'probity.checkWorkspace' },
  { label: '$(output) Show the output', command: 'probity.showOutput' },
  { label: '$(debug-restart) Restart the server', command: 'probity.restartServer' },
];

async function showMenu(): Promise<void> {
  const picked = await window.showQuickPick(MENU, { placeHolder: 'Probity' });
  if (picked !== undefined) await commands.executeCommand(picked.command);
}
