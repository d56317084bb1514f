import type { Connection } from 'vscode-languageserver/node';

/** Does the first reading of folders under a progress bar, where the client shows one. */
export async function showingProgress(
  connection: Connection,
  shown: boolean,
  folders: number,
  work: (report: (done: number, total: number) => void) => Promise<void>,
): Promise<void> {
  if (!shown || folders === 0) {
    await work(() => undefined);
    return;
  }
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin('Probity', 0, 'Looking for files');
  try {
    await work((done, total) => {
      if (total === 0) return;
      if (done >= total) progress.report(60, `Following data through ${String(total)} files`);
      else progress.report(Math.floor((done / total) * 60), `Reading ${String(done)} of ${String(total)} files`);
    });
  } finally {
    progress.done();
  }
}
