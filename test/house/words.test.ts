import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { ROOT, isProduct, projectFiles, read } from './files.ts';

/** Folders in which machines keep their own things, and the very machine this runs on: such paths work nowhere else. */
const OWN_FOLDERS = ['Users', 'root', 'work', 'private', 'mnt'].map((name) => `/${name}/`);
const HERE = [ROOT, `${homedir()}/`].map((path) => path.replaceAll('\\', '/'));
const MACHINE_PATH = new RegExp(`(?<![\\w.*-])(${[...OWN_FOLDERS, ...HERE].map(quote).join('|')})[\\w.-]+`, 'm');
const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b|not (yet )?implemented|for now\b/;
const TEXT = /[.](ts|tsx|js|mjs|cjs|json|jsonc|md|ya?ml|sh)$/;

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function having(pattern: RegExp, files: readonly string[]): readonly string[] {
  return files.flatMap((path) => {
    const found = pattern.exec(read(path));
    return found === null ? [] : [`${path}: ${found[0].trim()}`];
  });
}

describe('words that do not belong', () => {
  const files = projectFiles().filter((path) => TEXT.test(path) && !/(^|\/)(fixtures|house)\//.test(path));

  it('no path of a machine', () => {
    assert.ok(MACHINE_PATH.test(`see ${ROOT}x`), 'the pattern finds one');
    assert.deepEqual(having(MACHINE_PATH, files), []);
  });

  it('nothing is marked as unfinished in the product', () => {
    const product = files.filter((path) => isProduct(path) || /^(rules|docs|bench|scripts)\//.test(path));
    assert.deepEqual(having(UNFINISHED, product), []);
  });

  it('the lock file names no place to download from', () => {
    assert.doesNotMatch(read('package-lock.json'), /"resolved": "(?!file:)/);
  });
});
