import type { Severity } from './types.ts';

/** A named set of severities. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** Ids of presets this one starts from; its own entries win. */
  readonly extends?: readonly string[];
  readonly rules: Readonly<Record<string, Severity>>;
  /** What rules become on the day from which a law applies. */
  readonly raises?: readonly PresetRaise[];
  /** Severity of free text that is typed by the user. */
  readonly freeText?: Severity;
  readonly jurisdictions?: readonly string[];
  /** By what a project looks like it needs it, for a new configuration. */
  readonly signs?: {
    /** Languages of messages, as in `de` or `de-AT`. */
    readonly languages?: readonly string[];
    /** Names of packages. */
    readonly dependencies?: readonly string[];
  };
}

/** Severities from the day on which a law begins to apply. */
export interface PresetRaise {
  /** Id of a law whose date is sourced. */
  readonly law: string;
  readonly rules: Readonly<Record<string, Severity>>;
}
