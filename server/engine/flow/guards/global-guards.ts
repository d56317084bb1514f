import { NONE, Op, PropKind } from '../../extract/facts.ts';
import type { ClassId, FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  listAt,
  listLength,
  opOf,
  stringOf,
} from '../../extract/reader.ts';
import { covers } from './chain.ts';
import { valueOf } from './core.ts';
import type { Core, Value } from './core.ts';
import { judgeGuardClass } from './guard-classes.ts';
import { both, Level, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeMiddlewareFunction } from './middleware.ts';
import { segmentsOf, textsOf } from './names.ts';

/** A class (or function) that a module puts before all handlers of its application, or those of some routes. */
export interface GlobalGuard {
  readonly value: Value;
  /** Folder of the application: handlers below it are meant. */
  readonly root: string;
  /** Route patterns, or the classes whose handlers are meant; null: all. */
  readonly routes: readonly (string | { readonly file: FileFacts; readonly cls: ClassId })[] | null;
  readonly except: readonly string[];
}

const MENTION = /\b(?:APP_GUARD|APP_INTERCEPTOR|useGlobalGuards|useGlobalInterceptors|forRoutes)\b/;
const PROVIDED = /^APP_(?:GUARD|INTERCEPTOR)$/;
const GLOBAL = /^useGlobal(?:Guards|Interceptors)$/;
const MAKERS = new Set(['useClass', 'useExisting', 'useValue', 'useFactory']);
const memo = new WeakMap<Core, readonly GlobalGuard[]>();

/** What the dependency-injected applications of the program put before their handlers, found by the texts that say so. */
function globalGuards(core: Core): readonly GlobalGuard[] {
  let found = memo.get(core);
  if (found === undefined) {
    found = core.program
      .matching('guards of applications', (text, path) => /\.[cm]?[jt]s$/.test(path) && MENTION.test(text))
      .flatMap((path) => {
        const facts = core.program.facts(path);
        return facts === undefined ? [] : [...provided(facts), ...called(core, facts)];
      });
    memo.set(core, found);
  }
  return found;
}

/** What holds for a method of a controller because of guards that are registered for the whole application. */
export function judgeGlobal(core: Core, file: FileFacts, fn: FunctionId): Judgement {
  let all: Judgement = OPAQUE;
  for (const guard of guardsFor(core, file, fn)) {
    all = both(all, judgeGuardClass(core, guard.value, judgeMiddlewareFunction));
    if (all.level === Level.guard) break;
  }
  return all;
}

/** The global guards that stand before a method. */
export function guardsFor(core: Core, file: FileFacts, fn: FunctionId): readonly GlobalGuard[] {
  const facts = file.functions[fn];
  const owner = facts === undefined || facts.owner === NONE ? undefined : file.classes[facts.owner];
  if (facts === undefined || owner === undefined || owner.decorators.length === 0 || facts.decorators.length === 0) {
    return [];
  }
  const route = [...owner.decorators, ...facts.decorators]
    .map((node) =>
      opOf(file, node) === Op.Call ? (textsOf(file, argumentOf(file, node, 0), core.program)[0] ?? '') : '',
    )
    .join('/');
  return globalGuards(core).filter((guard) => {
    if (!file.path.startsWith(guard.root) || guard.except.some((path) => covers(path, route))) return false;
    if (guard.routes === null) return true;
    return guard.routes.some((r) =>
      typeof r === 'string' ? covers(r, route) : r.file === file && r.cls === facts.owner,
    );
  });
}

/** `{ provide: APP_GUARD, useClass: ConsentGuard }`. */
function provided(file: FileFacts): readonly GlobalGuard[] {
  const out: GlobalGuard[] = [];
  for (let node = 0; node < file.nodes.length / 7; node++) {
    if (opOf(file, node) !== Op.Object) continue;
    const list = aOf(file, node);
    let global = false;
    let made: NodeId = NONE;
    for (let i = 0; i + 2 < listLength(file, list); i += 3) {
      if (listAt(file, list, i) !== PropKind.Init) continue;
      const key = stringOf(file, listAt(file, list, i + 1));
      const value = listAt(file, list, i + 2);
      if (key === 'provide') global = PROVIDED.test(segmentsOf(file, value).at(-1) ?? '');
      else if (MAKERS.has(key)) made = value;
    }
    if (global && made !== NONE)
      out.push({ value: valueOf(file, made), root: rootOf(file.path), routes: null, except: [] });
  }
  return out;
}

/** `app.useGlobalGuards(new ConsentGuard())`, `consumer.apply(ConsentMiddleware).exclude('health').forRoutes('ai')`. */
function called(core: Core, file: FileFacts): readonly GlobalGuard[] {
  const out: GlobalGuard[] = [];
  for (const call of file.calls) {
    const callee = calleeOf(file, call);
    if (opOf(file, callee) !== Op.Member) continue;
    const method = stringOf(file, bOf(file, callee));
    if (GLOBAL.test(method)) {
      for (const node of argumentsOf(file, call)) {
        out.push({ value: valueOf(file, node), root: rootOf(file.path), routes: null, except: [] });
      }
    } else if (method === 'forRoutes') out.push(...applied(core, file, call));
  }
  return out;
}

function applied(core: Core, file: FileFacts, call: NodeId): readonly GlobalGuard[] {
  const routes = argumentsOf(file, call).flatMap((node) => routesOf(core, file, node));
  const except: string[] = [];
  for (let at = aOf(file, calleeOf(file, call)), i = 0; i < 8 && opOf(file, at) === Op.Call; i++) {
    const callee = calleeOf(file, at);
    if (opOf(file, callee) !== Op.Member) break;
    const method = stringOf(file, bOf(file, callee));
    if (method === 'apply') {
      return argumentsOf(file, at).map((node) => ({
        value: valueOf(file, node),
        root: rootOf(file.path),
        routes,
        except,
      }));
    }
    if (method === 'exclude') {
      for (const node of argumentsOf(file, at)) {
        for (const r of routesOf(core, file, node)) if (typeof r === 'string') except.push(r);
      }
    }
    at = aOf(file, callee);
  }
  return [];
}

/** A route is a text, an object with a path, or a controller. */
function routesOf(core: Core, file: FileFacts, node: NodeId): NonNullable<GlobalGuard['routes']> {
  if (opOf(file, node) === Op.Object) {
    const list = aOf(file, node);
    for (let i = 0; i + 2 < listLength(file, list); i += 3) {
      if (listAt(file, list, i) === PropKind.Init && stringOf(file, listAt(file, list, i + 1)) === 'path') {
        return textsOf(file, listAt(file, list, i + 2), core.program);
      }
    }
    return [];
  }
  const texts = textsOf(file, node, core.program);
  if (texts.length > 0) return texts;
  return core.program.entities({ file, node }).flatMap((e) => (e.k === 'class' ? [{ file: e.file, cls: e.cls }] : []));
}

function argumentsOf(file: FileFacts, call: NodeId): readonly NodeId[] {
  return Array.from({ length: argumentCount(file, call) }, (_, i) => argumentOf(file, call, i));
}

/** `apps/api/src/auth/auth.module.ts` registers for all of `apps/api/src/`. */
function rootOf(path: string): string {
  const src = path.lastIndexOf('src/');
  return src >= 0 ? path.slice(0, src + 4) : path.slice(0, path.lastIndexOf('/') + 1);
}
