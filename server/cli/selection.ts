import { CONFIDENCE_RANK } from '../engine/base/confidence.ts';
import type { ResolvedConfig } from '../../rules/schema/config.ts';
import type { Confidence } from '../../rules/schema/types.ts';
import { hash64 } from '../engine/base/hash.ts';
import type { Diagnostic } from '../engine/explain/diagnostic.ts';
import { targetTest } from './targets.ts';
import type { Targets } from './targets.ts';

/** A part of the work: the first of three machines is `{ index: 1, count: 3 }`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export interface SelectionRequest {
  readonly minConfidence: Confidence;
  /** Paths relative to the root that were changed; null for no such bound. */
  readonly changed: ReadonlySet<string> | null;
  readonly shard: Shard | null;
}

/** What of a check's result was asked for. Paths are POSIX, relative to the root. */
export interface Selection {
  /** Whether a file is among what was named, of the configuration's part and of this shard. */
  readonly file: (path: string) => boolean;
  readonly finding: (diagnostic: Diagnostic) => boolean;
}

/**
 * The bounds of the command line and the configuration as tests.
 *
 * A finding belongs to a file by its place or its AI call; of several shards it belongs to exactly one. Which files were
 * changed bounds no finding: a change in a helper can open a way that ends elsewhere (run-check.ts looks at that).
 */
export function selectionOf(targets: Targets, config: ResolvedConfig, request: SelectionRequest): Selection {
  const { changed, shard, minConfidence } = request;
  const named = targetTest(targets);
  const wanted = (path: string): boolean => named(path) && config.includes(path);
  const mine = (path: string): boolean => shard === null || inShard(path, shard);
  const sure = CONFIDENCE_RANK[minConfidence];
  return {
    file: (path) => wanted(path) && mine(path) && (changed === null || changed.has(path)),
    finding: (diagnostic) => {
      const { place, sink } = diagnostic;
      if (CONFIDENCE_RANK[diagnostic.confidence] < sure) return false;
      if (!wanted(place.path) && !(sink !== null && wanted(sink.place.path))) return false;
      return mine(sink?.place.path ?? place.path);
    },
  };
}

function inShard(path: string, { index, count }: Shard): boolean {
  return Number.parseInt(hash64(path).slice(0, 8), 16) % count === index - 1;
}
