/**
 * The candidate closest to a mistyped word, or null if none is close enough to be meant (more than a third of the word
 * differs). Distance: optimal string alignment (Damerau–Levenshtein with adjacent transpositions), case ignored.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const lower = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(Math.min(lower.length, 40) / 3)) + 1;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    if (Math.abs(other.length - lower.length) >= bestDistance && !other.startsWith(lower)) continue;
    const d = distance(lower, other);
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best ?? prefixed(lower, candidates);
}

/** A word that is the beginning of one candidate only is taken to mean it. */
function prefixed(lower: string, candidates: Iterable<string>): string | null {
  if (lower.length < 3) return null;
  const found = [...candidates].filter((candidate) => candidate.toLowerCase().startsWith(lower));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(value);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
