import type { AiHost, ModelCallKind } from '../../../../rules/schema/types.ts';

/** A vendor's host that an address leads to, and what kind of call its path says. */
export type HostMatch = AiHost & { readonly kind: ModelCallKind };

/** Stands for parts of an address that are not constant. */
const UNKNOWN = '\u0000';
/** The same inside the look-up; no host has it in its name. */
const ANY = '*';

interface CompiledHost {
  readonly host: AiHost;
  readonly pattern: RegExp;
}

/** A look-up from addresses to vendors. Addresses may hold '\u0000' for unknown parts and may break off after the host. */
export function compileHosts(hosts: readonly AiHost[]): (url: string) => HostMatch | null {
  const compiled = hosts.map((host): CompiledHost => ({ host, pattern: hostPattern(host.host) }));
  const memo = new Map<string, HostMatch | null>();
  return (url) => {
    const known = memo.get(url);
    if (known !== undefined) return known;
    const match = lookUp(compiled, url.replaceAll(UNKNOWN, ANY));
    memo.set(url, match);
    return match;
  };
}

function lookUp(compiled: readonly CompiledHost[], address: string): HostMatch | null {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  const bare = parsed.host.replace(/:\d+$/, '');
  const found =
    parsed.host === ANY
      ? compiled.find(({ host }) => host.host === ANY)
      : (compiled.find(({ host, pattern }) => host.host !== ANY && (pattern.test(parsed.host) || pattern.test(bare))) ??
        compiled.find(({ host }) => host.host === ANY));
  if (found === undefined) return null;
  const { ignorePaths = [], onlyPaths, ambiguousPaths = [] } = found.host;
  if (ignorePaths.some((fragment) => pathHas(parsed.path, fragment))) return null;
  if (onlyPaths?.some((fragment) => pathHas(parsed.path, fragment)) === false) return null;
  const isWritten = !parsed.host.includes(ANY) && !/^(?:localhost|127\.|0\.0\.0\.0|\[::1\])/.test(parsed.host);
  if (isWritten && ambiguousPaths.some((fragment) => pathHas(parsed.path, fragment))) return null;
  const kind = Object.entries(found.host.kinds ?? {}).find(([fragment]) => pathHas(parsed.path, fragment))?.[1];
  return { ...found.host, kind: kind ?? 'chat' };
}

/** Host and path of an address, unknown parts as `*`. */
function parseAddress(address: string): { readonly host: string; readonly path: string } | null {
  const found =
    /^(?:(?:https?|wss?|\*):)?\/\/([^/?#]+)([^?#]*)/i.exec(address) ??
    /^([a-z0-9.*-]+\.[a-z]{2,}|localhost:\d+)((?:\/[^?#]*)?)$/i.exec(address) ??
    /^(\*)((?:\*|\/)[^?#]*)/.exec(address);
  if (!found) return null;
  const host = (found[1] ?? '')
    .toLowerCase()
    .replace(/^.*@/, '')
    .replace(/:(?:443|80)$/, '');
  return { host, path: found[2] ?? '' };
}

function pathHas(path: string, fragment: string): boolean {
  return fragment.endsWith('$') ? path.replace(/\/$/, '').endsWith(fragment.slice(0, -1)) : path.includes(fragment);
}

/** `.x` any host that ends so, `*` any part; a pattern without a port allows any port that is not written. */
function hostPattern(host: string): RegExp {
  const body = host
    .replace(/^\./, '')
    .split('*')
    .map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(`^${host.startsWith('.') ? '(?:[^/]+\\.)?' : ''}${body}$`);
}
