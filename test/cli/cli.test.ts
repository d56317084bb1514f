import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { consoleOf } from '../../server/host/console.ts';
import { consentFinding, emptyCatalogue, FILES, FOUND, placeOf, ROOT, run } from './fakes.ts';
import type { World } from './fakes.ts';

const warning: World = { findings: (texts) => [consentFinding(texts, { atMost: 'warning', confidence: 'medium' })] };
const info: World = { findings: (texts) => [consentFinding(texts, { atMost: 'info' })] };

const countOf = async (argv: readonly string[], world: World): Promise<number> => {
  const { out } = await run(['check', '--format', 'json', ...argv], world);
  return (JSON.parse(out) as { findings: unknown[] }).findings.length;
};

describe('exit codes', () => {
  it('is 0 without findings and 1 with an error', async () => {
    assert.equal((await run(['check'])).code, 0);
    assert.equal((await run(['check'], FOUND)).code, 1);
  });

  it('fails on what --fail-on says, and above', async () => {
    const codes = async (world: World): Promise<number[]> => [
      (await run(['check'], world)).code,
      (await run(['check', '--fail-on', 'error'], world)).code,
      (await run(['check', '--fail-on=warning'], world)).code,
      (await run(['check', '--fail-on', 'info'], world)).code,
    ];
    assert.deepEqual(await codes(FOUND), [1, 1, 1, 1]);
    assert.deepEqual(await codes(warning), [0, 0, 1, 1]);
    assert.deepEqual(await codes(info), [0, 0, 0, 1]);
  });

  it('fails on more warnings than --max-warnings allows', async () => {
    const world: World = {
      findings: (texts) => [consentFinding(texts, { atMost: 'warning' }), consentFinding(texts, { atMost: 'warning' })],
    };
    assert.equal((await run(['check'], world)).code, 0);
    assert.equal((await run(['check', '--max-warnings', '2'], world)).code, 0);
    assert.equal((await run(['check', '--max-warnings', '1'], world)).code, 1);
    assert.equal((await run(['check', '--max-warnings', 'few'], world)).code, 2);
  });

  it('is 3 if part of the check failed, whatever the rest found, and says where', async () => {
    const world: World = {
      ...FOUND,
      result: { problems: [{ path: 'src/ai.ts', start: 0, end: 1, message: 'Probity failed here', fault: true }] },
    };
    const { code, out, err } = await run(['check', '--format', 'json'], world);
    assert.equal(code, 3);
    assert.match(err, /^probity: src\/ai\.ts:1:1 {2}Probity failed here$/m);
    const report = JSON.parse(out) as { findings: unknown[]; problems: unknown[] };
    assert.equal(report.findings.length, 1);
    assert.deepEqual(report.problems, [
      { file: 'src/ai.ts', line: 1, column: 1, endLine: 1, endColumn: 2, message: 'Probity failed here', fault: true },
    ]);
  });

  it('is 2 for wrong usage, with the nearest right word', async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /Usage: probity/],
      [['chek'], /unknown command 'chek'\n\(Did you mean check\?\)/],
      [['check', '--formt', 'json'], /unknown option '--formt'\n\(Did you mean --format\?\)/],
      [['check', '--format', 'jsn'], /'jsn' is invalid\. Did you mean json\?/],
      [['check', '--format', 'yaml'], /Known: text, json, sarif, github, gitlab, markdown, junit, html\./],
      [['check', '--format'], /argument missing/],
      [['check', '--fail-on', 'warn'], /Did you mean warning\?/],
      [['check', '--min-confidence', 'hihg'], /Did you mean high\?/],
      [['check', '--threads', 'two'], /A whole number from 1 to 999/],
      [['check', '--threads', '0'], /A whole number from 1 to 999/],
      [['check', '--as-of', '2026-13-40'], /'2026-13-40' is invalid\. A day is expected, as 2026-08-02\./],
      [['report', '--as-of', 'tomorrow'], /A day is expected/],
      [['check', '--stdin'], /--stdin needs --stdin-filename/],
      [['check', '--stdin-filename', 'a.ts'], /--stdin-filename needs --stdin/],
      [['check', '--stdin', '--stdin-filename', 'src/'], /must name a file/],
      [['check', '--stdin', '--stdin-filename', 'a.ts', 'src'], /no paths can be given/],
      [['check', 'nowhere'], /There is no file or folder "nowhere" in \/home\/me\/app/],
      [['check', 'lib/*.ts'], /No source file matches "lib\/\*\.ts"/],
      [['explain'], /missing required argument/],
      [['explain', 'unpined-model'], /There is no rule "unpined-model"; did you mean "unpinned-model"\?/],
      [['explain', 'zzzzzz'], /run "probity rules" to see them all/],
      [['explain', '0123456789abcdef'], /No finding has the fingerprint/],
      [['rules', 'extra'], /too many arguments/],
    ];
    for (const [argv, expected] of wrong) {
      const { code, out, err } = await run(argv, FOUND);
      assert.equal(code, 2, argv.join(' '));
      assert.match(err, expected);
      assert.equal(out, '', argv.join(' '));
    }
  });

  it('is 2 for a wrong configuration, with every place', async () => {
    const { code, err } = await run(['check', '--format', 'json'], {
      problems: [
        { file: '/home/me/app/probity.config.json', line: 2, column: 3, message: 'Unknown key `rule`' },
        { file: '/home/me/app/probity.config.json', line: 9, column: 1, message: 'Another' },
      ],
    });
    assert.equal(code, 2);
    assert.equal(
      err,
      'probity: The configuration cannot be used\n/home/me/app/probity.config.json:2:3  Unknown key `rule`\n/home/me/app/probity.config.json:9:1  Another\n',
    );
  });

  it('is 3 when the tool fails, with the stack only on demand', async () => {
    const broken: World = { ports: { readCatalogue: () => Promise.reject(new Error('no rules')) } };
    const short = await run(['check'], broken);
    assert.equal(short.code, 3);
    assert.match(short.err, /^probity: failed: no rules\n.*--verbose/);
    assert.doesNotMatch(short.err, /\n\s+at /);
    const long = await run(['check', '--verbose'], broken);
    assert.equal(long.code, 3);
    assert.match(long.err, /\n\s+at /);
  });

  it('is 0 for help and version', async () => {
    const help = await run(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.out, /check \[options\] \[paths\.\.\.\]/);
    assert.deepEqual(await run(['--version']).then(({ code, out }) => [code, out]), [0, '1.2.3\n']);
    const check = await run(['check', '--help']);
    assert.equal(check.code, 0);
    for (const flag of [
      '--format',
      '--output',
      '--config',
      '--fail-on',
      '--min-confidence',
      '--no-cache',
      '--threads',
      '--stdin',
      '--stdin-filename',
      '--verbose',
      '--quiet',
      '--color',
    ]) {
      assert.ok(check.out.includes(flag), flag);
    }
  });
});

describe('what is checked', () => {
  const spread: World = {
    files: { ...FILES, 'lib/a.ts': 'ask(a);\n', 'lib/deep/b.tsx': 'ask(b);\n', 'README.md': '' },
    findings: (texts) => [
      consentFinding(texts),
      ...(['lib/a.ts', 'lib/deep/b.tsx'] as const).map((path) =>
        consentFinding(texts, { place: placeOf(texts, path, 'ask'), sink: null }),
      ),
    ],
  };

  it('is the current folder, or the files, folders and globs named', async () => {
    assert.equal(await countOf([], spread), 3);
    assert.equal(await countOf(['.'], spread), 3);
    assert.equal(await countOf([ROOT], spread), 3);
    assert.equal(await countOf(['lib'], spread), 2);
    assert.equal(await countOf(['lib/'], spread), 2);
    assert.equal(await countOf(['lib/a.ts'], spread), 1);
    assert.equal(await countOf(['lib/*.ts'], spread), 1);
    assert.equal(await countOf(['lib/**/*.{ts,tsx}'], spread), 2);
    assert.equal(await countOf(['lib/deep', 'src'], spread), 2);
  });

  it('finds a finding by its AI call, too', async () => {
    assert.equal(await countOf(['src/ai.ts'], spread), 1);
  });

  it('takes the folder above as root where a path lies outside', async () => {
    const roots: string[] = [];
    const world: World = {
      ports: {
        cwd: `${ROOT}/src`,
        readWorkspace: (root) => {
          roots.push(root);
          return Promise.resolve({ texts: new Map(), tsconfigs: [], packages: [], problems: [] });
        },
      },
    };
    await run(['check', '..'], world);
    await run(['check', '.'], world);
    await run(['check', '../src/ai.ts'], world);
    await run(['check', '/home/me'], world);
    assert.deepEqual(roots, [ROOT, `${ROOT}/src`, `${ROOT}/src`, '/home/me']);
  });

  it('says so where there is nothing to check, and does not fail', async () => {
    const { code, err, out } = await run(['check'], { files: { 'README.md': '' } });
    assert.deepEqual([code, err, out], [0, 'No source files were found; nothing was checked.\n', '']);
    const json = await run(['check', '--format', 'json'], { files: {} });
    assert.equal(json.code, 0);
    assert.deepEqual((JSON.parse(json.out) as { findings: unknown }).findings, []);
  });

  it('leaves out what is less sure than asked', async () => {
    assert.equal(await countOf(['--min-confidence', 'medium'], warning), 1);
    assert.equal(await countOf(['--min-confidence', 'high'], warning), 0);
  });

  it('keeps to include and exclude of the config', async () => {
    assert.equal(await countOf([], { ...spread, config: { includes: (path) => path.startsWith('lib/') } }), 2);
    const read = {
      ...FOUND,
      config: { excludes: (path: string) => path === 'README.md' },
      files: { ...FILES, 'README.md': 'x' },
    };
    assert.equal(await countOf([], read), 1);
    assert.equal(
      await countOf([], { ...FOUND, config: { severities: { 'personal-data-without-consent': 'off' } } }),
      0,
    );
  });

  it('reads one text from standard input in the place of its file', async () => {
    let seen: string | null | undefined;
    const world: World = {
      findings: (texts) => {
        seen = texts.get('src/new.ts');
        return [consentFinding(texts), consentFinding(texts, { place: placeOf(texts, 'src/new.ts', 'typed') })];
      },
    };
    assert.equal(await countOf(['--stdin', '--stdin-filename', 'src/new.ts'], world), 1);
    assert.equal(seen, 'typed text');
  });
});

describe('commands', () => {
  it('writes the report to a file and sums up', async () => {
    const { written, out, err, code } = await run(['check', '--format', 'json', '--output', 'out.json'], FOUND);
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /^✖ 1 error/);
    assert.match(written.get(`${ROOT}/out.json`) ?? '', /^\{\n {2}"version": 1/);
  });

  it('says why a report could not be written', async () => {
    const world = { ...FOUND, ports: { writeFile: () => Promise.reject(new Error('disk is full')) } };
    const { code, err } = await run(['check', '-o', 'out.txt'], world);
    assert.equal(code, 2);
    assert.match(err, /could not be written to "out\.txt": disk is full/);
  });

  it('explains a rule', async () => {
    const { code, out } = await run(['explain', 'personal-data-without-consent']);
    assert.equal(code, 0);
    assert.match(out, /^personal-data-without-consent\nPersonal data reaches a model without consent\ndefault: error/);
    assert.match(out, /\n {4}ask\(user\.email\)\n/);
    assert.match(out, /GDPR Art\. 6, applies from 2018-05-25/);
  });

  it('explains what it says about comments', async () => {
    const { code, out } = await run(['explain', 'suppression']);
    assert.equal(code, 0);
    assert.match(out, /probity-ignore-next-line <rule-id> -- reason/);
    assert.match(out, /@lawful-basis <basis> -- reason/);
  });

  it('says of a law which date it has, and where none was checked', async () => {
    const catalogue = emptyCatalogue();
    const laws = catalogue.laws.map((law) => (law.id === 'kz-17' ? { ...law, basis: 'unverified' as const } : law));
    const ports = { readCatalogue: () => Promise.resolve({ ...catalogue, laws }) };
    const { out } = await run(['explain', 'personal-data-without-consent'], { ports });
    assert.match(out, /GDPR Art\. 6, applies from 2018-05-25/);
    assert.match(out, /KZ Law on AI Art\. 17\(3\), the date it applies from was not checked/);
    assert.doesNotMatch(out, /2026-01-18/);
  });

  it('explains a finding by the beginning of its fingerprint', async () => {
    const { out: json } = await run(['check', '--format', 'json'], FOUND);
    const id = (JSON.parse(json) as { findings: { fingerprint: string }[] }).findings[0]?.fingerprint ?? '';
    for (const subject of [id, id.slice(0, 8), id.toUpperCase()]) {
      const { code, out } = await run(['explain', subject], FOUND);
      assert.equal(code, 0);
      assert.match(out, /`user\.diagnosis`: health data \(user\.health_and_medical\)\s+src\/summary\.ts:5:44/);
      assert.match(out, /Ask for consent first with `requireConsent` \(review\)/);
    }
  });

  it('lists the rules by number', async () => {
    const { out } = await run(['rules']);
    const ids = out
      .split('\n')
      .map((line) => line.split(' ')[0])
      .filter((word) => word?.includes('-'));
    assert.deepEqual(ids, ['personal-data-without-consent', 'social-scoring', 'unpinned-model']);
    const { rules } = JSON.parse((await run(['rules', '--format', 'json'])).out) as {
      rules: { id: string; severity: string }[];
    };
    assert.deepEqual(
      rules.map((rule) => [rule.id, rule.severity]),
      [
        ['personal-data-without-consent', 'error'],
        ['social-scoring', 'off'],
        ['unpinned-model', 'info'],
      ],
    );
  });

  it('starts the language server, whatever way to talk the editor asks for', async () => {
    let started = 0;
    const ports: World['ports'] = {
      startLanguageServer: () => {
        started++;
        return Promise.resolve();
      },
    };
    for (const argv of [['lsp'], ['lsp', '--stdio'], ['lsp', '--pipe=/tmp/x'], ['lsp', '--socket', '1']]) {
      assert.deepEqual(await run(argv, { ports }).then(({ code, out, err }) => [code, out, err]), [0, '', '']);
    }
    assert.equal(started, 4);
  });

  it('hands on threads, cache and config', async () => {
    const asked: unknown[] = [];
    const world: World = {
      ports: {
        loadConfig: ({ file }) => {
          asked.push(file);
          return Promise.reject(new Error('seen'));
        },
      },
    };
    await run(['check', '--config', 'conf/p.json'], world);
    await run(['check', '--config', '/etc/p.json'], world);
    await run(['check'], world);
    assert.deepEqual(asked, [`${ROOT}/conf/p.json`, '/etc/p.json', null]);
    const options: unknown[] = [];
    const made: World = {
      ports: {
        createWorkspace: (given) => {
          options.push([given.threads, given.cache !== null]);
          throw new Error('seen');
        },
        openCache: (root, folder) => {
          options.push([root, folder]);
          return Promise.resolve(null);
        },
      },
    };
    await run(['check', '--threads', '2', '--no-cache'], made);
    await run(['check', '--cache'], made);
    await run(['check', '--cache-location', 'kept'], made);
    await run(['check', '--stdin', '--stdin-filename', 'a.ts'], made);
    assert.deepEqual(options, [
      [2, false],
      [ROOT, null],
      [null, false],
      [ROOT, `${ROOT}/kept`],
      [null, false],
      [null, false],
    ]);
  });
});

describe('console', () => {
  class Stream extends EventEmitter {
    written = '';
    readonly failing: string | null;
    constructor(failing: string | null) {
      super();
      this.failing = failing;
    }
    write(text: string, done: (error?: Error | null) => void): boolean {
      if (this.failing === null) {
        this.written += text;
        setImmediate(done);
        return true;
      }
      const error = Object.assign(new Error(this.failing), { code: this.failing });
      setImmediate(() => {
        this.emit('error', error);
        done(error);
      });
      return false;
    }
  }

  it('is quiet when the reader went away', async () => {
    for (const code of ['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED']) {
      const console = consoleOf(new Stream(code));
      await console.write('a');
      await console.write('b');
    }
  });

  it('tells other trouble, and writes what it is given', async () => {
    await assert.rejects(consoleOf(new Stream('ENOSPC')).write('a'), /ENOSPC/);
    const stream = new Stream(null);
    await consoleOf(stream).write('a');
    assert.equal(stream.written, 'a');
  });
});
