import type { Entry } from 'yauzl';
import yauzl from 'yauzl';

/** Names of the files in a packed extension, one a line, without the hashes of the bundler. */
export function contentsOf(vsix: string): Promise<string> {
  return new Promise((resolve, reject) => {
    yauzl.open(vsix, { lazyEntries: true }, (error, zip) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const names: string[] = [];
      zip.on('entry', ({ fileName }: Entry) => {
        names.push(fileName.replace(/-[A-Z0-9]{8}(?=\.js$)/, ''));
        zip.readEntry();
      });
      zip.on('end', () => {
        resolve(`${[...new Set(names)].sort().join('\n')}\n`);
      });
      zip.on('error', reject);
      zip.readEntry();
    });
  });
}
