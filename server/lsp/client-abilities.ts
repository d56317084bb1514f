import type { InitializeParams } from 'vscode-languageserver/node';
import { chooseEncoding } from './positions.ts';
import type { PositionEncoding } from './positions.ts';

/** What the client can do, as far as answers depend on it. */
export interface ClientAbilities {
  readonly encoding: PositionEncoding;
  /** It asks for findings itself; it is not told unasked. */
  readonly pulls: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly documentChanges: boolean;
  readonly createsFiles: boolean;
  readonly annotates: boolean;
  readonly markdown: boolean;
  readonly progress: boolean;
  readonly watches: boolean;
  readonly followsFolders: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  /** Names of commands of the client that may stand in answers. */
  readonly commands: ReadonlySet<string>;
}

/** Reads it off what a client says first; what it does not say it cannot. */
export function abilitiesOf({
  capabilities,
  initializationOptions,
}: Pick<InitializeParams, 'capabilities' | 'initializationOptions'>): ClientAbilities {
  const { general, textDocument, window, workspace } = capabilities;
  const commands = (initializationOptions as { commands?: unknown } | null | undefined)?.commands;
  const edits = workspace?.workspaceEdit;
  return {
    encoding: chooseEncoding(general?.positionEncodings),
    pulls: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    documentChanges: edits?.documentChanges === true,
    createsFiles: edits?.documentChanges === true && edits.resourceOperations?.includes('create') === true,
    annotates: edits?.changeAnnotationSupport !== undefined,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    progress: window?.workDoneProgress === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    followsFolders: workspace?.workspaceFolders === true,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation !== false,
    codeDescription:
      textDocument?.publishDiagnostics?.codeDescriptionSupport === true || textDocument?.diagnostic !== undefined,
    commands: new Set(Array.isArray(commands) ? commands.filter((name) => typeof name === 'string') : []),
  };
}
