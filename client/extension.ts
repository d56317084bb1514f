import { window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { registerCommands } from './commands.ts';
import { FlowView } from './flow-view.ts';
import { Server } from './server.ts';
import { StatusBar } from './status-bar.ts';

/** What the extension shows to others: what stands in the data-flow view. */
export interface ProbityApi {
  readonly flow: Pick<FlowView, 'roots'>;
}

let server: Server | undefined;

/** Starts the language server and shows what it says. Called by VS Code on the activation events. */
export async function activate(context: ExtensionContext): Promise<ProbityApi> {
  const output = window.createOutputChannel('Probity', { log: true });
  const status = new StatusBar();
  const started = new Server(context, output, (params) => {
    status.show(params);
    void flow.refresh();
  });
  server = started;
  const flow = new FlowView(started);
  context.subscriptions.push(output, status, flow, ...registerCommands(context, started, flow));
  context.subscriptions.push(
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('probity.enable') || change.affectsConfiguration('probity.codeLens')) {
        void started.restart();
      }
    }),
  );
  await started.start();
  return { flow };
}

/** Stops the language server. Called by VS Code when the extension is turned off or the window closes. */
export async function deactivate(): Promise<void> {
  await server?.stop();
  server = undefined;
}
