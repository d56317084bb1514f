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
  readonly consent: { readonly status: ConsentStatus; readonly at: Place | null };
}

/**
 * Consent for what one call sends: checked on all ways, on some, on none, or nothing is sent that needs it. `unknown`:
 * nothing was found that needs it, or all that was found is checked, but a way was given up before its end.
 */
export type ConsentStatus = 'guarded' | 'partial' | 'none' | 'not-needed' | 'unknown';

/**
 * The inventory row of a model call. Consent is needed for what is more than free text typed into a chat.
 *
 * @param content what becomes of what the call makes
 */
export function aiCallOf(flow: ModelFlow, content: readonly DisclosureFlow[], complete: boolean): AiCallFact {
  const known = rows.get(flow);
  const isSame = known?.content.length === content.length && content.every((each, i) => known.content[i] === each);
  if (isSame && known.complete === complete) return known.row;
  const row = rowOf(flow, content, complete);
  rows.set(flow, { content, complete, row });
  return row;
}

interface KnownRow {
  readonly content: readonly DisclosureFlow[];
  readonly complete: boolean;
  readonly row: AiCallFact;
}

/** What is found again and again is the same row each time. */
const rows = new WeakMap<ModelFlow, KnownRow>();

function rowOf(flow: ModelFlow, content: readonly DisclosureFlow[], complete: boolean): AiCallFact {
  return {
    ...sinkFact(flow.call),
    data: [...new Set(flow.flows.map((f) => f.item.category.key))].sort(),
    disclosure: disclosureOf(content, complete),
    consent: {
      status: consentStatus(flow),
      at: flow.guardedAt === null ? null : placeIn(flow.guardedAt),
    },
  };
}

function consentStatus({ flows, cut }: ModelFlow): ConsentStatus {
  const needing = flows.filter((f) => f.item.category.key !== FREE_TEXT);
  const guarded = needing.filter((f) => f.guard === 2).length;
  if (guarded === needing.length) return cut ? 'unknown' : needing.length === 0 ? 'not-needed' : 'guarded';
  return guarded > 0 || needing.some((f) => f.open.length > 0) ? 'partial' : 'none';
}

const placeIn = ({ path, start, end }: Place): Place => ({ path, start, end });
