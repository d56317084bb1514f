import type { Readable } from 'node:stream';

/** The part of a writable stream that is used. */
interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string, done: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** An output that never fails because its reader went away. */
export interface Console {
  readonly isTTY: boolean;
  /** Columns of the terminal, null if it is none. */
  readonly columns: number | null;
  /** Resolves when the text was handed on, or nobody is there to take it. Rejects on any other trouble (a full disk). */
  write(text: string): Promise<void>;
}

/** What a closed pipe is called: on Windows it may be an end of file. */
const GONE = new Set(['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** Wraps standard output or error. */
export function consoleOf(stream: Sink): Console {
  let gone = false;
  const isGone = (error: Error): boolean => 'code' in error && GONE.has(String(error.code));
  // Without a listener the error of a closed pipe would end the process with a stack trace.
  stream.on('error', (error) => {
    gone ||= isGone(error);
  });
  return {
    isTTY: stream.isTTY ?? false,
    columns: stream.columns ?? null,
    write: (text) =>
      new Promise((resolve, reject) => {
        if (gone || text === '') {
          resolve();
          return;
        }
        stream.write(text, (error) => {
          if (!error) resolve();
          else if (isGone(error)) {
            gone = true;
            resolve();
          } else reject(error);
        });
      }),
  };
}

/** All of standard input as text. */
export async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}
