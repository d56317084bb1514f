import { type Check, list, map, object, text } from './check.ts';

/** A function or component that quick fixes insert, and where it comes from. */
export interface FixSymbol {
  readonly name: string;
  /** Where it is imported from: a package or alias as it is, a path with `./` from the folder of the configuration. */
  readonly from?: string;
  /** File that is created where nothing says where it comes from, by its key in `files`. */
  readonly file?: string;
}

export interface ConsentFix extends FixSymbol {
  /** How it is called: `{name}({subject})`. */
  readonly call?: string;
  /** Name of the function beside it that tells instead of throwing. */
  readonly test?: string;
}

export interface RedactFix extends FixSymbol {
  /** How it is called: `{name}({value})`. */
  readonly call?: string;
}

export interface NoticeFix extends FixSymbol {
  /** How it is rendered: `<{name} />`. */
  readonly element?: string;
}

/** What quick fixes write: the catalogue's words, over which the team's own are laid. */
export interface FixLexicon {
  readonly consent: ConsentFix;
  readonly redact: RedactFix;
  readonly notice: NoticeFix;
  readonly field: { readonly key: string; readonly value: string };
  readonly header: { readonly name: string; readonly value: string };
  readonly handlers: readonly { readonly parameter: string; readonly refuse: string; readonly header: string }[];
  readonly answers: readonly { readonly mentions: string; readonly refuse: string }[];
  readonly sentences: Readonly<Record<string, string>>;
  readonly bases: readonly string[];
  readonly specialBases: readonly string[];
  readonly reason: string;
  readonly files: Readonly<Record<string, { readonly ts: string; readonly js: string }>>;
}

/** The team's part, as the configuration has it. */
export type TeamFixes = Partial<
  Pick<FixLexicon, 'consent' | 'redact' | 'notice' | 'field' | 'header' | 'sentences' | 'reason'>
>;

const origin = { from: text(), file: text() };

/** `rules/fixes.yaml`. */
export const fixLexicon: Check = object({
  consent: object({ name: text() }, { ...origin, call: text(), test: text() }),
  redact: object({ name: text() }, { ...origin, call: text() }),
  notice: object({ name: text() }, { ...origin, element: text() }),
  field: object({ key: text(), value: text() }),
  header: object({ name: text(), value: text() }),
  handlers: list(object({ parameter: text(), refuse: text(), header: text() })),
  answers: list(object({ mentions: text(), refuse: text() })),
  sentences: map(text(), text(/^[a-z]{2}$/, 'a language code')),
  bases: list(text()),
  specialBases: list(text()),
  reason: text(),
  files: map(object({ ts: text(), js: text() })),
});
