import { endianness } from 'node:os';
import type { FileFacts } from '../../engine/extract/index.ts';

/** The arrays of facts, in the order in which they are stored. */
const ARRAYS = ['nodes', 'lists', 'contexts', 'calls', 'jsx'] as const;
const WORD = Int32Array.BYTES_PER_ELEMENT;

/** Arrays are stored as they lie in memory: a cache of a machine of the other byte order is of no use. */
export const LAYOUT = endianness();

/**
 * Facts as bytes: the lengths of the arrays, the arrays, then everything else as JSON.
 */
export function encodeFacts(facts: FileFacts): Buffer {
  const { nodes, lists, contexts, calls, jsx, ...rest } = facts;
  const arrays = [nodes, lists, contexts, calls, jsx];
  const lengths = Int32Array.from(arrays, (array) => array.length);
  return Buffer.concat([...[lengths, ...arrays].map(bytesOf), Buffer.from(JSON.stringify(rest), 'utf8')]);
}

/** Facts of the bytes that {@link encodeFacts} made. Throws on any others. */
export function decodeFacts(bytes: Buffer): FileFacts {
  // a copy: the arrays must begin at a multiple of their element's size
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const lengths = new Int32Array(buffer, 0, ARRAYS.length);
  let at = lengths.byteLength;
  const arrays = Object.fromEntries(
    ARRAYS.map((name, i) => {
      const array = new Int32Array(buffer, at, lengths[i]);
      at += array.byteLength;
      return [name, array];
    }),
  ) as unknown as Pick<FileFacts, (typeof ARRAYS)[number]>;
  const rest = JSON.parse(Buffer.from(buffer, at).toString('utf8')) as Omit<FileFacts, (typeof ARRAYS)[number]>;
  // names of bindings may be anything, `constructor` too
  Object.setPrototypeOf(rest.bindings, null);
  return { ...rest, ...arrays };
}

const bytesOf = ({ buffer, byteOffset, length }: Int32Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, length * WORD);
