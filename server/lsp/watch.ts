import { DidChangeWatchedFilesNotification } from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver/node';
import type { Session } from './session.ts';

/** Files whose changes on disk matter. */
const PATTERNS = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro,prisma,graphql,graphqls,gql,sql,json,jsonc,yaml,yml}',
  '**/.gitignore',
];

/** Asks the client to tell of changes on disk, if it can, and takes them. */
export function watchFiles(connection: Connection, session: Session): void {
  connection.onDidChangeWatchedFiles(({ changes }) => session.changedOnDisk(changes.map(({ uri }) => uri)));
  if (!session.client.watches) return;
  void connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: PATTERNS.map((globPattern) => ({ globPattern })),
  });
}
