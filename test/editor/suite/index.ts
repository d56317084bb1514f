/** Loaded by the extension host, which calls `run`. What came of it is also written to a file: an exit code proves nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as module from 'mocha';

export interface SuiteResults {
  readonly passed: string[];
  readonly failed: { readonly title: string; readonly error: string }[];
}

type Constructor = typeof module.default;

/** Versions of Node differ in what they make of an ES module that is required. */
const { default: given } = module as unknown as { default?: Constructor & { default?: Constructor } };
const Mocha: Constructor = given?.default ?? given ?? (module as unknown as Constructor);

/** Runs the suite beside this file that the environment names; rejects if a test fails. */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 90_000, reporter: 'spec', forbidOnly: true });
  mocha.addFile(join(__dirname, `${process.env['EDITOR_TEST_SUITE'] ?? 'extension'}.suite.cjs`));
  const results: SuiteResults = { passed: [], failed: [] };
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      writeFileSync(process.env['EDITOR_TEST_RESULTS'] ?? 'results.json', JSON.stringify(results));
      if (failures > 0) reject(new Error(`${String(failures)} tests failed`));
      else resolve();
    });
    runner.on('pass', (test) => results.passed.push(test.fullTitle()));
    runner.on('fail', (test, error: unknown) => {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
      results.failed.push({ title: test.fullTitle(), error: told });
    });
  });
}
