import type { Framework } from '../../../../rules/schema/types.ts';
import type { FileFacts } from '../../extract/facts.ts';
import type { ProgramView } from '../../link/contract.ts';
import { createRouteUrls } from '../disclosure/route-urls.ts';
import { createAroundFiles, judgeAround } from './around-files.ts';
import type { Core } from './core.ts';
import { NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { contextAt, elsewhere } from './url-conditions.ts';

/**
 * What functions that a framework runs round the handlers of a project say for the handlers of one file: `handle` of
 * `hooks.server.ts`, `onRequest` of `middleware.ts`, the files of `server/middleware`. What they ask for other addresses
 * does not count.
 */
export function createFileRoutes(
  core: Core,
  program: ProgramView,
  frameworks: readonly Framework[],
): (file: FileFacts) => Judgement {
  const files = frameworks.flatMap(({ around, routes = [] }) =>
    around === undefined ? [] : routes.map((route) => new RegExp(route.files)),
  );
  const urls = createRouteUrls(frameworks, program.paths);
  const aroundOf = createAroundFiles(program, frameworks);
  const memo = new WeakMap<FileFacts, Judgement>();
  const compute = (file: FileFacts): Judgement => {
    if (!files.some((pattern) => pattern.test(file.path))) return OPAQUE;
    const url = urls.of(file.path);
    const here: Core = {
      ...core,
      context: (at, context, frame) => {
        if (url === null || frame !== null) return core.context(at, context, frame);
        return elsewhere(core, at, context, url) ? NEVER : contextAt(core, at, context, url);
      },
    };
    return judgeAround(here, program, aroundOf(file.path));
  };
  return (file) => {
    let known = memo.get(file);
    if (known === undefined) memo.set(file, (known = compute(file)));
    return known;
  };
}
