import { marks } from './marks.ts';

describe('guards: conditions by shape and name', () => {
  marks(
    'if, else, early return, throw',
    `
    function a(user) { if (user.aiConsent) { /*guard*/sink(); } else { /*none:wrong-branch*/sink(); } /*none*/sink(); }
    function b(user) { if (!user.aiConsent) return; /*guard*/sink(); }
    function c(user) { if (!user.consents.ai) throw new Error('x'); /*guard*/sink(); }
    function d(user) { if (user.hasConsentedToAi) return; /*none:wrong-branch*/sink(); }
    function e(user) { if (user.hasConsentedToAi === false) return null; /*guard*/sink(); }
    function f(user) { if (user.aiConsent !== true) throw new Error(); /*guard*/sink(); }
    function g(user) { /*none*/sink(); }
    function h(users) { for (const user of users) { if (!user.aiConsent) continue; /*guard*/sink(); } }
    `,
  );
  marks(
    'operators',
    `
    function a(user) { user.aiConsent && /*guard*/sink(); }
    function b(user) { return user.aiConsent ? /*guard*/sink() : /*none:wrong-branch*/sink(); }
    function c(user) { !user.aiConsent || /*guard*/sink(); }
    function d(user, x) { if (x && user.aiConsent) /*guard*/sink(); }
    function e(user, x) { if (x || user.aiConsent) /*none*/sink(); }
    function f(user, x) { if (!x || !user.aiConsent) return; /*guard*/sink(); }
    function g(user) { if (!!user.aiConsent) /*guard*/sink(); }
    function h(user) { if (Boolean(user?.aiConsent)) /*guard*/sink(); }
    function i(user) { if (user.aiConsent ?? false) /*guard*/sink(); }
    function j(user) { if (user.aiConsent ?? true) /*none:fail-open*/sink(); }
    function k(user) { if (user.aiConsent || true) /*none:constant*/sink(); }
    function l(user) { if ('ai' in user.consents) /*guard*/sink(); }
    function m(user) { if (user?.privacy?.consents?.ai === true) /*guard*/sink(); }
    function n(user) { while (user.aiConsent) { /*guard*/sink(); } }
    function o(user) { do { /*none*/sink(); } while (user.aiConsent); }
    `,
  );
  marks(
    'names',
    `
    function a(profile) { if (profile.ai_consent_at) /*guard*/sink(); }
    function b(profile) { if (profile.ai_consent_at !== null) /*guard*/sink(); }
    function c(profile) { if (profile.aiConsentAt == null) return; /*guard*/sink(); }
    function d(user) { if (user['ai-consent']) /*guard*/sink(); }
    function e(user) { if (user.согласиеНаИИ) /*guard*/sink(); }
    function f(user) { if (user.kiEinwilligung) /*guard*/sink(); }
    function g(user) { if (user.aiOptIn) /*guard*/sink(); }
    function h(user) { if (user.aiconsent) /*guard*/sink(); }
    function i(user) { if (user.consentDenied) return; /*guard*/sink(); }
    function j(user) { if (user.consentRevokedAt !== null) return; /*guard*/sink(); }
    function k(user) { if (user.consent) /*guard*/sink(); }
    function l(user) { if (user.consentText) /*none*/sink(); }
    function m(user) { if (user.consent.id) /*none*/sink(); }
    function n({ consent }) { const { ai } = consent; if (!ai) return; /*guard*/sink(); }
    function o(s) { const { aiConsent: allowed } = s.settings; if (!allowed) return; /*guard*/sink(); }
    `,
  );
  marks(
    'other purposes and lookalikes',
    `
    function a(user) { if (!user.marketingConsent) return; /*none:other-purpose*/sink(); }
    function b(user) { if (user.newsletterOptIn) /*none:other-purpose*/sink(); }
    function c(user) { if (!user.cookieConsent.analytics) return; /*none*/sink(); }
    function d(user) { if (!user.cookieConsent) return; /*none:cookie-consent*/sink(); }
    function e(team) { if (!team.aiFeaturesEnabled) return; /*none:feature-flag*/sink(); }
    function f(user) { if (!isAIFeatureEnabled(user)) return; /*none:feature-flag*/sink(); }
    function g(user) { if (!user.isAuthenticated) return; /*none:auth-check*/sink(); }
    function h(user) { if (!hasRole(user, 'admin')) return; /*none:auth-check*/sink(); }
    function i(user) { if (user.plan !== 'pro') return; /*none*/sink(); }
    function j(user) { if (!hasCredits(user)) return; /*none:plan-gate*/sink(); }
    function k() { if (!process.env.OPENAI_API_KEY) return; /*none:api-key*/sink(); }
    function l(user) { if (user.recordingConsent) /*none:other-purpose*/sink(); }
    function m(user) { if (user.consents.marketing && user.consents.ai) /*guard*/sink(); }
    function n(flags) { if (flags.features.ai) /*none*/sink(); }
    `,
  );
  marks(
    'statuses, switch, versions, dates',
    `
    function a(p) { if (p.aiConsentStatus === 'granted') /*guard*/sink(); }
    function b(p) { if (p.aiConsentStatus === 'denied') /*none:wrong-branch*/sink(); }
    function c(p) { if (p.aiConsentStatus !== 'granted') return; /*guard*/sink(); }
    function d(p) { switch (p.aiConsentStatus) { case 'granted': { /*guard*/sink(); break; } case 'denied': { /*none:wrong-branch*/sink(); break; } default: /*none*/sink(); } }
    function e(p) { switch (p.aiConsentStatus) { case 'denied': return; case 'unknown': return; default: /*weak:fail-open*/sink(); } }
    function f(p) { if (p.consentVersion >= 3) /*guard*/sink(); }
    function g(p) { if (p.aiConsentVersion < CURRENT) return; /*guard*/sink(); }
    function h(p) { if (p.aiConsentExpiresAt < new Date()) return; /*guard*/sink(); }
    function i(p) { if (p.aiConsentExpiresAt > Date.now()) return; /*none:wrong-branch*/sink(); }
    function j(p) { if (p.aiConsent !== 'denied') /*weak:fail-open*/sink(); }
    function k(p) { switch (true) { case p.aiConsent: /*guard*/sink(); break; default: /*none:wrong-branch*/sink(); } }
    function l(p) { if (p.consent.version === CURRENT_CONSENT_VERSION) /*guard*/sink(); }
    function m(c) { if (c.get('ai_consent')?.value === 'granted') /*guard*/sink(); }
    type S = 'granted' | 'denied';
    function n(p: { aiConsent: S }) { if (p.aiConsent !== 'denied') /*guard*/sink(); }
    function o(p: { aiConsent: S }) { switch (p.aiConsent) { case 'denied': return; default: /*guard*/sink(); } }
    `,
  );
  marks(
    'sets, lists, consent managers',
    `
    import { useConsentManager } from '@c15t/react';
    function a(consentedIds, user) { if (!consentedIds.has(user.id)) return; /*guard*/sink(); }
    function b(user) { if (user.consents.includes('ai')) /*guard*/sink(); }
    function c(user) { if (user.consents.includes('marketing')) /*none:other-purpose*/sink(); }
    function d(consents) { if (consents.some((c) => c.type === 'ai' && c.granted)) /*guard*/sink(); }
    function e(consents) { if (consents.some((c) => c.type === 'marketing' && c.granted)) /*none:other-purpose*/sink(); }
    function f(tcData) { if (tcData.vendor.consents[AI_VENDOR_ID]) /*guard*/sink(); }
    function g() { const { has } = useConsentManager(); if (!has('ai')) return; /*guard*/sink(); }
    function h() { const { has } = useConsentManager(); if (!has('measurement')) return; /*none:cookie-consent*/sink(); }
    function i() { if (getConsent('ai')) /*guard*/sink(); }
    function j(consents, user) { if (!consents.has(user.id, 'ai-processing')) return; /*guard*/sink(); }
    function k(user) { if (user.consents.find((c) => c.purpose === PURPOSES.AI)?.granted) /*guard*/sink(); }
    const CONSENT_TYPES = { AI: 'ai_analysis' };
    const TYPES = { MAIL: 'marketing' };
    function l(id) { if (!hasValidConsent(id, CONSENT_TYPES.AI)) return; /*guard*/sink(); }
    function m(id) { if (!hasValidConsent(id, TYPES.MAIL)) return; /*none:other-purpose*/sink(); }
    function n(user) { if (user.consents.length === 0) return; /*guard*/sink(); }
    function o(user) { if (user.missingConsents.length > 0) return; /*guard*/sink(); }
    `,
  );
});
