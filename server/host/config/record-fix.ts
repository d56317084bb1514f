import { join } from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import { configIn } from './discover.ts';

/** What a configuration says of a function or component that quick fixes insert. */
export interface FixRecord {
  readonly key: string;
  readonly symbol: Readonly<Record<string, string>>;
  /** The file it is in, POSIX and relative to the root. */
  readonly path: string;
}

/** A configuration with something new in it. */
export interface RecordedFix {
  /** Absolute path. */
  readonly file: string;
  /** Its text so far; null if there is none yet. */
  readonly before: string | null;
  readonly after: string;
}

/**
 * The configuration of a workspace once it names where a function of the team is, so that the next quick fixes import it
 * from there.
 *
 * @param root absolute
 * @param textOf texts that are not saved yet, by absolute path
 */
export async function recordFix(
  root: string,
  { key, symbol, path }: FixRecord,
  textOf: (file: string) => string | undefined,
): Promise<RecordedFix> {
  const found = await configIn(root);
  const file = found?.document.file ?? join(root, 'probity.config.json');
  const before = textOf(file) ?? found?.document.text ?? null;
  const text = before ?? '{}\n';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const isTabbed = /^\t/m.test(text);
  const value = { ...symbol, from: `./${path.replace(/\.[cm]?[jt]sx?$/, '')}` };
  const edits = modify(text, [...(found?.base ?? []), 'fixes', key], value, {
    formattingOptions: { insertSpaces: !isTabbed, tabSize: isTabbed ? 1 : 2, eol },
  });
  return { file, before, after: applyEdits(text, edits) };
}
