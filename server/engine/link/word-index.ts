/** In which texts a word stands: a letter, digit, `_` or `$`, and as many of them as follow. */
export interface WordIndex {
  /** Source files in whose text the word stands by itself, comments and strings included, in the order of the paths. */
  holding(word: string): readonly string[];
}

/** Told of every answer that is used, by an object that stands for it as long as it holds. */
export type OnAnswer = (answer: object) => void;

/** A word index that is carried from one state of the texts to the next. */
export interface LiveWordIndex extends WordIndex {
  holding(word: string, onAnswer?: OnAnswer): readonly string[];
  /**
   * The texts of these paths have changed; the paths themselves have not.
   *
   * @returns the answers that do not hold any more
   */
  textsChanged(paths: Iterable<string>): readonly object[];
  /** Lets go of answers that nobody uses any more. */
  keepOnly(isUsed: (answer: object) => boolean): void;
}

interface WordInput {
  /** Sorted. */
  readonly paths: readonly string[];
  text(path: string): string | undefined;
}

interface Scan {
  readonly text: string;
  /** Hashes of the words of the text, each once. */
  readonly words: Uint32Array;
}

interface Answer {
  readonly bucket: number;
  readonly paths: readonly string[];
}

/** Bits of a hash that choose a bucket. Larger than the number of different words in a large repository. */
const BUCKET_BITS = 20;
const BUCKETS = 1 << BUCKET_BITS;
/** Changed texts that are looked at one by one; from then on the inverted file is made anew. */
const MAX_CHANGED = 64;
const NO_PATHS: readonly string[] = [];
const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/i;

/** 1 for characters of words: every one that is not ASCII counts as a letter. */
const WORD = new Uint8Array(128);
for (const c of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$') WORD[c.charCodeAt(0)] = 1;

const scansOf = new WeakMap<WordIndex, Map<string, Scan>>();

/**
 * An inverted file over the words of all sources, made in one pass over each text when first asked. Texts are kept as
 * lists of 32-bit hashes; buckets that two words share are told apart by looking at the text.
 *
 * @param previous an earlier index: the scans of texts that are still the same string are taken over
 */
export function createWordIndex(input: WordInput, previous?: WordIndex): LiveWordIndex {
  const scans = new Map((previous === undefined ? undefined : scansOf.get(previous)) ?? []);
  const answers = new Map<string, Answer>();
  let inverted: Inverted | null = null;
  /** Paths whose text is another than the inverted file was made of. */
  const changed = new Set<string>();

  const scanOf = (path: string): Scan => {
    const text = input.text(path) ?? '';
    let scan = scans.get(path);
    if (scan?.text !== text) scans.set(path, (scan = { text, words: wordsOf(text) }));
    return scan;
  };

  const invertedFile = (): Inverted => {
    if (inverted !== null && changed.size <= MAX_CHANGED) return inverted;
    changed.clear();
    const paths = input.paths.filter((path) => SOURCE.test(path));
    inverted = invert(
      paths,
      paths.map((path) => scanOf(path).words),
    );
    return inverted;
  };

  const find = (word: string, bucket: number): readonly string[] => {
    const found = among(invertedFile(), bucket, (path) => !changed.has(path) && holds(input.text(path) ?? '', word));
    const more = [...changed].filter((path) => holds(input.text(path) ?? '', word));
    return more.length === 0 ? found : [...found, ...more].sort();
  };

  const index: LiveWordIndex = {
    holding(word, onAnswer) {
      if (word === '') return NO_PATHS;
      let answer = answers.get(word);
      if (answer === undefined) {
        const bucket = bucketOf(word);
        answers.set(word, (answer = { bucket, paths: find(word, bucket) }));
      }
      onAnswer?.(answer);
      return answer.paths;
    },
    textsChanged(paths) {
      const stale: Answer[] = [];
      for (const path of paths) {
        if (!SOURCE.test(path)) continue;
        const before = scans.get(path);
        // without a scan nothing has been asked yet
        if (before === undefined) continue;
        changed.add(path);
        const { text, words } = scanOf(path);
        const concerned = new Set([...before.words, ...words]);
        for (const [word, answer] of answers) {
          if (!concerned.has(answer.bucket)) continue;
          const held = answer.paths.includes(path);
          if (held === holds(text, word)) continue;
          stale.push(answer);
          const now = held ? answer.paths.filter((p) => p !== path) : [...answer.paths, path].sort();
          answers.set(word, { ...answer, paths: now });
        }
      }
      return stale;
    },
    keepOnly(isUsed) {
      for (const [word, answer] of answers) if (!isUsed(answer)) answers.delete(word);
    },
  };
  scansOf.set(index, scans);
  return index;
}

/** FNV-1a over UTF-16 units, its bits mixed so that the upper ones depend on all units. */
const SEED = 0x811c9dc5;
const step = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
const finished = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;

/** Last text in which a bucket was met; one table for all scans. */
const metIn = new Int32Array(BUCKETS);
let textCount = 0;

/** Where the hashes of one text are gathered; grows to the most words any text has. */
let gathered = new Uint32Array(4096);

/** Hashes of the different words of a text; words that share a bucket are taken for one. */
function wordsOf(text: string): Uint32Array {
  textCount = (textCount + 1) | 0;
  const { length } = text;
  let count = 0;
  for (let i = 0; i < length; i++) {
    let c = text.charCodeAt(i);
    if (c < 128 && WORD[c] === 0) continue;
    let hash = SEED;
    do {
      hash = step(hash, c);
      c = ++i < length ? text.charCodeAt(i) : 0;
    } while (c >= 128 || WORD[c] === 1);
    const bucket = finished(hash) >>> (32 - BUCKET_BITS);
    if (metIn[bucket] === textCount) continue;
    metIn[bucket] = textCount;
    if (count === gathered.length) gathered = grown(gathered);
    gathered[count++] = bucket;
  }
  return gathered.slice(0, count);
}

function grown(buffer: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}

function bucketOf(word: string): number {
  let hash = SEED;
  for (let i = 0; i < word.length; i++) hash = step(hash, word.charCodeAt(i));
  return finished(hash) >>> (32 - BUCKET_BITS);
}

/** For each bucket the numbers of the paths with a word in it, one bucket after the other. */
interface Inverted {
  readonly paths: readonly string[];
  readonly starts: Uint32Array;
  readonly postings: Uint32Array;
}

/** Counting sort of (bucket, path). */
function invert(paths: readonly string[], words: readonly Uint32Array[]): Inverted {
  const starts = new Uint32Array(BUCKETS + 1);
  for (const list of words) for (const bucket of list) starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
  for (let b = 0; b < BUCKETS; b++) starts[b + 1] = (starts[b + 1] ?? 0) + (starts[b] ?? 0);
  const next = starts.slice(0, BUCKETS);
  const postings = new Uint32Array(starts[BUCKETS] ?? 0);
  words.forEach((list, path) => {
    for (const bucket of list) {
      const at = next[bucket] ?? 0;
      postings[at] = path;
      next[bucket] = at + 1;
    }
  });
  return { paths, starts, postings };
}

function among(
  { paths, starts, postings }: Inverted,
  bucket: number,
  test: (path: string) => boolean,
): readonly string[] {
  const out: string[] = [];
  for (let i = starts[bucket] ?? 0; i < (starts[bucket + 1] ?? 0); i++) {
    const path = paths[postings[i] ?? 0];
    if (path !== undefined && test(path)) out.push(path);
  }
  return out;
}

/** Whether a text holds the word by itself. */
function holds(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWord(text.charCodeAt(at - 1)) && !isWord(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}

/** NaN, beyond the ends of the text, is no part of a word. */
const isWord = (c: number): boolean => c >= 128 || WORD[c] === 1;
