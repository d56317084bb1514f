import type { Extractor, FileFacts } from '../../engine/extract/index.ts';
import { decodeFacts, encodeFacts, LAYOUT } from './facts-codec.ts';
import { framed, unframed } from './frame.ts';
import { textKey } from './key.ts';

interface Header {
  readonly layout: string;
  /** Keys of texts with the length of their facts in bytes, in the order in which these follow. */
  readonly entries: readonly (readonly [key: string, length: number])[];
}

const WORD = 4;

/** Facts by text, of an earlier check and of this one. */
export class FactsStore {
  readonly #build: string;
  readonly #known: ReadonlyMap<string, Buffer>;
  readonly #used = new Map<string, Buffer>();
  #isNew = false;

  /** @param frame the file of an earlier check; null if there is none. Throws if it is damaged. */
  constructor(build: string, frame: Buffer | null) {
    this.#build = build;
    this.#known = frame === null ? new Map() : entriesOf(frame);
  }

  /** An extractor that knows what was extracted before. */
  over(extractor: Extractor): Extractor {
    return {
      parser: extractor.parser,
      extract: (path, text) => this.#facts(extractor, path, text),
      tree: (path, text) => extractor.tree(path, text),
    };
  }

  /** The file for the next check; null if it would be the same. */
  toFile(): Buffer | null {
    if (!this.#isNew) return null;
    const kept = [...this.#used, ...this.#spare()];
    const header: Header = { layout: LAYOUT, entries: kept.map(([key, bytes]) => [key, bytes.length]) };
    const head = Buffer.from(JSON.stringify(header), 'utf8');
    const length = Buffer.alloc(WORD);
    length.writeUInt32LE(head.length);
    return framed(Buffer.concat([length, head, ...kept.map(([, bytes]) => bytes)]));
  }

  #facts(extractor: Extractor, path: string, text: string): FileFacts {
    const key = textKey(this.#build, path, text);
    const known = this.#known.get(key);
    if (known !== undefined) {
      this.#used.set(key, known);
      return decodeFacts(known);
    }
    const facts = extractor.extract(path, text);
    this.#used.set(key, encodeFacts(facts));
    this.#isNew = true;
    return facts;
  }

  /** Facts of texts that are not there now, as those of another branch: as much of them as of those that are. */
  *#spare(): Generator<readonly [string, Buffer]> {
    let room = 0;
    for (const bytes of this.#used.values()) room += bytes.length;
    for (const [key, bytes] of this.#known) {
      if (this.#used.has(key)) continue;
      room -= bytes.length;
      if (room < 0) return;
      yield [key, bytes];
    }
  }
}

function entriesOf(frame: Buffer): ReadonlyMap<string, Buffer> {
  const payload = unframed(frame);
  if (payload === null) throw new Error('damaged');
  const entries = new Map<string, Buffer>();
  const end = WORD + payload.readUInt32LE();
  const header = JSON.parse(payload.toString('utf8', WORD, end)) as Header;
  if (header.layout !== LAYOUT) return entries;
  let at = end;
  for (const [key, length] of header.entries) {
    entries.set(key, payload.subarray(at, at + length));
    at += length;
  }
  return entries;
}
