import type { AiCall, Diagnostic, Place } from '../../engine/explain/index.ts';

/** Texts that the other side must have to show findings and calls: those of the files that these speak of. */
export class SentTexts {
  /** Files that were spoken of, with the text that was sent. */
  readonly #spoken = new Map<string, string | null>();
  /** Those of them whose text the other side may not have. */
  readonly #due = new Set<string>();

  /** Something is sent that speaks of files. */
  speaks(told: Diagnostic | AiCall): void {
    for (const { path } of 'rule' in told ? placesOfFinding(told) : placesOfCall(told)) {
      if (this.#spoken.has(path)) continue;
      this.#spoken.set(path, null);
      this.#due.add(path);
    }
  }

  /** The text of a file may be another one, or another one that counts. */
  changed(path: string): void {
    if (this.#spoken.has(path)) this.#due.add(path);
  }

  allChanged(): void {
    for (const path of this.#spoken.keys()) this.#due.add(path);
  }

  /** What is to be sent now. @param textOf undefined where the other side has the text by itself, or there is none */
  take(textOf: (path: string) => string | undefined): Map<string, string> {
    const texts = new Map<string, string>();
    for (const path of this.#due) {
      const text = textOf(path);
      if (text === undefined) continue;
      this.#due.delete(path);
      if (this.#spoken.get(path) === text) continue;
      this.#spoken.set(path, text);
      texts.set(path, text);
    }
    return texts;
  }
}

function* placesOfFinding({ place, data, path, related, sink, fixes }: Diagnostic): Iterable<Place> {
  yield place;
  for (const item of [...data, ...path, ...related]) yield item.place;
  if (sink !== null) yield sink.place;
  for (const { edits } of fixes) yield* edits;
}

function* placesOfCall({ place, consent, disclosure }: AiCall): Iterable<Place> {
  yield place;
  for (const { at } of [consent, disclosure]) if (at !== null) yield at;
}
