import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { ROOT } from '../house/files.ts';
import { withFolder } from '../host/folder.ts';
import { program } from './program.ts';

const SERVICES = 'apps/api/src/services';

/** A product with findings of its own, on a branch that starts where `main` is. */
class PullRequest {
  readonly #cwd: string;

  constructor(cwd: string) {
    this.#cwd = cwd;
    cpSync(`${ROOT}examples/clinic`, cwd, { recursive: true });
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit();
    this.git('switch', '--quiet', '--create', 'work');
  }

  git(...args: string[]): void {
    const name = ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...name, ...args], { cwd: this.#cwd, stdio: 'ignore' });
  }

  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', 'x');
  }

  read(path: string): string {
    return readFileSync(join(this.#cwd, path), 'utf8');
  }

  /** Changes a file; a new one begins empty. */
  edit(path: string, change: (text: string) => string, isNew = false): void {
    const text = isNew ? '' : this.read(path);
    const changed = change(text);
    assert.notEqual(changed, text, path);
    writeFileSync(join(this.#cwd, path), changed);
  }

  /** `rule file` of what the pull request is told. */
  async told(...argv: string[]): Promise<readonly string[]> {
    this.commit();
    const args = ['check', '--no-cache', '--format', 'json', '--changed-since', 'main', ...argv];
    const { code, out, err } = await program(args, { cwd: this.#cwd });
    assert.equal(err, '');
    const { findings } = JSON.parse(out) as {
      readonly findings: readonly { readonly rule: string; readonly file: string; readonly severity: string }[];
    };
    assert.equal(code, findings.some(({ severity }) => severity === 'error') ? 1 : 0);
    return findings.map(({ rule, file }) => `${rule} ${file}`);
  }
}

async function inPullRequest(work: (request: PullRequest) => Promise<void>): Promise<void> {
  await withFolder({}, (cwd) => work(new PullRequest(cwd)));
}

const BIRTHDAY = `import type { AiGateway } from '@/ai/ai-gateway';
import type { PatientRepository } from '@/repositories/patient-repository';

export class BirthdayService {
  constructor(
    private readonly patients: PatientRepository,
    private readonly ai: AiGateway,
  ) {}

  async greeting(patientId: string): Promise<string> {
    const patient = await this.patients.findById(patientId);
    return this.ai.complete({ prompt: \`Wish \${patient.fullName} a happy birthday\` });
  }
}
`;

describe('a pull request', function () {
  this.timeout(60_000);

  it('that adds a call without consent is told of it, and of nothing that was there', async () => {
    await inPullRequest(async (request) => {
      request.edit(`${SERVICES}/birthday-service.ts`, () => BIRTHDAY, true);
      assert.deepEqual(await request.told(), [`personal-data-without-consent ${SERVICES}/birthday-service.ts`]);
    });
  });

  it('that adds one to a file with findings is told of the new one alone', async () => {
    await inPullRequest(async (request) => {
      request.edit(`${SERVICES}/referral-service.ts`, (text) =>
        text.replace(
          /\n\}\n*$/,
          '\n\n  async birthday(id: string): Promise<string> {\n    const { fullName } = await this.patients.findById(id);\n    return this.ai.complete({ prompt: fullName });\n  }\n}\n',
        ),
      );
      assert.deepEqual(await request.told(), [`personal-data-without-consent ${SERVICES}/referral-service.ts`]);
    });
  });

  it('that takes a check away in one file is told of the call that it leaves open in another', async () => {
    await inPullRequest(async (request) => {
      request.edit('packages/shared/src/consent.ts', (text) =>
        text.replace(
          '  if (!hasAiConsent(patient)) throw new ConsentRequiredError(patient.id);\n',
          '  void patient;\n',
        ),
      );
      const told = await request.told();
      assert.ok(told.length > 0, 'calls that rested on the check are open');
      assert.deepEqual(
        told.filter((line) => !line.startsWith('personal-data-without-consent ')),
        [],
      );
    });
  });

  it('that takes a suppression away is told of what it hid', async () => {
    await inPullRequest(async (request) => {
      const path = 'apps/api/src/routes/roster.ts';
      request.edit(path, (text) => text.replace(/^.*probity-ignore.*\n/m, ''));
      const told = await request.told();
      assert.equal(told.length, 1, told.join());
      assert.match(told[0] ?? '', /roster\.ts$/);
    });
  });

  it('that renames a file with findings is told of none', async () => {
    await inPullRequest(async (request) => {
      const [from, to] = ['weekly-digest', 'digest-of-the-week'];
      request.git('mv', `apps/api/src/jobs/${from}.ts`, `apps/api/src/jobs/${to}.ts`);
      assert.deepEqual(await request.told(), []);
    });
  });

  it('that formats files with findings is told of none', async () => {
    await inPullRequest(async (request) => {
      for (const path of [`${SERVICES}/referral-service.ts`, 'apps/api/src/jobs/weekly-digest.ts']) {
        const options = { parser: 'typescript', printWidth: 40, semi: false, tabWidth: 8 } as const;
        const formatted = await format(request.read(path), options);
        request.edit(path, () => formatted);
      }
      assert.deepEqual(await request.told(), []);
    });
  });

  it('that changes something else is told of nothing', async () => {
    await inPullRequest(async (request) => {
      request.edit('README.md', (text) => `${text}\nMore.\n`);
      request.edit('apps/api/src/config.ts', (text) => `// Settings of the server.\n${text}`);
      assert.deepEqual(await request.told(), []);
    });
  });
});
