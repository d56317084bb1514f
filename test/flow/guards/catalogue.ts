import type { Catalogue } from '../../../rules/schema/types.ts';

/** A small catalogue of words, enough for the shapes under test and independent of the shipped one. */
export function guardCatalogue(): Catalogue {
  return {
    sdks: [],
    hosts: [],
    data: [],
    owners: { persons: {}, things: {}, notAfter: [], notBefore: [] },
    guards: {
      consent: [
        'consent',
        'opt in',
        'opted in',
        'agreed',
        'gave permission',
        'согласие',
        'согласен',
        'келісім',
        'einwilligung',
      ],
      aiPurpose: ['ai', 'llm', 'gpt', 'ml', 'machine learning', 'ии', 'ки', 'ki', 'openai', 'third party ai'],
      otherPurpose: [
        ...[
          'marketing',
          'newsletter',
          'cookie',
          'cookies',
          'analytics',
          'tracking',
          'oauth',
          'recording',
          'terms',
          'tos',
        ],
        ...['advertising', 'research', 'sms'],
      ],
      lookalike: [
        ...['feature', 'flag', 'enabled', 'plan', 'credit', 'quota', 'usage', 'subscription', 'role', 'admin', 'auth'],
        ...['authenticated', 'logged in', 'session', 'api key', 'oauth consent', 'admin consent', 'limit'],
      ],
      negative: ['missing', 'denied', 'revoked', 'withdrawn', 'without', 'not', 'no', 'never'],
      granted: ['granted', 'given', 'accepted', 'approved', 'yes', 'active', 'allowed', 'true'],
      denied: ['denied', 'revoked', 'withdrawn', 'pending', 'unknown', 'no', 'false', 'declined', 'refused', 'not'],
      asserting: ['require', 'assert', 'ensure', 'check', 'verify', 'enforce'],
      lawfulBases: ['contract'],
    },
    guardSymbols: [
      { package: 'tiny-invariant', at: 'default', does: 'asserts' },
      { package: 'node:assert', at: 'default', does: 'asserts' },
      { package: 'node:assert', at: 'ok', does: 'asserts' },
      { package: 'node:assert', at: 'equal', does: 'asserts' },
      { package: 'node:assert', at: 'strictEqual', does: 'asserts' },
      { package: 'next/navigation', at: 'redirect', does: 'never' },
      { package: 'next', at: 'redirect', does: 'never' },
      { package: 'next', at: 'notFound', does: 'never' },
      { package: '@c15t/react', at: 'useConsentManager().has', does: 'consent', purpose: '0' },
    ],
    sanitizers: { verbs: [], lookalike: [] },
    sanitizerSymbols: [],
    frameworks: [],
    rules: [],
    laws: [],
  };
}
