import assert from 'node:assert/strict';
import type { ResolvedConfig } from '../../rules/schema/config.ts';
import type { Preset } from '../../rules/schema/types.ts';
import { loadConfig } from '../../server/host/config/index.ts';
import { folderOf } from '../host/folder.ts';
import { emptyCatalogue } from './fakes.ts';

const LAW = { id: 'kz-law', title: 'A law', jurisdiction: 'KZ', appliesFrom: '2026-01-18', basis: 'text' } as const;

/** The configuration of a folder with these files, on a day. */
async function on(
  asOf: string,
  presets: readonly Preset[],
  files: Readonly<Record<string, string>>,
): Promise<ResolvedConfig> {
  const folder = folderOf({ '.git/HEAD': '', ...files });
  try {
    const catalogue = { ...emptyCatalogue(), presets, laws: [LAW] };
    const { config, problems } = await loadConfig({ root: folder.root, file: null, catalogue, asOf });
    assert.deepEqual(problems, []);
    return config;
  } finally {
    folder.remove();
  }
}

describe('presets', () => {
  const kz = '{ "extends": ["probity:kz", "./more.json"] }';

  it('start from the presets they extend', async () => {
    const presets: readonly Preset[] = [
      { id: 'recommended', title: '', rules: { 'unpinned-model': 'info' } },
      { id: 'kz', title: '', extends: ['recommended'], rules: { 'social-scoring': 'error' } },
    ];
    const config = await on('2026-11-26', presets, { 'probity.config.json': kz, 'more.json': '{}' });
    assert.deepEqual({ ...config.severities }, { 'unpinned-model': 'info', 'social-scoring': 'error' });
  });

  it('raise what a law raises, from the day on which it applies', async () => {
    const presets: readonly Preset[] = [
      { id: 'base', title: '', freeText: 'info', rules: { 'unpinned-model': 'info' } },
      {
        id: 'kz',
        title: '',
        extends: ['base'],
        rules: { 'social-scoring': 'warning' },
        raises: [{ law: 'kz-law', rules: { 'social-scoring': 'error' } }],
      },
    ];
    const of = async (asOf: string, more = '{}'): Promise<unknown> => {
      const config = await on(asOf, presets, { 'probity.config.json': kz, 'more.json': more });
      assert.equal(config.asOf, asOf);
      return [config.severities['social-scoring'], config.freeText];
    };
    assert.deepEqual(await of('2026-01-17'), ['warning', 'info']);
    assert.deepEqual(await of('2026-01-18'), ['error', 'info']);
    assert.deepEqual(await of('2027-06-01'), ['error', 'info']);
    const more = '{ "freeText": "off", "rules": { "social-scoring": "info" } }';
    assert.deepEqual(await of('2026-01-18', more), ['info', 'off'], 'what comes later wins');
  });
});
