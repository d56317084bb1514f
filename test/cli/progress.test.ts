import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { createProgress } from '../../server/cli/index.ts';
import type { CliPorts } from '../../server/cli/index.ts';

/** What is drawn on a terminal, or on what is none. */
function drawn(
  world: { readonly isTTY?: boolean; readonly env?: Record<string, string>; readonly quiet?: boolean },
  totals: readonly number[] = [1000],
): string {
  let out = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      out += chunk.toString('utf8');
      done();
    },
  });
  const isTTY = world.isTTY ?? true;
  Object.assign(stream, { isTTY, columns: 80, clearLine: () => true, cursorTo: () => true });
  const ports = { env: world.env ?? {}, stderr: { isTTY } } as unknown as CliPorts;
  const progress = createProgress(ports, world.quiet ?? false, stream);
  for (const total of totals) progress.update(total / 2, total);
  progress.stop();
  return out;
}

describe('progress', () => {
  it('is drawn on a terminal, for work that takes long', () => {
    assert.match(drawn({}), /reading .*500\/1000/);
    assert.equal(drawn({}, [0, 10, 100]), '');
  });

  it('is not drawn elsewhere, in CI, or when told to be quiet', () => {
    assert.equal(drawn({ isTTY: false }), '');
    assert.equal(drawn({ env: { CI: 'true' } }), '');
    assert.equal(drawn({ env: { TERM: 'dumb' } }), '');
    assert.equal(drawn({ quiet: true }), '');
    assert.match(drawn({ env: { CI: 'false' } }), /500\/1000/);
  });
});
