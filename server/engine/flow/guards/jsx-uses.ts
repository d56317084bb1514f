import { reexports } from '../../link/index.ts';
import { Op } from '../../extract/facts.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, contextOf, functionOf, listAt, opOf } from '../../extract/reader.ts';
import type { Core } from './core.ts';
import { valueOf } from './core.ts';
import { both, either, Level, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName } from './middleware.ts';
import { usesOf } from './uses.ts';

const MAX_FILES = 60;

/**
 * What holds where a component is rendered: each element of it must stand under a check, inside an element named for
 * consent, or in a component that does. null if it is rendered nowhere.
 */
export function judgeElementUses(
  core: Core,
  file: FileFacts,
  fn: FunctionId,
  entry: (file: FileFacts, fn: FunctionId) => Judgement,
): Judgement | null {
  const name = file.functions[fn]?.name ?? '';
  if (!/^\p{Lu}/u.test(name)) return null;
  let all: Judgement = NEVER;
  let seen = 0;
  for (const user of filesRendering(core, file)) {
    for (const jsx of user.jsx) {
      const tag = listAt(user, aOf(user, jsx), 0);
      if (opOf(user, tag) === Op.Str || tag < 0) continue;
      const hit = core.program
        .entities({ file: user, node: tag })
        .some((e) => e.k === 'function' && e.fn === fn && e.file === file);
      if (!hit) continue;
      seen++;
      let own = both(core.context(user, contextOf(user, jsx), null), judgeAround(core, user, jsx, 0));
      if (own.level < Level.guard) own = both(own, entry(user, functionOf(user, jsx)));
      all = either(all, own);
    }
  }
  return seen === 0 ? null : all;
}

/** `<ConsentGate purpose="ai"><Chat /></ConsentGate>`. */
function judgeAround(core: Core, file: FileFacts, node: NodeId, depth: number): Judgement {
  if (depth > 12) return OPAQUE;
  let all: Judgement = OPAQUE;
  for (const user of usesOf(file).users.get(node) ?? []) {
    if (opOf(file, user) !== Op.Jsx) continue;
    const tag = listAt(file, aOf(file, user), 0);
    if (tag >= 0 && opOf(file, tag) !== Op.Str) all = both(all, byName(core, valueOf(file, tag), tag));
    all = both(all, judgeAround(core, file, user, depth + 1));
  }
  return all;
}

function filesRendering(core: Core, file: FileFacts): readonly FileFacts[] {
  const out: FileFacts[] = [file];
  const seen = new Set([file.path]);
  const queue = [file.path];
  for (let p = queue.pop(); p !== undefined && seen.size < MAX_FILES; p = queue.pop()) {
    for (const importer of core.program.modules.importers(p)) {
      if (seen.has(importer)) continue;
      seen.add(importer);
      if (core.program.passes(importer, 'hands on', reexports)) queue.push(importer);
      const facts = core.program.facts(importer);
      if (facts !== undefined && facts.jsx.length > 0) out.push(facts);
    }
  }
  return out;
}
