import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { compileCatalogue, type SurfaceUse } from '../../../server/engine/flow/index.ts';
import { lazyTelling } from '../../../server/engine/flow/rendered/telling.ts';
import { chatSurfaces } from '../../../server/engine/flow/surfaces/index.ts';
import { testCatalogue } from '../../workspace.ts';
import { programOf } from '../disclosure/program.ts';

const CASES = readFileSync(new URL('surfaces.txt', import.meta.url), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((part) => {
    const [head = '', ...lines] = part.split('\n');
    const [wanted = '', title = ''] = head.split(/: (.*)/);
    return { wanted, title, text: lines.join('\n') };
  });

const said = ({ api, notice, notRendered }: SurfaceUse): string =>
  [notice === null ? 'open' : 'told', api, ...notRendered.map(({ name }) => `missed ${name}`)].join(' ');

async function surfacesOf(text: string): Promise<readonly SurfaceUse[]> {
  const catalogue = await testCatalogue();
  const index = compileCatalogue(catalogue);
  const { program } = programOf(text, (pkg, at) => index.canonical(pkg, at));
  return chatSurfaces(program, catalogue, index, lazyTelling(program, catalogue));
}

describe('chat surfaces', () => {
  for (const { wanted, title, text } of CASES) {
    it(`${title}: ${wanted}`, async () => {
      const found = (await surfacesOf(text)).map(said);
      assert.equal(found.length === 0 ? 'none' : found.sort().reverse().join(', '), wanted);
    });
  }

  it('are anchored at the hook and at the expression that shows the messages', async () => {
    const text = `import { useChat } from '@ai-sdk/react';
export function Chat() {
  const { messages } = useChat();
  return <Thread title="messages" items={messages} />;
}`;
    const [surface] = await surfacesOf(text);
    assert.equal(surface?.shown.start, text.indexOf('{messages}') + 1);
    assert.equal(surface.written, 'messages');
  });
});
