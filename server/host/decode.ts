const NUL = 0;
/** As git does: a NUL byte this near to the start makes a file binary, unless all else there is text. */
const BINARY_PREFIX = 8192;
/** Of so many bytes one may be none of a text. */
const TEXT_PER_NOISE = 50;

/**
 * Text of a file's bytes: UTF-8, or UTF-16 of either order if it begins with a byte order mark. The mark stays in the
 * text, as one unit, so that offsets are those of the file.
 *
 * @param bytes may be overwritten (UTF-16 of big-endian order is swapped in place)
 * @returns null for binary content
 */
export function decodeText(bytes: Buffer): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.subarray(0, bytes.length & ~1).toString('utf16le');
  if (first === 0xfe && second === 0xff) {
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  }
  const nul = bytes.indexOf(NUL);
  return nul >= 0 && nul < BINARY_PREFIX && isNoise(bytes) ? null : bytes.toString('utf8');
}

/** Whether the beginning holds more control characters and broken sequences than a text with a stray NUL byte would. */
function isNoise(bytes: Buffer): boolean {
  const head = bytes.subarray(0, BINARY_PREFIX);
  const text = head.toString('utf8');
  let noise = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0xfffd || (c < 32 && (c < 9 || c > 13))) noise++;
  }
  return noise * TEXT_PER_NOISE > head.length;
}
