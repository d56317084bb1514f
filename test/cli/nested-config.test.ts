import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFolder } from '../host/folder.ts';
import { program } from './program.ts';

const CALL = `import OpenAI from 'openai';
const openai = new OpenAI();
export const ask = (user: { email: string }) =>
  openai.responses.create({ model: 'm', store: false, input: user.email });
`;
const RULE = 'personal-data-without-consent';

const FILES = {
  '.git/HEAD': '',
  'package.json': '{ "workspaces": ["apps/*", "libs/*"] }',
  'probity.config.json': `{ "jurisdictions": ["EU"], "rules": { "${RULE}": "warning" } }`,
  'apps/web/package.json': '{ "name": "web" }',
  'apps/web/probity.config.json': `{
  "extends": "probity:kz",
  "exclude": ["legacy"],
  "overrides": [{ "files": ["*.ts"], "rules": { "${RULE}": "info" } }]
}`,
  'apps/web/a.ts': CALL,
  'apps/web/lib/b.ts': CALL,
  'apps/web/legacy/c.ts': CALL,
  'apps/web/admin/package.json': `{ "name": "admin", "probity": { "rules": { "${RULE}": "off" } } }`,
  'apps/web/admin/d.ts': CALL,
  'libs/e.ts': CALL,
  'legacy/f.ts': CALL,
};

interface Found {
  readonly findings: readonly {
    readonly file: string;
    readonly severity: string;
    readonly laws: readonly { readonly id: string }[];
  }[];
}

/** `severity file, jurisdictions` of what is found. */
async function found(cwd: string, ...argv: readonly string[]): Promise<readonly string[]> {
  const { out, err } = await program(['check', '--format', 'json', ...argv], { cwd });
  assert.equal(err, '');
  return (JSON.parse(out) as Found).findings.map(({ file, severity, laws }) => {
    const places = new Set(laws.map(({ id }) => id.split('-')[0]));
    return `${severity} ${file} ${[...places].sort().join('+')}`;
  });
}

describe('configurations in folders', () => {
  it('hold for the files of their folder, the innermost winning', async () => {
    await withFolder(FILES, async (cwd) => {
      const all = [
        'info apps/web/a.ts kz',
        'error apps/web/lib/b.ts kz',
        'warning legacy/f.ts eu',
        'warning libs/e.ts eu',
      ];
      assert.deepEqual(await found(cwd), all);
      const within = all.slice(0, 2).map((each) => each.replace('apps/web/', ''));
      assert.deepEqual(await found(join(cwd, 'apps/web')), within, 'from within');
      assert.deepEqual(await found(cwd, '--config', 'probity.config.json'), [
        'warning apps/web/a.ts eu',
        'warning apps/web/admin/d.ts eu',
        'warning apps/web/legacy/c.ts eu',
        'warning apps/web/lib/b.ts eu',
        'warning legacy/f.ts eu',
        'warning libs/e.ts eu',
      ]);
    });
  });

  it('are the same from within, those above included', async () => {
    const files = { ...FILES, 'apps/web/probity.config.json': '{ "freeText": "info" }' };
    await withFolder(files, async (cwd) => {
      const here = (await found(cwd)).filter((each) => each.includes('apps/web/'));
      assert.deepEqual(
        here,
        ['a', 'legacy/c', 'lib/b'].map((name) => `warning apps/web/${name}.ts eu`),
      );
      const within = await found(join(cwd, 'apps/web'));
      assert.deepEqual(
        within,
        here.map((each) => each.replace('apps/web/', '')),
      );
    });
  });

  it('are told where they are wrong, as the one of the root is', async () => {
    await withFolder(FILES, async (cwd) => {
      writeFileSync(join(cwd, 'apps/web/probity.config.json'), '{\n  "rule": {}\n}');
      const { code, err } = await program(['check'], { cwd });
      assert.equal(code, 2);
      assert.match(err, /apps\/web\/probity\.config\.json:2:3 {2}Unknown key `rule`; did you mean `rules`\?/);
    });
  });
});

describe('probity config', () => {
  const print = async (cwd: string, ...argv: readonly string[]): Promise<unknown> => {
    const { out, err } = await program(['config', '--print', ...argv], { cwd });
    assert.equal(err, '');
    return JSON.parse(out);
  };

  it('says where each part of it is written', async () => {
    const files = {
      ...FILES,
      'probity.config.json': `{
  "extends": ["probity:eu", "./base.json"],
  "exclude": ["dist"],
  "rules": { "${RULE}": "warning" }
}`,
      'base.json': '{\n  "exclude": ["gen"],\n  "freeText": "info",\n  "rules": { "whole-record-to-model": "off" }\n}',
    };
    await withFolder(files, async (cwd) => {
      const { origins, exclude } = (await print(cwd)) as {
        origins: Record<string, string>;
        exclude: readonly string[];
      };
      assert.deepEqual(exclude, ['gen', 'dist']);
      assert.deepEqual(
        ['exclude[0]', 'exclude[1]', 'freeText', `rules.${RULE}`, 'rules.whole-record-to-model'].map(
          (key) => origins[key],
        ),
        ['base.json:2:15', 'probity.config.json:3:15', 'base.json:3:3', 'probity.config.json:4:14', 'base.json:4:14'],
      );
      const eu = 'probity:eu, extended at probity.config.json:2:15';
      assert.deepEqual([origins['jurisdictions.EU'], origins['rules.chat-without-ai-disclosure']], [eu, eu]);
    });
  });

  it('says what holds for one file, and why', async () => {
    interface ForFile {
      readonly file: string;
      readonly isRead: boolean;
      readonly rules: Readonly<Record<string, { readonly severity: string; readonly from: string } | undefined>>;
      readonly jurisdictions: readonly string[];
    }
    await withFolder(FILES, async (cwd) => {
      const of = async (file: string): Promise<readonly unknown[]> => {
        const { isRead, rules, jurisdictions } = (await print(cwd, '--for', file)) as ForFile;
        const rule = rules[RULE];
        return [isRead, rule?.severity, rule?.from, ...jurisdictions];
      };
      const web = 'apps/web/probity.config.json';
      assert.deepEqual(await of('libs/e.ts'), [true, 'warning', 'probity.config.json:1:39', 'EU']);
      assert.deepEqual(await of('apps/web/a.ts'), [true, 'info', `${web}:4:17`, 'KZ']);
      assert.deepEqual(await of('apps/web/lib/b.ts'), [true, 'error', `${web}:1:1`, 'KZ']);
      assert.deepEqual(await of('apps/web/legacy/c.ts'), [false, 'error', `${web}:1:1`, 'KZ']);
      assert.deepEqual(await of('apps/web/admin/d.ts'), [true, 'off', 'apps/web/admin/package.json:1:20', 'KZ']);
      const { code, err } = await program(['config', '--for', 'apps'], { cwd });
      assert.equal(code, 2);
      assert.match(err, /--for needs a file, and "apps" is a folder/);
    });
  });

  it('adds the rules of the team to those that are listed and explained', async () => {
    const check = {
      id: 'own-rule',
      title: 'Our own',
      kind: 'flow',
      severity: 'info',
      message: 'm',
      why: 'We promised.',
      fix: 'f',
    };
    const files = { '.git/HEAD': '', 'package.json': '{}', 'probity.config.json': JSON.stringify({ checks: [check] }) };
    await withFolder(files, async (cwd) => {
      const { out } = await program(['rules', '--format', 'json'], { cwd });
      assert.ok((JSON.parse(out) as { rules: { id: string }[] }).rules.some(({ id }) => id === 'own-rule'));
      const explained = await program(['explain', 'own-rule'], { cwd });
      assert.match(explained.out, /^own-rule\nOur own\n[^]*We promised\./);
      writeFileSync(join(cwd, 'probity.config.json'), '{ "rule": {} }');
      assert.equal((await program(['explain', RULE], { cwd })).code, 0);
      assert.equal((await program(['rules'], { cwd })).code, 2);
    });
  });
});
