/**
 * Two-lane 32-bit string hash (cyrb53's mixing by bryc, public domain, kept at its full 64 bits).
 *
 * @param text any text, hashed by UTF-16 code units
 * @returns 16 lower-case hex digits; not cryptographic
 */
export function hash64(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  const a = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  const b = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return hex(b ^ (b >>> 16)) + hex(a ^ (a >>> 16));
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
