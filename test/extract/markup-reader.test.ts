import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readMarkup } from '../../server/engine/extract/template/markup.ts';
import type { MarkupNode } from '../../server/engine/extract/template/nodes.ts';
import type { Container } from '../../server/engine/source/index.ts';
import { testExtractor } from '../workspace.ts';

const CONTAINERS: readonly Container[] = ['vue', 'svelte', 'astro'];
const ENDING: Record<Container, string> = { vue: 'vue', svelte: 'svelte', astro: 'astro' };
/** Pieces of markup out of which most of what can go wrong is made. */
const PIECES = fc.constantFrom(
  ...['<', '>', '</', '/>', '<p', '<div ', '</div>', '<script>', '</script>', '<style', '<!--', '-->', '<!', '{', '}'],
  ...[
    '{{',
    '}}',
    '{#if a}',
    '{:else}',
    '{/if}',
    '{#each x as y}',
    '{/each}',
    '{@html x}',
    '"',
    "'",
    '`',
    '=',
    'v-if="a"',
  ],
  ...[
    'v-for="x in y"',
    ':a="b"',
    '@c="d"',
    'on:click={e}',
    '{...f}',
    '${',
    '//',
    '/*',
    '*/',
    '\\',
    '\n',
    ' ',
    'x',
    '---\n',
  ],
  ...['\0', '\u2028', '\uD800', '🤖', 'я'],
);

/** The characters that the string functions of the platform look at while something runs: a count of work, no time. */
function workOf(run: () => void): number {
  let work = 0;
  const text = String.prototype;
  const { indexOf, charCodeAt, slice, startsWith } = text;
  const { exec } = RegExp.prototype;
  text.indexOf = function (this: string, sought: string, from = 0) {
    const found = indexOf.call(this, sought, from);
    work += (found < 0 ? this.length : found) - from + 1;
    return found;
  };
  text.charCodeAt = function (this: string, at: number) {
    work++;
    return charCodeAt.call(this, at);
  };
  text.startsWith = function (this: string, sought: string, from?: number) {
    work += sought.length;
    return startsWith.call(this, sought, from);
  };
  text.slice = function (this: string, from?: number, to?: number) {
    const part = slice.call(this, from, to);
    work += part.length + 1;
    return part;
  };
  RegExp.prototype.exec = function (this: RegExp, of: string) {
    const from = this.lastIndex;
    const found = exec.call(this, of);
    const reached = found !== null ? found.index + found[0].length : this.sticky ? from : of.length;
    work += reached - from + 1;
    return found;
  };
  try {
    run();
  } finally {
    Object.assign(text, { indexOf, charCodeAt, slice, startsWith });
    RegExp.prototype.exec = exec;
  }
  return work;
}

/** What repeats, and what may stand before it. */
const REPEATED: readonly string[] = [
  ...[
    '<p>',
    '<p ',
    '<p a="',
    "<p a='x' ",
    '</p',
    '</p>',
    '<',
    '<!--',
    '<!',
    '<?',
    '<script>',
    '<style>',
    '<p>text</p>\n',
  ],
  ...[
    '{{',
    '{{ a',
    '{{ a }}',
    '{',
    '{a',
    '{a}',
    '{#if a}',
    '{#each a as b}',
    '{:else}',
    '{/if}',
    '{`',
    '{"',
    '{/',
    '{//',
  ],
  ...[
    '<p>{',
    '<p {',
    '<p {...',
    '<p a={',
    '<p a={b}>',
    '${',
    '}',
    '/*',
    '<a><b></a>',
    '<p v-if="a">',
    '{<p>',
    '{<p>}',
    '{a && <p>',
  ],
];

describe('markup reader', () => {
  it('never throws, and keeps what it reads inside the text and inside what is round it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CONTAINERS), fc.array(PIECES, { maxLength: 60 }), (container, pieces) => {
        const text = pieces.join('');
        const check = (nodes: readonly MarkupNode[], from: number, to: number): void => {
          for (const node of nodes) {
            assert.ok(node.start >= from && node.end <= to && node.start <= node.end, JSON.stringify(text));
            if (node.k === 'element') check(node.children, node.start, node.end);
          }
        };
        check(readMarkup(text, container, 0).nodes, 0, text.length);
      }),
      { numRuns: 600 },
    );
  });

  it('never throws on any characters', async () => {
    const extractor = await testExtractor();
    fc.assert(
      fc.property(fc.constantFrom(...CONTAINERS), fc.string({ unit: 'binary', maxLength: 80 }), (container, text) => {
        extractor.extract(`a.${ENDING[container]}`, text);
      }),
      { numRuns: 200 },
    );
  });

  it('looks at a text that is twice as long about twice as often, whatever is left open', () => {
    const slow: string[] = [];
    for (const container of CONTAINERS) {
      for (const piece of REPEATED) {
        const [one = 0, two = 0] = [400, 800].map((times) => {
          const text = piece.repeat(times);
          return workOf(() => {
            readMarkup(text, container, 0);
          });
        });
        if (two > one * 2.6 + 2_000)
          slow.push(`${container} ${JSON.stringify(piece)}: ${String(one)} then ${String(two)}`);
      }
    }
    assert.deepEqual(slow, []);
  });

  it('reads a line of a megabyte, and elements as deep as they go', () => {
    const long = `<p title="${'a'.repeat(1 << 20)}">${'b '.repeat(1 << 19)}</p>`;
    const deep = '<div>'.repeat(20_000);
    for (const container of CONTAINERS) {
      for (const text of [long, deep, `${deep}${'</div>'.repeat(20_000)}`]) {
        const work = workOf(() => {
          assert.ok(readMarkup(text, container, 0).nodes.length > 0);
        });
        assert.ok(work < text.length * 40, `${container}: ${String(work)} for ${String(text.length)}`);
      }
    }
  });
});
