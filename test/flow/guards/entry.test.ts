import { marks } from './marks.ts';

describe('guards: ways into functions', () => {
  marks(
    'every caller, two levels, tests ignored',
    `
//- src/llm.ts
    export async function describe1(p) { /*guard*/sink(); }
    export async function describe2(p) { /*none*/sink(); }
    export async function describe3(p) { /*guard*/sink(); }
    export async function describe4(p) { /*guard*/sink(); }
    export async function unused(p) { /*none*/sink(); }
    async function loop(p) { if (p.next) await loop(p.next); /*none*/sink(); }
    export class Service { async run(p) { /*guard*/sink(); } async open(p) { /*none*/sink(); } }
    export const table = { go: async (p) => { /*guard*/sink(); } };
//- src/one.ts
    import { describe1, describe2, describe3, describe4, Service, table } from './llm';
    export async function a(p) { if (!p.aiConsent) throw new Error(); return describe1(p); }
    export async function b(ps) { for (const p of ps) { if (!p.aiConsent) continue; await describe1(p); } }
    export async function c(p) { if (p.aiConsent) await describe2(p); }
    export async function d(p) { await describe2(p); }
    async function middle(p) { return describe3(p); }
    export async function top(p) { if (p.aiConsent) return middle(p); }
    export async function e(ps) { return Promise.all(ps.filter((p) => p.aiConsent).map((p) => describe4(p))); }
    export async function f(p) { const s = new Service(); if (p.aiConsent) await s.run(p); await s.open(p); }
    export async function g(p) { if (p.aiConsent) await table.go(p); }
//- src/one.test.ts
    import { describe1 } from './llm';
    it('x', async () => { await describe1({}); });
    `,
  );
  marks(
    'filtered lists and queries',
    `
    const isOk = (u) => u.aiConsent === true;
    async function a(users) { await Promise.all(users.filter((u) => u.aiConsent).map(async (u) => /*guard*/sink(u))); }
    async function b(users) { users.filter(isOk).forEach((u) => { /*guard*/sink(u); }); }
    async function c(users) { users.filter((u) => u.active).forEach((u) => { /*none*/sink(u); }); }
    async function d() { const users = await prisma.user.findMany({ where: { aiConsent: true } }); users.map((u) => /*guard*/sink(u)); }
    async function e() { const users = await prisma.user.findMany({ where: { aiConsent: false } }); users.map((u) => /*none*/sink(u)); }
    async function f() { const users = await prisma.user.findMany({ select: { aiConsent: true } }); users.map((u) => /*none*/sink(u)); }
    `,
  );
  marks(
    'Express',
    `
//- src/mw.ts
    export function requireConsent(purpose) { return (req, res, next) => { if (!req.user.consents[purpose]) return res.status(403).end(); next(); }; }
    export const aiConsent = (req, res, next) => { if (!req.user.aiConsent) { return res.status(403).json({}); } return next(); };
    export const aiConsentLog = (req, res, next) => { if (!req.user.aiConsent) console.warn('x'); next(); };
    export const auth = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };
    export async function asyncConsent(req, res, next) { try { await check(req.user); if (!req.user.aiConsent) throw new Error(); next(); } catch (err) { next(err); } }
    export const wrap = (fn) => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next);
//- src/app.ts
    import express from 'express';
    import { requireConsent, aiConsent, aiConsentLog, auth, asyncConsent, wrap } from './mw';
    import { sub } from './sub';
    const app = express();
    const router = express.Router();
    app.post('/a', requireConsent('ai'), async (req, res) => { /*guard*/sink(); });
    app.post('/b', requireConsent('marketing'), async (req, res) => { /*none:other-purpose*/sink(); });
    app.post('/c', auth, aiConsent, async (req, res) => { /*guard*/sink(); });
    app.post('/d', auth, async (req, res) => { /*none*/sink(); });
    app.post('/e', [auth, aiConsent], wrap(async (req, res) => { /*guard*/sink(); }));
    app.post('/f', aiConsentLog, (req, res) => { /*none*/sink(); });
    app.post('/g', asyncConsent, (req, res) => { /*guard*/sink(); });
    app.post('/h', handler);
    app.post('/i', aiConsent, named);
    function handler(req, res) { /*none*/sink(); }
    function named(req, res) { /*guard*/sink(); }
    app.post('/ai/early', (req, res) => { /*none*/sink(); });
    app.use('/ai', aiConsent);
    app.post('/ai/late', (req, res) => { /*guard*/sink(); });
    app.post('/other', (req, res) => { /*none*/sink(); });
    app.route('/ai2').all(aiConsent).post((req, res) => { /*guard*/sink(); });
    router.use(aiConsent);
    router.get('/x', (req, res) => { /*guard*/sink(); });
    app.use('/ai3', aiConsent, sub);
//- src/sub.ts
    import { Router } from 'express';
    export const sub = Router();
    sub.post('/y', (req, res) => { /*guard*/sink(); });
    `,
  );
  marks(
    'Fastify, Koa, Hono, Elysia',
    `
//- src/mw.ts
    export async function consentHook(request, reply) { if (!request.user.aiConsent) { return reply.code(403).send({}); } }
    export async function consentHook2(request, reply) { if (!request.user.aiConsent) { reply.code(403).send({}); return; } }
    export async function koaConsent(ctx, next) { if (!ctx.state.user.aiConsent) ctx.throw(403); await next(); }
    export async function koaOpen(ctx, next) { if (!ctx.state.user.aiConsent) ctx.status = 403; await next(); }
//- src/fastify.ts
    import Fastify from 'fastify';
    import { consentHook, consentHook2 } from './mw';
    const app = Fastify();
    app.post('/a', { preHandler: consentHook }, async (request) => { /*guard*/sink(); });
    app.post('/b', { preHandler: [other, consentHook2] }, async (request) => { /*guard*/sink(); });
    app.post('/c', { schema: {} }, async (request) => { /*none*/sink(); });
    app.route({ method: 'POST', url: '/d', preHandler: consentHook, handler: async (request) => { /*guard*/sink(); } });
    app.register(async (scope) => { scope.addHook('preHandler', consentHook); scope.post('/e', async () => { /*guard*/sink(); }); });
    app.register(async (scope) => { scope.post('/f', async () => { /*none*/sink(); }); });
//- src/koa.ts
    import Router from '@koa/router';
    import { koaOpen, koaConsent } from './mw';
    const r = new Router();
    r.post('/a', koaOpen, async (ctx) => { /*none*/sink(); });
    r.use(koaConsent);
    r.post('/b', async (ctx) => { /*guard*/sink(); });
//- src/hono.ts
    import { Hono } from 'hono';
    import { createMiddleware } from 'hono/factory';
    const gate = createMiddleware(async (c, next) => { if (!c.get('consent')?.ai) throw new HTTPException(403); await next(); });
    const app = new Hono();
    app.use('/ai/*', gate);
    app.post('/ai/p', async (c) => { /*guard*/sink(); });
    app.post('/leads', async (c) => { /*none*/sink(); });
    app.post('/z', gate, async (c) => { /*guard*/sink(); });
    new Hono().use(gate).post('/q', async (c) => { /*guard*/sink(); });
    const api = new Hono();
    api.post('/x', async (c) => { /*guard*/sink(); });
    app.route('/ai/sub', api);
//- src/elysia.ts
    import { Elysia } from 'elysia';
    const app = new Elysia().guard({ beforeHandle({ user, set }) { if (!user.aiConsent) return (set.status = 403); } }, (g) => g.post('/x', () => { /*guard*/sink(); }));
    `,
  );
  marks(
    'Nest and own decorators',
    `
//- src/guards.ts
    export class AuthGuard { canActivate(ctx) { return Boolean(ctx.user); } }
    export class AiConsentGuard { canActivate(ctx) { const { user } = ctx.req(); if (!user?.consents?.ai) throw new Error(); return true; } }
    export class OpenConsentGuard { canActivate(ctx) { return true; } }
    export class PolicyGuard { async canActivate(ctx) { const u = await this.users.find(ctx); return u.aiConsent; } }
    export class ConsentInterceptor { intercept(ctx, next) { if (!ctx.user.aiConsent) throw new Error(); return next.handle(); } }
    export const Both = () => applyDecorators(UseGuards(AuthGuard, AiConsentGuard), Version('1'));
    export function Checked(target, key, descriptor) { const original = descriptor.value; descriptor.value = async function (...args) { if (!args[0].aiConsent) throw new Error(); return original.apply(this, args); }; }
    export function Plain() { return (target, key, descriptor) => { const original = descriptor.value; descriptor.value = async function (...args) { log(); return original.apply(this, args); }; }; }
//- src/c.ts
    import { Controller, Post, UseGuards, UseInterceptors } from '@nestjs/common';
    import { AuthGuard, AiConsentGuard, OpenConsentGuard, PolicyGuard, ConsentInterceptor, Both, Checked, Plain } from './guards';
    import { RequireConsent, ExternalConsentGuard } from '@acme/nest';
    @Controller() @UseGuards(AuthGuard)
    export class A {
      @Post() @UseGuards(AiConsentGuard) a() { /*guard*/sink(); }
      @Post() b() { /*none*/sink(); }
      @Post() @UseGuards(OpenConsentGuard) c() { /*none*/sink(); }
      @Post() @UseGuards(PolicyGuard) d() { /*guard*/sink(); }
      @Post() @UseInterceptors(ConsentInterceptor) e() { /*guard*/sink(); }
      @Post() @Both() f() { /*guard*/sink(); }
      @Checked g(p) { /*guard*/sink(); }
      @Plain() h(p) { /*none*/sink(); }
      @RequireConsent('ai') i(p) { /*guard*/sink(); }
      @RequireConsent('marketing') j(p) { /*none:other-purpose*/sink(); }
      @UseGuards(ExternalConsentGuard) k(p) { /*guard*/sink(); }
      @Post() @UseGuards(AiConsentGuard) async l(xs) { return xs.map((x) => /*guard*/sink(x)); }
    }
    @UseGuards(new AiConsentGuard())
    export class B { @Post() a() { /*guard*/sink(); } }
    `,
  );
  marks(
    'tRPC and action clients',
    `
//- src/trpc.ts
    import { initTRPC, TRPCError } from '@trpc/server';
    const t = initTRPC.create();
    export const router = t.router;
    export const procedure = t.procedure;
    const consented = t.middleware(async ({ ctx, next }) => { if (!ctx.user.aiConsent) throw new TRPCError({ code: 'FORBIDDEN' }); return next({ ctx }); });
    export const aiProcedure = t.procedure.use(({ ctx, next }) => { if (!ctx.user.aiConsent) { throw new TRPCError({}); } return next(); });
    export const mwProcedure = t.procedure.use(consented);
    export const optsProcedure = t.procedure.use(async (opts) => { if (!opts.ctx.user.aiConsent) throw new TRPCError({}); return opts.next(); });
    export const logged = t.procedure.use(async (opts) => { console.log(opts.ctx.user.aiConsent); return opts.next(); });
//- src/r.ts
    import { router, procedure, aiProcedure, mwProcedure, optsProcedure, logged } from './trpc';
    export const r = router({
      a: aiProcedure.mutation(async ({ ctx }) => { /*guard*/sink(); }),
      b: procedure.mutation(async ({ ctx }) => { /*none*/sink(); }),
      c: mwProcedure.input(schema).query(async ({ ctx }) => { /*guard*/sink(); }),
      d: optsProcedure.mutation(async ({ ctx }) => { /*guard*/sink(); }),
      e: logged.mutation(async ({ ctx }) => { /*none*/sink(); }),
      f: procedure.input(s).use(({ ctx, next }) => { if (!ctx.user.aiConsent) throw new Error(); return next(); }).mutation(() => { /*guard*/sink(); }),
    });
//- src/action.ts
    import { createSafeActionClient } from 'next-safe-action';
    const client = createSafeActionClient().use(async ({ next, ctx }) => { if (!ctx.user.aiConsent) throw new Error(); return next({ ctx }); });
    export const act = client.schema(s).action(async ({ parsedInput }) => { /*guard*/sink(); });
    `,
  );
  marks(
    'wrappers, Next middleware, server actions, components',
    `
//- src/with.ts
    export const withAiConsent = (handler) => async (req) => { const u = await user(req); if (!u.aiConsent) return new Response(null, { status: 403 }); return handler(req); };
    export const withConsentFor = (purpose, handler) => async (req) => { const u = await user(req); if (!u.consents.includes(purpose)) throw new Error(); return handler(req); };
    export const withLog = (handler) => async (req) => { console.log(req); return handler(req); };
    export const curried = (purpose) => (handler) => async (req) => { await requireConsent(purpose); return handler(req); };
    export async function runIfConsented(u, fn) { if (!u.aiConsent) return null; return fn(); }
//- app/api/a/route.ts
    import { withAiConsent, withConsentFor, withLog, curried, runIfConsented } from '../../../src/with';
    import { withConsent, traced } from '@acme/x';
    export const POST = withAiConsent(async (req) => { /*guard*/sink(); });
    export const GET = withLog(async (req) => { /*none*/sink(); });
    export const PUT = withConsentFor('ai', async (req) => { /*guard*/sink(); });
    export const PATCH = withConsentFor('marketing', async (req) => { /*none:other-purpose*/sink(); });
    export const DELETE = curried('ai')(async (req) => { /*guard*/sink(); });
    export const HEAD = withLog(withAiConsent(async (req) => { /*guard*/sink(); }));
    export const OPTIONS = withConsent(async (req) => { /*guard*/sink(); });
    export const X = traced(async (req) => { /*none*/sink(); });
    async function impl(req) { /*guard*/sink(); }
    export const Y = withAiConsent(impl);
    export async function z(u) { return runIfConsented(u, async () => { /*guard*/sink(); }); }
//- middleware.ts
    import { NextResponse } from 'next/server';
    export function middleware(req) { if (req.cookies.get('ai_consent')?.value !== 'granted') return NextResponse.redirect('/consent'); return NextResponse.next(); }
    export const config = { matcher: ['/api/ai/:path*'] };
//- app/api/ai/chat/route.ts
    export async function POST(req) { /*guard*/sink(); }
//- app/api/open/route.ts
    export async function POST(req) { /*none*/sink(); }
//- apps/b/src/middleware.ts
    import { NextResponse } from 'next/server';
    export default async function middleware(req) { if (req.nextUrl.pathname.startsWith('/api/ai')) { const u = await user(req); if (!u.aiConsent) return new NextResponse(null, { status: 403 }); } return NextResponse.next(); }
//- apps/b/src/app/api/ai/route.ts
    export async function POST(req) { /*guard*/sink(); }
//- apps/b/src/app/api/x/route.ts
    export async function POST(req) { /*none*/sink(); }
//- src/actions.ts
    'use server';
    export async function act(p) { /*weak:client-only*/sink(); }
//- src/page.tsx
    'use client';
    import { act } from './actions';
    import { Chat, Gated, Open } from './chat';
    export function Page({ user }) { const go = () => { if (!user.aiConsent) return; act(user); }; return <button onClick={go} />; }
    export function Home({ user }) { return <div>{user.aiConsent && <Chat user={user} />}<ConsentGate purpose="ai"><Gated /></ConsentGate><Open /></div>; }
//- src/chat.tsx
    'use client';
    export function Chat({ user }) { const go = async () => { /*guard*/sink(); }; return <button onClick={go} />; }
    export function Gated() { const go = async () => { /*guard*/sink(); }; return <button onClick={go} />; }
    export function Open() { const go = async () => { /*none*/sink(); }; return <button onClick={go} />; }
    `,
  );
});
