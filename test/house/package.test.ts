import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { SHOW_FLOW_COMMAND } from '../../server/protocol/index.ts';
import { ROOT, read } from './files.ts';

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly types: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly files: readonly string[];
  readonly activationEvents: readonly string[];
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('the package', () => {
  const manifest = JSON.parse(read('package.json')) as Manifest;

  it('what it points to is built', () => {
    const targets = Object.values(manifest.exports).map((target) =>
      typeof target === 'string' ? target : target.default,
    );
    const programs = ['./dist/server.js', './dist/checker.js', './dist/worker.js'];
    const missing = [manifest.main, ...Object.values(manifest.bin), ...targets, ...programs].filter(
      (path) => !existsSync(ROOT + path),
    );
    assert.deepEqual(missing, []);
  });

  it('what it ships exists', () => {
    const missing = manifest.files.filter((path) => !existsSync(ROOT + path));
    assert.deepEqual(missing, []);
  });

  it('its types lie where the compiler writes them', () => {
    const source = manifest.types.replace('./dist/types/', '').replace('.d.ts', '.ts');
    assert.ok(existsSync(ROOT + source), source);
  });

  it('the command line says its version', () => {
    const out = execFileSync(process.execPath, [`${ROOT}dist/cli.js`, '--version'], { encoding: 'utf8' });
    assert.equal(out.trim().split(' ').at(-1), manifest.version);
  });

  it('the engine can be imported', async () => {
    const engine = (await import(`${ROOT}dist/engine.js`)) as Record<string, unknown>;
    assert.equal(typeof engine['createWorkspace'], 'function');
  });

  it('every command of the extension is registered', () => {
    const source = read('client/commands.ts');
    const missing = manifest.contributes.commands.filter(
      ({ command }) => !source.includes(`'${command}'`) && command !== SHOW_FLOW_COMMAND,
    );
    assert.deepEqual(missing, []);
  });
});
