import { readFile } from 'node:fs/promises';
import { decodeText } from './decode.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Puts a text in the place of another in a file, in the file's own encoding. Rejects if the file does not hold that text
 * any more: what somebody wrote meanwhile is not lost.
 *
 * @param before the text as it was read, with its byte order mark
 */
export async function replaceSource(file: string, before: string, after: string): Promise<void> {
  const bytes = await readFile(file);
  const [first, second] = bytes;
  // before it is decoded, which may turn the bytes round
  const order = first === 0xff && second === 0xfe ? 'little' : first === 0xfe && second === 0xff ? 'big' : null;
  if (decodeText(bytes) !== before) throw new Error('it has changed meanwhile');
  if (order === null) return replaceFile(file, after);
  const wide = Buffer.from(after, 'utf16le');
  return replaceFile(file, order === 'big' ? wide.swap16() : wide);
}
