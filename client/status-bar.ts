import { MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Disposable } from 'vscode';
import type { StatusParams } from '../server/protocol/index.ts';

const ICONS: Readonly<Record<StatusParams['state'], string>> = {
  checking: '$(sync~spin)',
  ready: '$(shield)',
  failed: '$(warning)',
  off: '$(circle-slash)',
};

/** How many findings there are, in the status bar; a click lists what can be done. */
export class StatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('probity.status', StatusBarAlignment.Left);

  constructor() {
    this.#item.name = 'Probity';
    this.#item.command = 'probity.showMenu';
  }

  show({ state, findings, files, aiCalls, unknowns, milliseconds, message }: StatusParams): void {
    const count = state === 'checking' && findings === 0 ? 'Probity' : `Probity ${String(findings)}`;
    this.#item.text = `${ICONS[state]} ${state === 'off' || state === 'failed' ? 'Probity' : count}`;
    this.#item.backgroundColor = state === 'failed' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    const facts =
      state === 'ready'
        ? `${String(aiCalls)} calls of AI models in ${String(files)} files, checked in ${String(Math.round(milliseconds))} ms`
        : '';
    const unseen = unknowns === 0 ? '' : `${String(unknowns)} places could not be followed`;
    const text = [`**Probity**: ${message}`, facts, unseen].filter((line) => line !== '').join('\n\n');
    this.#item.tooltip = new MarkdownString(text);
    this.#item.accessibilityInformation = { label: `Probity: ${message}` };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
