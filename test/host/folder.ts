import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Folder {
  /** Absolute, without symbolic links. */
  readonly root: string;
  readonly path: (relative: string) => string;
  readonly remove: () => void;
}

/** A temporary folder that holds the given files. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): Folder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'probity-host-')));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return {
    root,
    path: (relative) => join(root, relative),
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Runs something with the absolute path of a temporary folder that holds the given files. */
export async function withFolder(
  files: Readonly<Record<string, string | Buffer>>,
  act: (root: string) => Promise<void>,
): Promise<void> {
  const folder = folderOf(files);
  try {
    await act(folder.root);
  } finally {
    folder.remove();
  }
}
