import type { Framework } from '../../../../rules/schema/types.ts';
import type { FileFacts } from '../../extract/facts.ts';
import { argumentCount, argumentOf } from '../../extract/index.ts';
import { methodName } from '../../link/index.ts';
import type { ProgramView } from '../../link/contract.ts';
import { valueOf } from './core.ts';
import type { Core } from './core.ts';
import { both, Level, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeMiddleware } from './middleware.ts';

/** A file whose functions run round all handlers of a project. */
interface AroundFile {
  readonly path: string;
  readonly root: string;
  readonly exports: readonly string[];
  readonly hooks: boolean;
}

/** Finds them by their paths, once. */
export function createAroundFiles(
  program: ProgramView,
  frameworks: readonly Framework[],
): (path: string) => readonly AroundFile[] {
  const rules = frameworks.flatMap(({ around = [] }) =>
    around.map((rule) => ({ ...rule, pattern: new RegExp(`(?:^|(?<=/))${rule.files}`) })),
  );
  let files: readonly AroundFile[] | null = null;
  const read = (): readonly AroundFile[] =>
    program.paths.flatMap((path) =>
      rules.flatMap(({ pattern, exports, hooks = false }) => {
        const found = pattern.exec(path);
        return found === null ? [] : [{ path, root: path.slice(0, found.index), exports, hooks }];
      }),
    );
  return (path) => {
    files ??= read();
    return files.filter((file) => path.startsWith(file.root));
  };
}

/** What such files do to every answer. */
export function judgeAround(core: Core, program: ProgramView, files: readonly AroundFile[]): Judgement {
  let all: Judgement = OPAQUE;
  for (const { path, exports, hooks } of files) {
    const file = program.facts(path);
    for (const name of exports) {
      for (const found of program.exported(path, name)) {
        if ('node' in found) all = both(all, judgeMiddleware(core, valueOf(found.file, found.node)));
      }
    }
    if (hooks && file !== undefined) all = both(all, judgeHooks(core, file));
    if (all.level === Level.guard) break;
  }
  return all;
}

/** `nitroApp.hooks.hook('beforeResponse', (event) => …)`. */
function judgeHooks(core: Core, file: FileFacts): Judgement {
  let all: Judgement = OPAQUE;
  for (const call of file.calls) {
    if (methodName(file, call) !== 'hook') continue;
    for (let i = 1; i < argumentCount(file, call); i++) {
      all = both(all, judgeMiddleware(core, valueOf(file, argumentOf(file, call, i))));
    }
  }
  return all;
}
