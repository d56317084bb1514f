import { StatusBarAlignment, Uri, commands, window } from 'vscode';
import type { ExtensionContext, StatusBarItem } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import { STATUS_NOTIFICATION } from '../server/protocol/index.ts';
import type { StatusParams } from '../server/protocol/index.ts';

const LANGUAGES = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'vue', 'svelte', 'astro'];
const ICONS: Readonly<Record<StatusParams['state'], string>> = {
  checking: '$(sync~spin)',
  ready: '$(shield)',
  failed: '$(warning)',
};

let client: LanguageClient | undefined;

/** Starts the language server and shows its state in the status bar. Called by VS Code on the activation events. */
export async function activate(context: ExtensionContext): Promise<void> {
  const status = window.createStatusBarItem('probity.status', StatusBarAlignment.Left);
  status.name = 'Probity';
  status.command = 'probity.showOutput';
  client = createClient(context);
  client.onNotification(STATUS_NOTIFICATION, (params: StatusParams) => {
    showStatus(status, params);
  });
  context.subscriptions.push(
    status,
    commands.registerCommand('probity.restartServer', () => client?.restart()),
    commands.registerCommand('probity.showOutput', () => {
      client?.outputChannel.show();
    }),
  );
  await client.start();
}

/** Stops the language server. Called by VS Code when the extension is turned off or the window closes. */
export async function deactivate(): Promise<void> {
  await client?.stop();
  client = undefined;
}

function createClient(context: ExtensionContext): LanguageClient {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const server: ServerOptions = { module, transport: TransportKind.ipc };
  const options: LanguageClientOptions = {
    documentSelector: LANGUAGES.map((language) => ({ scheme: 'file', language })),
  };
  return new LanguageClient('probity', 'Probity', server, options);
}

function showStatus(item: StatusBarItem, { state, findings, message }: StatusParams): void {
  item.text = `${ICONS[state]} ${findings > 0 ? String(findings) : 'Probity'}`;
  item.tooltip = message;
  item.show();
}
