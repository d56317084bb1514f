import { createHash } from 'node:crypto';

/** Says what the file is, to people and to later versions of its layout. */
const MAGIC = Buffer.from('probity-cache-1\n', 'latin1');
const DIGEST_BYTES = 32;

/** A payload with its digest before it, so that a file cut short or changed is known. */
export function framed(payload: Uint8Array): Buffer {
  return Buffer.concat([MAGIC, digest(payload), payload]);
}

/** The payload of a frame; null if it is damaged, or of another layout. */
export function unframed(frame: Buffer): Buffer | null {
  const start = MAGIC.length + DIGEST_BYTES;
  if (frame.length < start || !frame.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const payload = frame.subarray(start);
  return digest(payload).equals(frame.subarray(MAGIC.length, start)) ? payload : null;
}

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
