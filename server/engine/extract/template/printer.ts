/**
 * Program text made of pieces of a file and of what has to stand between them, with the way back: every offset of the
 * program is told as an offset of the file.
 */
export class Printer {
  readonly #source: string;
  readonly #parts: string[] = [];
  /** Where each piece starts in the program; ascending. */
  readonly #starts: number[] = [];
  /** Where it starts and ends in the file; a copy is as long in both. */
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #copied: boolean[] = [];
  #length = 0;
  #last = -1;

  /** @param source the file's text */
  constructor(source: string) {
    this.#source = source;
  }

  /** Where the piece added last ends in the file. */
  get last(): number {
    return this.#last;
  }

  /** Adds a piece of the file as it stands. */
  copy(start: number, end: number): void {
    if (end > start) this.#add(this.#source.slice(start, end), start, end, true);
  }

  /** Adds text that stands for a stretch of the file. */
  write(text: string, start: number, end: number = start): void {
    if (text !== '') this.#add(text, start, end, false);
  }

  /** The program. */
  text(): string {
    return this.#parts.join('');
  }

  /** Offset in the file of something that starts at an offset of the program. */
  startAt(offset: number): number {
    const piece = this.#pieceAt(offset);
    return this.#copied[piece] === true ? this.#place(piece, offset) : (this.#from[piece] ?? 0);
  }

  /** Offset in the file of something that ends before an offset of the program. */
  endAt(offset: number): number {
    const piece = this.#pieceAt(offset - 1);
    return this.#copied[piece] === true ? this.#place(piece, offset) : (this.#to[piece] ?? 0);
  }

  #place(piece: number, offset: number): number {
    return (this.#from[piece] ?? 0) + offset - (this.#starts[piece] ?? 0);
  }

  #add(text: string, from: number, to: number, copied: boolean): void {
    this.#parts.push(text);
    this.#starts.push(this.#length);
    this.#from.push(from);
    this.#to.push(to);
    this.#copied.push(copied);
    this.#length += text.length;
    this.#last = to;
  }

  /** The last piece that starts at or before an offset. */
  #pieceAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
