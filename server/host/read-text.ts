import { closeSync, constants, openSync, readSync } from 'node:fs';
import { decodeText } from './decode.ts';
import { reasonOf } from './reason.ts';

/** What reading a file gave. */
export type ReadText =
  | { readonly k: 'text'; readonly text: string }
  | { readonly k: 'binary' }
  /** It is gone, or no file: no trouble. */
  | { readonly k: 'missing' }
  /** Longer than the limit; `head` is its beginning. */
  | { readonly k: 'large'; readonly head: string }
  | { readonly k: 'failed'; readonly reason: string };

const HEAD = 65_536;
const FIRST_SIZE = 262_144;
/** Opening a pipe that nobody writes to would wait for ever. */
const FLAGS = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/**
 * A reader of text files that uses one buffer for all: opening, reading and closing is all a file costs, which is less
 * than `readFileSync` needs.
 *
 * @param maxBytes longest file that is read
 */
export function createTextReader(maxBytes: number): (file: string) => ReadText {
  let buffer: Buffer = Buffer.alloc(0);
  return (file) => {
    let descriptor = -1;
    try {
      descriptor = openSync(file, FLAGS);
      let length = 0;
      for (;;) {
        if (length === buffer.length) buffer = grown(buffer, maxBytes);
        if (length > maxBytes) return { k: 'large', head: buffer.toString('utf8', 0, HEAD) };
        const count = readSync(descriptor, buffer, length, buffer.length - length, null);
        if (count === 0) break;
        length += count;
      }
      const text = decodeText(buffer.subarray(0, length));
      return text === null ? { k: 'binary' } : { k: 'text', text };
    } catch (error) {
      const reason = reasonOf(error);
      return reason === null ? { k: 'missing' } : { k: 'failed', reason };
    } finally {
      if (descriptor >= 0) closeSync(descriptor);
    }
  };
}

/** Twice the size, but never more than one byte above the limit, by which a longer file is known. */
function grown(buffer: Buffer, maxBytes: number): Buffer {
  const size = Math.min(maxBytes + 1, Math.max(FIRST_SIZE, buffer.length * 2));
  if (size <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafeSlow(size);
  buffer.copy(larger);
  return larger;
}
