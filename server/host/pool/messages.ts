import type { FileFacts } from '../../engine/extract/facts.ts';

/** Texts by path that a worker is to turn into facts. */
export interface WorkOrder {
  readonly files: readonly (readonly [path: string, text: string])[];
}

/** Facts of an order's files, in its order. */
export interface WorkResult {
  readonly facts: readonly FileFacts[];
}
