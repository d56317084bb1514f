import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createWordIndex } from '../../server/engine/link/word-index.ts';

const indexOf = (texts: Readonly<Record<string, string>>): ReturnType<typeof createWordIndex> =>
  createWordIndex({ paths: Object.keys(texts).sort(), text: (path) => texts[path] });

describe('word index', () => {
  it('tells in which sources a word stands by itself', () => {
    const index = indexOf({
      'a.ts': 'ask(user.email)',
      'b.ts': 'askAll(); task(); ask_all(); $ask',
      'c.vue': '<script>\nimport { ask as run } from "./a"</script>',
      'd.ts': "x['ask']",
      'e.md': 'ask',
      'f.ts': 'ask',
      'g.ts': 'пользователь.спросить(ask2)',
    });
    assert.deepEqual(index.holding('ask'), ['a.ts', 'c.vue', 'd.ts', 'f.ts']);
    assert.deepEqual(index.holding('спросить'), ['g.ts']);
    assert.deepEqual(index.holding('$ask'), ['b.ts']);
    assert.deepEqual(index.holding(''), []);
    assert.deepEqual(index.holding('nowhere'), []);
  });

  it('finds every word of every text', () => {
    const word = fc.stringMatching(/^[a-zA-Z_$][a-zA-Z0-9_$]{0,6}$/);
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 }),
        (files) => {
          const texts = Object.fromEntries(files.map((words, i) => [`${String(i)}.ts`, words.join('. ')]));
          const index = indexOf(texts);
          for (const wanted of new Set(files.flat())) {
            const expected = files.flatMap((words, i) => (words.includes(wanted) ? [`${String(i)}.ts`] : []));
            assert.deepEqual(index.holding(wanted), expected);
          }
        },
      ),
    );
  });

  it('takes over what is known of texts that have not changed, and looks at those that have', () => {
    const before = indexOf({ 'a.ts': 'one two', 'b.ts': 'two' });
    assert.deepEqual(before.holding('two'), ['a.ts', 'b.ts']);
    const texts: Record<string, string> = { 'a.ts': 'one', 'b.ts': 'two', 'c.ts': 'two' };
    const after = createWordIndex({ paths: Object.keys(texts), text: (path) => texts[path] }, before);
    assert.deepEqual(after.holding('two'), ['b.ts', 'c.ts']);
  });
});
