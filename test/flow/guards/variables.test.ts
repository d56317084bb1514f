import { marks } from './marks.ts';

describe('guards: variables', () => {
  marks(
    'kept, overwritten, made stricter',
    `
    function a(m) { let consent = m.aiConsent; consent = true; if (!consent) return; /*none:overwritten*/sink(); }
    function b(m) { let consent = m.aiConsent; if (m.suspended) consent = false; if (!consent) return; /*guard*/sink(); }
    function c(m) { let consent = m.aiConsent; if (m.vip) consent = true; if (!consent) return; /*none:overwritten*/sink(); }
    function d(m) { const ok = m.aiConsent && m.active; if (ok) /*guard*/sink(); }
    function e(m) { const ok = m.aiConsent || m.vip; if (ok) /*none*/sink(); }
    function f(m) { let ok = false; if (m.aiConsent) ok = true; if (ok) /*guard*/sink(); }
    function g(m) { const consent = true; if (consent) /*none:constant*/sink(); }
    function h(m) { const s = { aiConsent: true }; if (s.aiConsent) /*none:constant*/sink(); }
    function i(m) { const aiConsent = m.flags[3]; if (aiConsent) /*guard*/sink(); }
    function j(m, consent = true) { if (consent) /*none:constant*/sink(); }
    function k({ aiConsent = true }) { if (aiConsent) /*none*/sink(); }
    function l(m, consent = false) { if (consent) /*guard*/sink(); }
    function n(m) { const ok = m.aiConsent ? true : false; if (!ok) return; /*guard*/sink(); }
    function o(m) { const denied = !m.aiConsent; if (denied) return; /*guard*/sink(); }
    function p(m) { let ok; switch (m.aiConsentStatus) { case 'granted': ok = true; break; default: ok = false; } if (ok) /*guard*/sink(); }
    function q(m) { const ok = m.marketingConsent; if (ok) /*none:other-purpose*/sink(); }
    `,
  );
  marks(
    'closures and React',
    `
//- src/a.tsx
    function a(user, xs) { if (!user.aiConsent) return; xs.map((x) => /*guard*/sink(x)); }
    function b(user, xs) { const ok = user.aiConsent; xs.map((x) => { if (ok) /*guard*/sink(x); }); }
    function c(user, xs) { let ok = user.aiConsent; ok = true; xs.map((x) => { if (ok) /*none*/sink(x); }); }
    function D() { const [aiConsent, setAiConsent] = useState(false); const f = () => { if (!aiConsent) return; /*guard*/sink(); }; return f; }
    function E({ aiConsent }) { if (!aiConsent) return <Ask />; const onClick = () => /*guard*/sink(); return <button onClick={onClick} />; }
    let aiConsent = false;
    export function grant() { aiConsent = true; }
    export function f() { if (!aiConsent) return; /*guard*/sink(); }
    `,
  );
  marks(
    'try and catch',
    `
    async function a(u) { let ok = false; try { ok = await hasAiConsent(u); } catch { ok = true; } if (!ok) return; /*none:fail-open*/sink(); }
    async function b(u) { let ok = false; try { ok = await hasAiConsent(u); } catch { ok = false; } if (!ok) return; /*guard*/sink(); }
    async function c(u) { try { await requireAiConsent(u); } catch (e) { console.error(e); } /*none:fail-open*/sink(); }
    async function d(u) { try { await requireAiConsent(u); } catch (e) { return null; } /*guard*/sink(); }
    async function e(u) { try { if (!u.aiConsent) throw new Error(); /*guard*/sink(); } catch (e) { /*none*/sink(); } finally { /*none*/sink(); } }
    `,
  );
});
