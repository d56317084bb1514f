import type { Framework } from '../../../../rules/schema/types.ts';

/** Addresses of handlers that are found by their file. */
export interface RouteUrls {
  /** The path that a file's handlers answer, parameters as `[id]`: `/api/posts/[id]`; null for other files. */
  of(path: string): string | null;
  /** The end of that path, which clients always write: without what the service puts before it. */
  stemOf(path: string): string;
  /** Whether a handler answers whatever else stands in the folder of a path: `/api/posts/[id]` beside `/api/posts/latest`. */
  hasParameterBeside(path: string): boolean;
}

interface Url {
  readonly whole: string;
  readonly stem: string;
}

/** Reads addresses off paths as the frameworks do. */
export function createRouteUrls(frameworks: readonly Framework[], paths: readonly string[]): RouteUrls {
  const patterns = frameworks.flatMap(({ routes = [] }) =>
    routes.flatMap(({ files, url, under = '' }) =>
      url === undefined ? [] : [{ files: new RegExp(files), url: new RegExp(url), under }],
    ),
  );
  const memo = new Map<string, Url | null>();
  const find = (path: string): Url | null => {
    for (const { files, url, under } of patterns) {
      const found = files.test(path) ? url.exec(path) : null;
      if (found !== null) return { whole: plain(`${under}${found[1] ?? ''}`), stem: plain(found[1] ?? '') };
    }
    return null;
  };
  const once = (path: string): Url | null => {
    let known = memo.get(path);
    if (known === undefined) memo.set(path, (known = find(path)));
    return known;
  };
  let open: ReadonlySet<string> | null = null;
  const folders = (): ReadonlySet<string> => {
    const urls = paths.flatMap((path) => once(path)?.whole ?? []);
    return new Set(urls.filter((url) => PARAMETER.test(url)).map(folderOf));
  };
  return {
    of: (path) => once(path)?.whole ?? null,
    stemOf: (path) => once(path)?.stem ?? '',
    hasParameterBeside: (path) => (open ??= folders()).has(folderOf(once(path)?.whole ?? '')),
  };
}

/** A last step that stands for any: `[id]`, `$id`. */
const PARAMETER = /\/[[$][^/]*$/;
const folderOf = (url: string): string => url.slice(0, url.lastIndexOf('/'));

/** Without endings, methods, `index`, groups and slots. */
function plain(path: string): string {
  const steps = path
    .replace(/\.[cm]?[jt]sx?$/, '')
    .replace(/\.(?:get|post|put|patch|delete)$/, '')
    .split('/')
    .filter((step) => step !== '' && !/^\(.*\)$|^@/.test(step));
  if (steps.at(-1) === 'index') steps.pop();
  return `/${steps.join('/')}`;
}
