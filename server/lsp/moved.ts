/**
 * Where an offset of an earlier text lies in a later one, if one stretch of it was replaced. Offsets inside the stretch
 * are put at its end.
 */
export function movedOffset(before: string, after: string, offset: number): number {
  if (before === after) return offset;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  if (offset <= head) return offset;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  const fromEnd = before.length - offset;
  return fromEnd <= tail ? after.length - fromEnd : after.length - tail;
}
