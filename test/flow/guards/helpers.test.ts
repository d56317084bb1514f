import { marks } from './marks.ts';

describe('guards: helper functions', () => {
  marks(
    'predicates with a visible body, across files',
    `
//- src/consent.ts
    const grants = new Set();
    export function hasAiConsent(u) { return grants.has(u.id); }
    export const mayUseModel = (u) => u.aiConsent === true;
    export const isBlocked = (u) => !u.aiConsent;
    export function allowed(u) { if (!u.active) return false; return Boolean(u.consents?.ai); }
    export function hasConsentAlways(u) { return true; }
    export function failsOpen(u) { try { return lookup(u).aiConsent; } catch { return true; } }
    export async function hasAiConsentOpen(u) { try { const r = await db.find(u); return r.aiConsent; } catch (e) { return true; } }
    export async function hasAiConsentDefault(u) { const row = await db.find(u); if (!row) return true; return row.value === 'x'; }
    export function wrongWay(u) { return !u.aiConsent; }
    export function hasConsent(u) { return u.marketingConsent; }
    export const hasPurpose = (u, purpose) => u.consents.includes(purpose);
    export const vip = (u) => { if (u.vip) return true; return u.aiConsent; };
    export const rec = (u) => (u.parent ? rec(u.parent) : u.aiConsent);
//- src/a.ts
    import { hasAiConsent, mayUseModel, isBlocked, allowed, hasConsentAlways, failsOpen, hasAiConsentOpen, hasAiConsentDefault, wrongWay, hasConsent, hasPurpose, vip, rec } from './consent';
    function a(u) { if (!hasAiConsent(u)) return; /*guard*/sink(); }
    function b(u) { if (mayUseModel(u)) /*guard*/sink(); }
    function c(u) { if (isBlocked(u)) return; /*guard*/sink(); }
    function d(u) { if (allowed(u)) /*guard*/sink(); }
    function e(u) { if (hasConsentAlways(u)) /*none:constant*/sink(); }
    function f(u) { if (failsOpen(u)) /*none:fail-open*/sink(); }
    async function g(u) { if (!(await hasAiConsentOpen(u))) return; /*none:fail-open*/sink(); }
    async function h(u) { if (!(await hasAiConsentDefault(u))) return; /*none:fail-open*/sink(); }
    function i(u) { if (wrongWay(u)) /*none:wrong-branch*/sink(); }
    function j(u) { if (hasConsent(u)) /*none:other-purpose*/sink(); }
    function k(u) { if (hasPurpose(u, 'ai')) /*guard*/sink(); }
    function l(u) { if (hasPurpose(u, 'marketing')) /*none:other-purpose*/sink(); }
    function m(u) { if (vip(u)) /*none:fail-open*/sink(); }
    function n(u) { if (rec(u)) /*guard*/sink(); }
    function o(u) { hasAiConsent(u); /*none:result-unused*/sink(); }
    `,
  );
  marks(
    'assertions',
    `
//- src/guards.ts
    export function assertAiConsent(p): asserts p is Consented { if (p.aiConsentAt === null) throw new Error('x'); }
    export async function requireAiConsent(id) { const row = await db.find(id); if (!row?.granted) throw new Error('no'); }
    export async function ensureConsent(u, purpose) { const r = await db.find({ u, purpose }); if (!r) { throw new Error('no'); } return r; }
    export async function checkAiConsentLogged(u) { if (!u.aiConsent) console.warn('no'); }
    export async function requireAiConsentOpen(u) { try { const ok = await ask(u); if (!ok) throw new Error(); } catch (e) { log(e); } }
    export const must = (cond, message) => { if (!cond) throw new Error(message); };
    export function fail(): never { throw new Error('x'); }
    export async function viaOther(u) { await requireAiConsent(u.id); }
    export class Gate { async assertConsent(u) { if (!u.consents.ai) throw new Error(); } }
//- src/a.ts
    import assert from 'node:assert';
    import * as asserts from 'node:assert/strict';
    import { strictEqual } from 'node:assert';
    import invariant from 'tiny-invariant';
    import { assertAiConsent, requireAiConsent, ensureConsent, checkAiConsentLogged, requireAiConsentOpen, must, fail, viaOther, Gate } from './guards';
    function a(p) { assertAiConsent(p); /*guard*/sink(); }
    async function b(p) { await requireAiConsent(p.id); /*guard*/sink(); }
    async function c(p) { requireAiConsent(p.id); /*none:not-awaited*/sink(); }
    async function d(p) { await ensureConsent(p, 'ai'); /*guard*/sink(); }
    async function e(p) { await ensureConsent(p, 'marketing'); /*none:other-purpose*/sink(); }
    async function f(p) { await checkAiConsentLogged(p); /*none*/sink(); }
    async function g(p) { await requireAiConsentOpen(p); /*none:fail-open*/sink(); }
    function h(p) { must(p.aiConsent, 'x'); /*guard*/sink(); }
    function h2(p) { must(p.name, 'x'); /*none*/sink(); }
    function i(p) { if (!p.aiConsent) fail(); /*guard*/sink(); }
    async function j(p) { await viaOther(p); /*guard*/sink(); }
    async function k(p) { const gate = new Gate(); await gate.assertConsent(p); /*guard*/sink(); }
    function l(p) { invariant(p.consent.ai, 'x'); /*guard*/sink(); }
    function m(p) { assert(p.consent.ai === true); /*guard*/sink(); }
    function n(p) { assert.ok(p.aiConsent); /*guard*/sink(); }
    function o(p) { strictEqual(p.aiConsent, true); /*guard*/sink(); }
    function q(p) { assert.equal(p.aiConsent, false); /*none:wrong-branch*/sink(); }
    function r(p) { if (!p.aiConsent) { process.exit(1); } /*guard*/sink(); }
    async function s(p) { await Promise.all([requireAiConsent(p.id), load(p)]); /*guard*/sink(); }
    async function t(p) { /*none:after-call*/sink(); await requireAiConsent(p.id); }
    async function u(p) { requireAiConsent(p.id).then(() => /*guard*/sink()); }
    async function v(p) { await requireAiConsent(p.id).catch(() => {}); /*none:fail-open*/sink(); }
    `,
  );
  marks(
    'unseen functions are taken at their word',
    `
    import { requireAiConsent, hasAiConsent, checkAiConsent, throwIfAIUsageExceeded, requirePlanFeature, saveAiConsent, requireConsent } from '@acme/consent';
    async function a(u) { await requireAiConsent(u); /*guard*/sink(); }
    async function b(u) { if (!(await hasAiConsent(u))) return; /*guard*/sink(); }
    async function c(u) { const r = await requireConsent(u, 'ai'); if (r) return r; /*guard*/sink(); }
    async function d(u) { const ok = await checkAiConsent(u); if (!ok) return; /*guard*/sink(); }
    async function e(u) { const ok = await checkAiConsent(u); log(ok); /*none*/sink(); }
    async function f(u) { await throwIfAIUsageExceeded(u); /*none:plan-gate*/sink(); }
    async function g(u) { await requirePlanFeature(u, 'ai'); /*none*/sink(); }
    async function h(u) { await saveAiConsent(u); /*none*/sink(); }
    async function i(u) { await requireConsent('marketing'); /*none:other-purpose*/sink(); }
    async function j(u) { hasAiConsent(u); /*none:result-unused*/sink(); }
    async function k(u) { if (isLiveAiConsentCurrent(u.consent)) /*guard*/sink(); }
    `,
  );
  marks(
    'answers: rejections, results, tuples, promises',
    `
//- src/h.ts
    export async function requireAIConsent(id) { const ok = await hasIt(id, 'ai'); if (!ok.aiConsent) return new Response('x', { status: 403 }); return null; }
    export async function check(u) { if (!u.aiConsent) return { ok: false, reason: 'x' }; return { ok: true }; }
    export async function pair(u) { return u.aiConsent ? [true, null] : [false, 'no']; }
    export const result = (u) => ({ allowed: u.consents.ai, at: 1 });
    export function viaPromise(u): Promise<boolean> { return new Promise((resolve) => { if (!u) return resolve(false); look((data, ok) => { resolve(ok && data.aiConsent === true); }); }); }
    export async function isAllowed(u) { return (await load(u)).aiConsent; }
    export interface Consents { has(id: string, purpose: string): Promise<boolean>; }
//- src/a.ts
    import { requireAIConsent, check, pair, result, viaPromise, isAllowed, type Consents } from './h';
    async function a(u) { const c = await requireAIConsent(u.id); if (c) return c; /*guard*/sink(); }
    async function a2(u) { const c = await requireAIConsent(u.id); if (!c) return c; /*none*/sink(); }
    async function a3(u) { const c = await requireAIConsent(u.id); if (c instanceof Response) return c; /*guard*/sink(); }
    async function b(u) { const { ok } = await check(u); if (!ok) return; /*guard*/sink(); }
    async function c(u) { const r = await check(u); if (r.ok) /*guard*/sink(); }
    async function d(u) { const [ok] = await pair(u); if (!ok) return; /*guard*/sink(); }
    async function e(u) { if (!result(u).allowed) return; /*guard*/sink(); }
    async function f(u) { if (!(await viaPromise(u))) return; /*guard*/sink(); }
    async function g(u) { if (!viaPromise(u)) return; /*none:not-awaited*/sink(); }
    async function h(u) { if (isAllowed(u)) /*none:not-awaited*/sink(); }
    async function i(consents: Consents, u) { if (!consents.has(u.id, 'ai')) return; /*none:not-awaited*/sink(); }
    async function j(consents: Consents, u) { if (!(await consents.has(u.id, 'ai'))) return; /*guard*/sink(); }
    function k(u) { isAllowed(u).then((ok) => { if (ok) /*guard*/sink(); }); }
    async function l(u) { const ok = await isAllowed(u).catch(() => true); if (ok) /*none:fail-open*/sink(); }
    async function m(u) { const ok = await isAllowed(u).catch(() => false); if (ok) /*guard*/sink(); }
    async function n(u) { const [x, ok] = await Promise.all([load(u), isAllowed(u)]); if (!ok) return; /*guard*/sink(); }
    async function o(u) { const p = isAllowed(u); const ok = await p; if (ok) /*guard*/sink(); }
    `,
  );
  marks(
    'only logged, after the call, on the wrong branch',
    `
    function a(p) { if (!p.aiConsent) { logger.warn('no consent'); } /*none:only-logged*/sink(); }
    function b(p) { console.log(p.aiConsent); /*none:only-logged*/sink(); }
    function c(p) { /*none:after-call*/sink(); if (!p.aiConsent) throw new Error(); }
    function d(p) { if (!p.aiConsent) /*none:wrong-branch*/sink(); }
    import { redirect, notFound } from 'next/navigation';
    function e(p) { if (!p.aiConsent) { redirect('/consent'); } /*guard*/sink(); }
    `,
  );
});
