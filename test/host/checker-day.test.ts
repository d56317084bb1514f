import assert from 'node:assert/strict';
import { CheckedFolder } from '../../server/host/checker/folder.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';
import { folderOf } from './folder.ts';

const RULE = 'personal-data-without-consent';

const NEVER = (): boolean => false;

describe('a folder that stays open overnight', function () {
  this.timeout(60_000);

  const findingsBy = async (
    files: Readonly<Record<string, string>>,
    days: readonly string[],
  ): Promise<readonly (readonly string[])[]> => {
    const tools = { catalogue: await testCatalogue(), extractor: await testExtractor() };
    let day = days[0] ?? '';
    const { root, remove } = folderOf(files);
    try {
      const folder = new CheckedFolder(root, { ...tools, today: () => day });
      await folder.load(() => undefined);
      const all = new Map<number, string>();
      const found: (readonly string[])[] = [];
      for (day of days) {
        const sent = await folder.check(NEVER);
        found.push(
          (sent?.diagnostics ?? []).map((one) => {
            if (typeof one === 'number') return all.get(one) ?? '';
            const told = `${one.item.rule} ${one.item.severity}`;
            all.set(one.id, told);
            return told;
          }),
        );
      }
      return found;
    } finally {
      remove();
    }
  };

  it('no longer keeps what was suppressed up to yesterday', async () => {
    const ask = `import OpenAI from 'openai';
export const ask = (user: { email: string }) =>
  // probity-ignore-next-line ${RULE} until=2026-12-31 -- being replaced
  new OpenAI().responses.create({ model: 'm', store: false, input: user.email });
`;
    const [before, on, after] = await findingsBy({ 'ask.ts': ask }, ['2026-12-30', '2026-12-31', '2027-01-01']);
    assert.ok(!before?.some((told) => told.startsWith(RULE)), String(before));
    assert.deepEqual(on, before);
    assert.ok(
      after?.some((told) => told.startsWith(RULE)),
      String(after),
    );
  });

  it('takes a law for what it raises from the day on which it applies', async () => {
    const chat = `import { openai } from '@ai-sdk/openai';
import { generateText } from 'ai';
export async function POST() {
  const { text } = await generateText({ model: openai('gpt-5'), prompt: 'A tip for today' });
  return Response.json({ text });
}
`;
    const files = { 'app/api/tip/route.ts': chat, 'probity.config.json': '{ "extends": "probity:eu" }' };
    const days = ['2026-08-01', '2026-08-02', '2026-08-01'];
    const found = await findingsBy(files, days);
    const severities = found.map((told) =>
      told.filter((one) => one.startsWith('undisclosed-generated-content')).map((one) => one.split(' ')[1]),
    );
    assert.deepEqual(severities, [['info'], ['warning'], ['info']]);
  });
});
