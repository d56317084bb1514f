/** Folders that hold only code which exercises the product. */
const FOLDERS =
  /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|__evals__|evals?|e2e|cypress|fixtures|stories|\.storybook)\//;
/** `tests/` beside the sources is one too; below the routes of an application it is a page: of a laboratory, say. */
const TESTS = /^((?:[^/]+\/)*?)(?:tests?|specs?)\//;
const ROUTES = /(?:^|\/)(?:app|pages|routes)\//;
const FILES = /[.-](?:test|spec|stories|story|e2e|cy|eval|bench)\.[cm]?[jt]sx?$/;

/** Whether a path is of code that exercises the product: tests, mocks, stories, evaluations of prompts. */
export function isTestPath(path: string): boolean {
  if (FOLDERS.test(path) || FILES.test(path)) return true;
  const before = TESTS.exec(path)?.[1];
  return before !== undefined && !ROUTES.test(before);
}
