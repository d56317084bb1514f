/** Folders of installed packages, version control, caches and build output: never read, at any depth. */
const ALWAYS: ReadonlySet<string> = new Set(
  (
    'node_modules bower_components jspm_packages web_modules .git .hg .svn .jj .yarn .pnpm-store .pnpm .npm ' +
    'dist .next .nuxt .output .svelte-kit .turbo .vercel .netlify .cache .parcel-cache .angular .expo .nx .vite ' +
    '.docusaurus .astro .wrangler .serverless .aws-sam .amplify .firebase .mastra .trigger .nyc_output .probity-cache ' +
    '.venv __pycache__ .terraform .gradle .idea .vscode-test storybook-static Pods DerivedData'
  ).split(' '),
);

/** Names that are build output or foreign code beside a package.json, and ordinary words inside source code. */
const OUTSIDE_SOURCE: ReadonlySet<string> = new Set(['build', 'out', 'vendor', 'coverage', 'target']);
const SOURCE = new Set([
  'src',
  'app',
  'pages',
  'server',
  'routes',
  'components',
  'functions',
  'api',
  'modules',
  'features',
]);

/**
 * Whether a folder is left out by default.
 *
 * @param name its own name
 * @param sourceAbove whether a folder of source code lies between it and the nearest package.json above
 */
export function isExcludedFolder(name: string, sourceAbove: boolean): boolean {
  return ALWAYS.has(name) || (!sourceAbove && OUTSIDE_SOURCE.has(name));
}

/** Whether folders below one of this name are source code: `src/build`, `app/vendor`. */
export function isSourceFolder(name: string): boolean {
  return SOURCE.has(name);
}

/** Whether a file lies in a folder that is left out by default. @param path POSIX, relative to the root */
export function inExcludedFolder(path: string): boolean {
  let inSource = false;
  for (const name of path.split('/').slice(0, -1)) {
    if (isExcludedFolder(name, inSource)) return true;
    inSource ||= isSourceFolder(name);
  }
  return false;
}
