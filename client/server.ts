import { Uri, workspace } from 'vscode';
import type { ExtensionContext, LogOutputChannel, WorkspaceEdit } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import {
  CHOOSE_PLACE_COMMAND,
  FLOW_REQUEST,
  NEW_CONFIG_REQUEST,
  PLACE_REQUEST,
  RELOAD_REQUEST,
  RULES_REQUEST,
  SHOW_FLOW_COMMAND,
  STATUS_NOTIFICATION,
  WRITE_REASON_COMMAND,
} from '../server/protocol/index.ts';
import type {
  FlowAnswer,
  FlowParams,
  PlaceAnswer,
  PlaceParams,
  RulePage,
  StatusParams,
} from '../server/protocol/index.ts';

const LANGUAGES = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'vue', 'svelte', 'astro'];

/** The language server as the extension sees it: it may be off, starting, running or gone. */
export class Server {
  readonly #context: ExtensionContext;
  readonly #output: LogOutputChannel;
  readonly #onStatus: (params: StatusParams) => void;
  #client: LanguageClient | null = null;

  constructor(context: ExtensionContext, output: LogOutputChannel, onStatus: (params: StatusParams) => void) {
    this.#context = context;
    this.#output = output;
    this.#onStatus = onStatus;
  }

  get output(): LogOutputChannel {
    return this.#output;
  }

  async start(): Promise<void> {
    if (workspace.getConfiguration('probity').get('enable') === false) {
      this.#onStatus({ ...NOTHING, state: 'off', message: 'Probity is switched off in the settings' });
      return;
    }
    const client = this.#createClient();
    this.#client = client;
    client.onNotification(STATUS_NOTIFICATION, this.#onStatus);
    await client.start();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.dispose();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Reads the workspace again. */
  async reload(): Promise<void> {
    if (this.#client === null) await this.start();
    else await this.#client.sendRequest(RELOAD_REQUEST);
  }

  async flowAt(params: FlowParams): Promise<FlowAnswer> {
    return (await this.#ask<FlowAnswer>(FLOW_REQUEST, params)) ?? { flows: [] };
  }

  /** A fix with its new file in a place; null if the finding is not there any more. */
  async placed(params: PlaceParams): Promise<{ edit: WorkspaceEdit; saves: readonly Uri[] } | null> {
    const answer = await this.#ask<PlaceAnswer | null>(PLACE_REQUEST, params);
    if (answer === null || this.#client === null) return null;
    const edit = await this.#client.protocol2CodeConverter.asWorkspaceEdit(answer.edit);
    return { edit, saves: answer.saves.map((uri) => Uri.parse(uri)) };
  }

  async rules(): Promise<readonly RulePage[]> {
    return (await this.#ask<readonly RulePage[]>(RULES_REQUEST)) ?? [];
  }

  async newConfig(): Promise<string> {
    return (await this.#ask<string>(NEW_CONFIG_REQUEST)) ?? '{}\n';
  }

  /** An answer of the server; null if it is not there to give one. */
  async #ask<T>(method: string, params?: object): Promise<T | null> {
    if (this.#client?.isRunning() !== true) return null;
    try {
      return await this.#client.sendRequest<T>(method, params);
    } catch (error) {
      this.#output.warn(String(error));
      return null;
    }
  }

  #createClient(): LanguageClient {
    const settings = workspace.getConfiguration('probity');
    const module = Uri.joinPath(this.#context.extensionUri, 'dist', 'server.js').fsPath;
    const memory = settings.get<number>('server.maximumMemory') ?? 0;
    const execArgv = memory > 0 ? [`--max-old-space-size=${String(memory)}`] : [];
    const server: ServerOptions = { module, transport: TransportKind.ipc, options: { execArgv } };
    const lens = settings.get('codeLens.enable') !== false;
    const options: LanguageClientOptions = {
      documentSelector: [
        ...LANGUAGES.map((language) => ({ scheme: 'file', language })),
        { scheme: 'file', pattern: '**/probity.config.{json,jsonc}' },
      ],
      outputChannel: this.#output,
      initializationOptions: { commands: [SHOW_FLOW_COMMAND, WRITE_REASON_COMMAND, CHOOSE_PLACE_COMMAND] },
      middleware: lens ? {} : { provideCodeLenses: () => [] },
      diagnosticPullOptions: { onChange: true, onSave: true, onTabs: true },
    };
    return new LanguageClient('probity', 'Probity', server, options);
  }
}

const NOTHING = { findings: 0, files: 0, aiCalls: 0, unknowns: 0, milliseconds: 0 };
