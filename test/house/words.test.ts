import assert from 'node:assert/strict';
import { isProduct, projectFiles, read } from './files.ts';

/** Folders in which people and machines keep their own things: a path into one works nowhere else. */
const OWN_FOLDERS = ['home', 'Users', 'root', 'work', 'private', 'mnt'];
const MACHINE_PATH = new RegExp(`(^|[\\s"'\`(=])/(${OWN_FOLDERS.join('|')})/[\\w.-]+`, 'm');
const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b|not (yet )?implemented|for now\b/;
const TEXT = /[.](ts|tsx|js|mjs|cjs|json|jsonc|md|ya?ml|sh)$/;

function having(pattern: RegExp, files: readonly string[]): readonly string[] {
  return files.flatMap((path) => {
    const found = pattern.exec(read(path));
    return found === null ? [] : [`${path}: ${found[0].trim()}`];
  });
}

describe('words that do not belong', () => {
  const files = projectFiles().filter((path) => TEXT.test(path) && !/(^|\/)(fixtures|house)\//.test(path));

  it('no path of a machine', () => {
    assert.ok(MACHINE_PATH.test('see /home/ann/x'), 'the pattern finds one');
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
