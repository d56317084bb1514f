import type { Confidence, DataCategory } from '../../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';

/** One piece of personal data at the place where it comes from. */
export interface SourceItem {
  readonly category: DataCategory;
  readonly confidence: Confidence;
  /** As written, or put together for a record's field: `user.email`. */
  readonly expression: string;
  readonly file: FileFacts;
  readonly node: NodeId;
  /** It goes along as a field of a record that is sent as a whole. */
  readonly whole: boolean;
  /** Name of that record: `user`. */
  readonly record: string;
}
