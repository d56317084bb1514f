import assert from 'node:assert/strict';
import { marksOf } from './program.ts';

/**
 * Defines one test: each `/*guard*` + `/`, `/*weak*` + `/` or `/*none:reason*` + `/` before a `sink()` says what must be
 * found there; reasons named must be among the near-misses, and `guard` has none.
 */
export function marks(title: string, text: string): void {
  it(title, () => {
    const found = marksOf(text);
    assert.ok(found.length > 0, 'no marks');
    const show = (list: readonly string[]): string => list.join('\n');
    const wanted: string[] = [];
    const got: string[] = [];
    for (const m of found) {
      const [status, ...reasons] = m.wanted.split(':');
      wanted.push(`${m.path}:${String(m.line)} ${[status, ...reasons].join(':')}`);
      const kept = reasons.filter((r) => m.reasons.includes(r));
      const rest = kept.length === reasons.length ? [] : [`(${m.reasons.join(' ')})`];
      got.push(`${m.path}:${String(m.line)} ${[m.verdict.status, ...kept, ...rest].join(':')}`);
    }
    assert.equal(show(got), show(wanted));
  });
}
