/** An object under a number, or the number alone of one that was sent before. */
export type SentOnce<T> = number | { readonly id: number; readonly item: T };

/** The side that sends: the same object is sent once, as copying a thousand findings takes longer than finding them. */
export class OnceSender<T extends object> {
  #ids = new Map<T, number>();
  #next = 0;

  /** @param onFirst is given those that the other side does not have */
  send(items: readonly T[], onFirst: (item: T) => void = () => undefined): readonly SentOnce<T>[] {
    const ids = new Map<T, number>();
    const out = items.map((item): SentOnce<T> => {
      const known = this.#ids.get(item);
      const id = known ?? this.#next++;
      ids.set(item, id);
      if (known === undefined) onFirst(item);
      return known ?? { id, item };
    });
    this.#ids = ids;
    return out;
  }
}

/** The side that receives all that is sent, in order. */
export class OnceReceiver<T> {
  #items = new Map<number, T>();

  receive(sent: readonly SentOnce<T>[]): readonly T[] {
    const items = new Map<number, T>();
    for (const each of sent) {
      const id = typeof each === 'number' ? each : each.id;
      const item = typeof each === 'number' ? this.#items.get(each) : each.item;
      if (item !== undefined) items.set(id, item);
    }
    this.#items = items;
    return [...items.values()];
  }
}
