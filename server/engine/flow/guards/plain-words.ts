import type { NearMissReason } from './contract.ts';
import { phrasesOf } from './words.ts';

/**
 * Words of programming, not of consent: what a verb does, what a name ends in. The words of consent itself are the
 * catalogue's.
 */

/** A name that ends so is about consent and is not consent. */
export const INERT: ReadonlySet<string> = new Set(
  (
    'id ids key text title label message msg url href link path route form page screen view dialog modal banner popup ' +
    'button checkbox component props ref open opened visible shown hidden loading loaded busy ready initialized hydrated ' +
    'email name locale lang language copy description html template schema type types kind category handler callback ' +
    'service repo repository client store manager config settings options prisma table model logger log ' +
    'router path user users userid person patient customer session token count request body'
  ).split(' '),
);

/** Words that name no purpose: what a part of a consent record is called. */
export const GENERAL: ReadonlySet<string> = new Set(
  (
    'value values data result current latest active enabled checked exists found state status level flag flags record ' +
    'records row rows item items entry entries info details all full any is has get valid ok done set user general ' +
    'privacy personal gdpr use usage share sharing shared legal basis provided recorded stored answer answered decision ' +
    'choice preference preferences settings history total count length size version type snapshot first last only'
  ).split(' '),
);

/** Words of a name that tell how consent is asked for, and of whom: `withConsentCheck`, `consentGateFor`. */
export const GUARDING: ReadonlySet<string> = new Set(
  (
    'guard guarded gate gated check checked checks filter policy rule enforcement enforced enforcer protection protected ' +
    'required requirement requires wrapper wrap hoc middleware mw interceptor decorator plugin hook handler route routes ' +
    'action procedure only first for of by from before access api endpoint if when then or else throw fail and with to the ' +
    'user users patient client customer person subject async sync function fn call request'
  ).split(' '),
);

/** Methods that look into a text. */
export const TEXT_TESTS: ReadonlySet<string> = new Set(
  'startsWith endsWith match matchAll test search indexOf lastIndexOf localeCompare replace replaceAll split slice'.split(
    ' ',
  ),
);

/** Names of texts. */
export const TEXTUAL: ReadonlySet<string> = new Set(
  (
    'message msg err error code text content contents path pathname url href html body prompt normalized lower lowered lowercase name ' +
    'title description query input line str string route host hostname note notes reason summary transcript'
  ).split(' '),
);

/** Ends of names that tell of asking, not of the answer; `at` and the like may follow. */
export const ASKED: ReadonlySet<string> = new Set(
  'asked requested shown seen viewed displayed prompted sent'.split(' '),
);

export const INERT_PHRASES = phrasesOf([
  'is pending',
  'user id',
  'consent text',
  'show consent',
  'open consent',
  'consent type',
]);

/** First words of functions that leave or throw unless something holds, beside the catalogue's. */
export const THROWING: readonly string[] = ['throw', 'abort unless', 'fail unless', 'must have', 'guard', 'demand'];

/** First words of functions that change, send or show something and whose result does not tell consent. */
export const SILENT: ReadonlySet<string> = new Set(
  (
    'set save store persist write update upsert insert create add put log track record emit dispatch publish send notify ' +
    'grant give revoke withdraw remove delete clear reset open show display render close hide toggle register subscribe ' +
    'init initialize setup load format parse on handle test mock'
  ).split(' '),
);

/** First words of functions that ask the person and tell the answer. */
export const ASKING: ReadonlySet<string> = new Set(['request', 'ask', 'prompt', 'obtain', 'collect', 'confirm']);

/** Words that tell of what kind a lookalike is, most telling first. */
export const KINDS_OF_LOOKALIKE: readonly (readonly [NearMissReason, ReadonlySet<string>])[] = [
  ['auth-check', new Set(['authenticate', 'authenticated', 'authorization', 'authorize', 'jwt'])],
  ['api-key', new Set(['key', 'keys', 'apikey', 'token', 'tokens', 'secret', 'credentials'])],
  [
    'plan-gate',
    new Set(
      (
        'plan plans credit credits usage quota limit limits subscription subscribed billing tier premium pro paid paused ' +
        'trial exceeded balance'
      ).split(' '),
    ),
  ],
  [
    'auth-check',
    new Set(
      (
        'auth authed authenticate authenticated authorize authorized authorise authorised unauthorized login logged session admin role roles permission permissions signed ' +
        'jwt owner can access member verified'
      ).split(' '),
    ),
  ],
  [
    'feature-flag',
    new Set(
      'feature features flag flags enabled enable disabled active available on configured setting settings'.split(' '),
    ),
  ],
];
