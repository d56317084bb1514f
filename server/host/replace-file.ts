import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Writes a file in one step: who reads it at the same time sees the old content or the new one, and a full disk leaves the
 * old one whole. A link is followed, who may read it stays. Rejects with the reason.
 */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const draft = `${target}.${String(process.pid)}.tmp`;
  try {
    const known = await stat(target).catch(() => null);
    await writeFile(draft, content, { flag: 'wx', ...(known === null ? {} : { mode: known.mode }) });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
