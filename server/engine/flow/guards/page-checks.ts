import type { FileFacts } from '../../extract/facts.ts';
import { argumentOf, contextOf } from '../../extract/reader.ts';
import type { NearMiss } from './contract.ts';
import { missOver } from './core.ts';
import type { Core } from './core.ts';
import { Level } from './judgement.ts';
import { textsOf } from './names.ts';
import { urlOf } from './next-middleware.ts';

const memo = new WeakMap<Core, Map<string, NearMiss | null>>();

/**
 * The check that a page makes before it sends a request to an endpoint, which anybody else may call without it. null:
 * the file answers no address, or no page checks before.
 */
export function checkInPage(core: Core, file: FileFacts): NearMiss | null {
  const url = urlOf(file.path)?.url ?? '';
  if (url.length < 2) return null;
  let known = memo.get(core);
  if (known === undefined) {
    known = new Map();
    memo.set(core, known);
  }
  let found = known.get(url);
  if (found === undefined) known.set(url, (found = find(core, file.path, url)));
  return found;
}

function find(core: Core, own: string, url: string): NearMiss | null {
  const mayAsk = (text: string, path: string): boolean =>
    /\.[cm]?[jt]sx?$/.test(path) && text.includes(url) && core.speaks(text);
  for (const path of core.program.matching(`checks before ${url}`, mayAsk)) {
    if (path === own) continue;
    const page = core.program.facts(path);
    for (const call of page?.calls ?? []) {
      if (page === undefined || !asks(core, page, call, url)) continue;
      const there = core.context(page, contextOf(page, call), null);
      if (there.level === Level.guard && there.at !== null) return missOver(core, 'client-only', there.at);
    }
  }
  return null;
}

/** `fetch('/api/notes', …)`, `axios.post('/api/notes?x=1', …)`. */
function asks(core: Core, file: FileFacts, call: number, url: string): boolean {
  return textsOf(file, argumentOf(file, call, 0), core.program).some(
    (text) => text === url || text.startsWith(`${url}?`) || text.endsWith(url),
  );
}
