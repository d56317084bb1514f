/** A table that tells when its keys are other ones. */
export class VersionedMap<K, V> extends Map<K, V> {
  #version = 0;
  /** Keys that came or went since it was told last, with whether they were there. */
  #turned = new Map<K, boolean>();

  /** The same number as long as the keys are the same. */
  get version(): number {
    const turned = this.#turned;
    this.#turned = new Map<K, boolean>();
    if ([...turned].some(([key, was]) => this.has(key) !== was)) this.#version++;
    return this.#version;
  }

  override set(key: K, value: V): this {
    if (!this.has(key) && !this.#turned.has(key)) this.#turned.set(key, false);
    return super.set(key, value);
  }

  override delete(key: K): boolean {
    const was = super.delete(key);
    if (was && !this.#turned.has(key)) this.#turned.set(key, true);
    return was;
  }

  override clear(): void {
    this.#version++;
    this.#turned.clear();
    super.clear();
  }
}
