import { FREE_TEXT } from '../base/free-text.ts';
import type { Place } from '../base/place.ts';
import type { DisclosureFlow, ModelFlow } from '../flow/index.ts';
import { disclosureOf, type DisclosureStatus } from './disclosure-rule.ts';
import type { SinkFact } from './finding.ts';
import { sinkFact } from './flow-rule.ts';

/** One AI call with what reaches it: a row of the inventory. */
export interface AiCallFact extends SinkFact {
  /** fideslang keys, sorted. */
  readonly data: readonly string[];
  readonly disclosure: DisclosureStatus;
  readonly consent: { readonly status: 'guarded' | 'partial' | 'none' | 'not-needed'; readonly at: Place | null };
}

/**
 * The inventory row of a model call. Consent is needed for what is more than free text typed into a chat, and where it
 * is not known what is sent.
 */
export function aiCallOf(flow: ModelFlow, content: readonly DisclosureFlow[], complete: boolean): AiCallFact {
  const needing = flow.flows.filter((f) => f.item.category.key !== FREE_TEXT);
  const guarded = needing.filter((f) => f.guard === 2).length;
  const status =
    needing.length === 0 && flow.seen
      ? 'not-needed'
      : needing.length > 0 && guarded === needing.length
        ? 'guarded'
        : guarded > 0
          ? 'partial'
          : 'none';
  return {
    ...sinkFact(flow.call),
    data: [...new Set(flow.flows.map((f) => f.item.category.key))].sort(),
    disclosure: disclosureOf(
      content.filter((f) => f.call.file === flow.call.file && f.call.node === flow.call.node),
      complete,
    ),
    consent: {
      status: status === 'none' && needing.some((f) => f.open.length > 0) ? 'partial' : status,
      at: flow.guardedAt === null ? null : placeIn(flow.guardedAt),
    },
  };
}

const placeIn = ({ path, start, end }: Place): Place => ({ path, start, end });
