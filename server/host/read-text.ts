import { closeSync, openSync, readSync } from 'node:fs';
import { decodeText } from './decode.ts';
import { reasonOf } from './reason.ts';

/** What reading a file gave. */
export type ReadText =
  | { readonly k: 'text'; readonly text: string }
  | { readonly k: 'binary' }
  /** It is gone: no trouble. */
  | { readonly k: 'missing' }
  /** Longer than the limit; `head` is its beginning. */
  | { readonly k: 'large'; readonly head: string }
  | { readonly k: 'failed'; readonly reason: string };

const HEAD = 65_536;

/**
 * A reader of texts that uses one buffer for all files: opening, reading and closing is then all a file costs.
 *
 * @param maxBytes longest file that is read
 */
export function createTextReader(maxBytes: number): (file: string) => ReadText {
  let buffer: Buffer = Buffer.alloc(0);
  return (file) => {
    let descriptor: number;
    try {
      descriptor = openSync(file, 'r');
    } catch (error) {
      return failure(error);
    }
    try {
      let length = 0;
      for (;;) {
        if (length === buffer.length) buffer = grown(buffer, maxBytes);
        if (length > maxBytes) break;
        const count = readSync(descriptor, buffer, length, buffer.length - length, null);
        if (count === 0) break;
        length += count;
      }
      if (length > maxBytes) return { k: 'large', head: buffer.subarray(0, HEAD).toString('utf8') };
      const text = decodeText(buffer.subarray(0, length));
      return text === null ? { k: 'binary' } : { k: 'text', text };
    } catch (error) {
      return failure(error);
    } finally {
      closeSync(descriptor);
    }
  };
}

/** Twice the size, but never more than one byte above the limit. */
function grown(buffer: Buffer, maxBytes: number): Buffer {
  const size = Math.min(maxBytes + 1, Math.max(262_144, buffer.length * 2));
  if (size <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafeSlow(size);
  buffer.copy(larger);
  return larger;
}

function failure(error: unknown): ReadText {
  const reason = reasonOf(error);
  return reason === null ? { k: 'missing' } : { k: 'failed', reason };
}
