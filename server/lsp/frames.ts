import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';

const HEAD_END = '\r\n\r\n';
const LENGTH = /^content-length: *(\d+)[ \t]*$/im;
const LINE = /^[\w-]+:[^\r\n]*$/;

/** Longer heads and bodies are nothing that an editor sends: the number is wrong, and waiting for the rest would not end. */
const LONGEST_HEAD = 8 * 1024;
const LONGEST_BODY = 512 * 1024 * 1024;

/**
 * Passes the messages of a byte stream on and leaves out what stands between them, so that a client which sends one wrong
 * header is heard again from its next message on.
 */
export class Frames extends Transform {
  #pending: Buffer = Buffer.alloc(0);
  /** Bytes of the present message that are still to come. */
  #rest = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#rest > 0 ? this.#body() : this.#head());
    done();
  }

  #body(): boolean {
    const part = this.#take(Math.min(this.#rest, this.#pending.length));
    this.#rest -= part.length;
    if (part.length > 0) this.push(part);
    return this.#rest === 0 && this.#pending.length > 0;
  }

  /** @returns whether there may be more to look at */
  #head(): boolean {
    const end = this.#pending.indexOf(HEAD_END);
    if (end < 0) {
      if (this.#pending.length > LONGEST_HEAD) this.#take(this.#pending.length - LONGEST_HEAD);
      return false;
    }
    const head = this.#pending.toString('latin1', 0, end);
    const length = Number(LENGTH.exec(head)?.[1] ?? NaN);
    if (length <= LONGEST_BODY && head.split('\r\n').every((line) => LINE.test(line))) {
      this.push(this.#take(end + HEAD_END.length));
      this.#rest = length;
      return this.#pending.length > 0;
    }
    // The head of the next message may stand right behind what is wrong.
    const next = head.toLowerCase().indexOf('content-length:', 1);
    this.#take(next > 0 ? next : end + HEAD_END.length);
    return this.#pending.length > 0;
  }

  #take(length: number): Buffer {
    const part = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    return part;
  }
}
