import {
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
} from 'vscode';
import type { Disposable, TextEditor, TreeDataProvider, TreeView } from 'vscode';
import type { FlowNode } from '../server/protocol/index.ts';
import type { Server } from './server.ts';

const LANGUAGES = /^(?:typescript|javascript)(?:react)?$|^(?:vue|svelte|astro)$/;

const ICONS: Readonly<Record<FlowNode['kind'], string>> = {
  finding: 'circle-filled',
  call: 'sparkle',
  data: 'key',
  source: 'person',
  step: 'arrow-small-right',
  sink: 'cloud-upload',
  law: 'law',
  check: 'shield',
};

const COLORS = {
  error: 'list.errorForeground',
  warning: 'list.warningForeground',
  info: 'editorInfo.foreground',
} as const;

/** Waits for the cursor to rest. */
const REST = 150;

/** The way of personal data through the place of the cursor, as a tree; a click goes to a step. */
export class FlowView implements TreeDataProvider<FlowNode>, Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<undefined>();
  readonly #view: TreeView<FlowNode>;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #roots: readonly FlowNode[] = [];
  #shown = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
    this.#view = window.createTreeView('probity.flow', { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = [
      this.#changed,
      this.#view,
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.#soon(textEditor);
      }),
      window.onDidChangeActiveTextEditor((editor) => {
        this.#soon(editor);
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.#soon(window.activeTextEditor);
      }),
    ];
  }

  get roots(): readonly FlowNode[] {
    return this.#roots;
  }

  /** Asks again: there may be something new to see. */
  async refresh(editor: TextEditor | undefined = window.activeTextEditor): Promise<void> {
    if (editor === undefined || !LANGUAGES.test(editor.document.languageId)) return;
    const { line, character } = editor.selection.active;
    const { flows } = await this.#server.flowAt({
      textDocument: { uri: editor.document.uri.toString() },
      position: { line, character },
    });
    const shown = JSON.stringify(flows);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#roots = flows;
    this.#view.message = flows.length === 0 ? 'No personal data or generated content goes through this place.' : '';
    this.#changed.fire(undefined);
  }

  getChildren(node?: FlowNode): FlowNode[] {
    return [...(node?.children ?? this.#roots)];
  }

  getTreeItem(node: FlowNode): TreeItem {
    const open = node === this.#roots[0] ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
    const item = new TreeItem(node.label, node.children.length > 0 ? open : TreeItemCollapsibleState.None);
    const color = node.severity === undefined ? undefined : new ThemeColor(COLORS[node.severity]);
    item.iconPath = new ThemeIcon(ICONS[node.kind], color);
    item.description = node.detail;
    item.tooltip = new MarkdownString(node.label);
    item.contextValue = node.kind;
    if (node.location !== null) {
      const { uri, range } = node.location;
      item.command = { title: 'Go to this place', command: 'probity.goTo', arguments: [uri, range] };
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #soon(editor: TextEditor | undefined): void {
    if (!this.#view.visible) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(editor), REST);
  }
}
