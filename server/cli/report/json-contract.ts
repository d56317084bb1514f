import type { AiCall, Diagnostic, LawReference } from '../../engine/explain/diagnostic.ts';
import type { Shard } from '../selection.ts';
import type { Range } from './locate.ts';
import type { Report } from './report.ts';

/** Version of the JSON contract; `schemas/report.schema.json` describes it. */
export const CONTRACT = 1;

/** What `--format json` writes and `probity merge` reads. */
export interface JsonReport extends Pick<Report, 'tool' | 'root' | 'summary'> {
  readonly version: typeof CONTRACT;
  /** Left out where the root is the current folder. */
  readonly prefix?: string;
  /** Left out where the report is of the whole. */
  readonly shard?: Shard;
  readonly findings: readonly JsonFinding[];
  readonly aiCalls: readonly JsonAiCall[];
  readonly unknowns: readonly (Range & { readonly reason: string })[];
  readonly problems: readonly (Range & { readonly message: string; readonly fault?: true })[];
}

type Said = 'rule' | 'severity' | 'confidence' | 'message' | 'why' | 'fixHint' | 'missing' | 'fingerprint';

export interface JsonFinding extends Range, Pick<Diagnostic, Said> {
  readonly data: readonly (Range & {
    readonly category: string;
    readonly label: string;
    readonly expression: string;
  })[];
  readonly sink: JsonSink | null;
  readonly path: readonly JsonStep[];
  readonly related: readonly JsonStep[];
  readonly laws: readonly LawReference[];
  readonly fixes: readonly JsonFix[];
  readonly suppressed: boolean;
  /** Left out where nothing suppresses it. */
  readonly suppressedBecause?: string;
}

type JsonStep = Range & { readonly note: string };

interface JsonSink extends Range {
  readonly sdk: string;
  readonly api: string;
  readonly kind: string;
  readonly recipient: string;
  readonly country: string;
}

export interface JsonFix {
  readonly kind: string;
  readonly title: string;
  readonly safety: 'safe' | 'review';
  readonly edits: readonly JsonEdit[];
}

/** An edit by offsets, and the same place in lines and columns. */
export interface JsonEdit extends Range {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface JsonAiCall extends JsonSink {
  readonly data: readonly string[];
  readonly consent: {
    readonly status: AiCall['consent']['status'];
    readonly at: Range | null;
    readonly basis?: readonly string[];
  };
  readonly disclosure: { readonly status: AiCall['disclosure']['status']; readonly at: Range | null };
}
