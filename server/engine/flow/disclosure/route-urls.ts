import type { Framework } from '../../../../rules/schema/types.ts';

/** Addresses of handlers that are found by their file. */
export interface RouteUrls {
  /** The path that a file's handlers answer, parameters as `[id]`: `/api/posts/[id]`; null for other files. */
  of(path: string): string | null;
}

/** Reads addresses off paths as the frameworks do. */
export function createRouteUrls(frameworks: readonly Framework[]): RouteUrls {
  const patterns = frameworks.flatMap(({ routes = [] }) =>
    routes.flatMap(({ files, url }) => (url === undefined ? [] : [{ files: new RegExp(files), url: new RegExp(url) }])),
  );
  const memo = new Map<string, string | null>();
  const find = (path: string): string | null => {
    for (const { files, url } of patterns) {
      const found = files.test(path) ? url.exec(path) : null;
      if (found !== null) return plain(found[1] ?? '');
    }
    return null;
  };
  return {
    of(path) {
      let known = memo.get(path);
      if (known === undefined) memo.set(path, (known = find(path)));
      return known;
    },
  };
}

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
