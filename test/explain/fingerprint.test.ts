import assert from 'node:assert/strict';
import type { Finding } from '../../server/engine/check/finding.ts';
import { hash64 } from '../../server/engine/base/hash.ts';
import { nearest } from '../../server/engine/base/nearest.ts';
import { explainContext, explainFindings } from '../../server/engine/explain/index.ts';
import { emptyCatalogue } from '../cli/fakes.ts';
import { data, finding } from './finding.ts';

function prints(findings: readonly Finding[]): string[] {
  const context = explainContext(emptyCatalogue(), { severities: {}, freeText: 'off' });
  return explainFindings(findings, [], context).diagnostics.map((diagnostic) => diagnostic.fingerprint);
}

const one = (change: Partial<Finding> = {}): string => prints([finding(change)])[0] ?? '';
const at = (path: string, start: number): Partial<Finding> => ({ place: { path, start, end: start + 1 } });

describe('explain: fingerprints', () => {
  it('are 16 hex digits', () => {
    assert.match(one(), /^[0-9a-f]{16}$/);
  });

  it('stay when lines move, the file is renamed or the code is reformatted', () => {
    const same = one();
    assert.equal(one(at('a.ts', 4000)), same);
    assert.equal(one(at('src/renamed/b.ts', 0)), same);
    const written = one({ data: [data("pick(user, ['email', 'name'])", 'user.contact.email')] });
    assert.equal(
      one({ data: [data('pick(\n  user,\n  [\n    "email",\n    "name",\n  ],\n)', 'user.contact.email')] }),
      written,
    );
    assert.equal(one({ confidence: 'low', atMost: 'info', laws: ['kz-17'] }), same);
  });

  it('do not depend on the order of the data', () => {
    const [a, b] = [data('user.email', 'user.contact.email'), data('user.name', 'user.name')];
    assert.equal(one({ data: [a, b] }), one({ data: [b, a] }));
  });

  it('differ when rule, API, data, option or function differ', () => {
    const sink = finding().sink;
    assert.ok(sink);
    const all = [
      one(),
      one({ rule: 'whole-record-to-model' }),
      one({ sink: { ...sink, api: 'responses.create' } }),
      one({ sink: { ...sink, sdk: 'anthropic' } }),
      one({ sink: null }),
      one({ data: [data('user.name', 'user.name')] }),
      one({ values: { model: 'a' } }),
      one({ values: { model: 'b' } }),
      one({ scope: ['Service', 'other'] }),
      one({ scope: ['Service'] }),
      one({ scope: ['Service run'] }),
    ];
    assert.equal(new Set(all).size, all.length);
  });

  it('count equals by place, and stay when others of the kind are gone', () => {
    const [a, b, c] = [finding(at('a.ts', 10)), finding(at('a.ts', 90)), finding(at('b.ts', 5))];
    const all = prints([c, a, b]);
    assert.equal(new Set(all).size, 3);
    assert.deepEqual(prints([a, b, c]), all);
    assert.deepEqual(prints([finding(at('a.ts', 100)), finding(at('a.ts', 190)), finding(at('z.ts', 5))]), all);
    assert.deepEqual(prints([a, b]), all.slice(0, 2));
  });
});

describe('hash64', () => {
  it('spreads', () => {
    const seen = new Set(Array.from({ length: 20_000 }, (_, i) => hash64(`text ${String(i)}`)));
    assert.equal(seen.size, 20_000);
    const halves = new Set([...seen].flatMap((hash) => [hash.slice(0, 8), hash.slice(8)]));
    assert.ok(halves.size > 39_990, `both lanes spread: ${String(halves.size)}`);
    assert.notEqual(hash64(''), hash64('\u0000'));
  });
});

describe('nearest', () => {
  it('finds what was meant, and nothing else', () => {
    const words = ['error', 'warning', 'info', 'off'];
    assert.equal(nearest('warn', words), 'warning');
    assert.equal(nearest('eror', words), 'error');
    assert.equal(nearest('ifno', words), 'info');
    assert.equal(nearest('INFO', words), 'info');
    assert.equal(nearest('critical', words), null);
    assert.equal(nearest('', words), null);
    assert.equal(nearest('in', ['include', 'info']), null);
  });
});
