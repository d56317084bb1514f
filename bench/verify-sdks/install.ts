import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageName } from './declarations.ts';

const run = promisify(execFile);
const FLAGS = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
  '--omit=optional',
  '--loglevel=error',
  '--prefer-offline',
];

/** An installed package. */
export interface Installed {
  readonly folder: string;
  readonly version: string;
  remove(): void;
}

/** Installs ambient declarations which packages take for granted, into the folder above all others. */
export async function prepare(scratch: string): Promise<void> {
  if (existsSync(join(scratch, 'node_modules/@types/react'))) return;
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, 'package.json'), '{ "private": true }');
  await npm(scratch, ['@types/node@22', '@types/react@19']);
}

/**
 * Installs a package from the registry, without its scripts.
 * @param scratch folder outside of the project
 * @param name a package
 * @param range a version, a range or a tag
 * @param also other packages needed to read its types
 * @param keep leave what can be read of it in the folder, and take what an earlier run left there
 * @returns the package, or what the registry's client said
 */
export async function install(
  scratch: string,
  name: string,
  range: string,
  also: readonly string[],
  keep: boolean,
): Promise<Installed | string> {
  const wanted = [...(name === '' ? [] : [`${name}@${range}`]), ...also];
  const folder = join(scratch, wanted.join('+').replaceAll(/[^\w.+-]/g, '_'));
  const whole = join(folder, 'whole');
  const drop = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (!existsSync(whole)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
      await npm(folder, wanted).catch(() => npm(folder, [...wanted, '--legacy-peer-deps']));
      if (keep) withoutCode(folder);
      writeFileSync(whole, '');
    }
    const told = name === '' ? (also[0] ?? '') : name;
    const { version } = JSON.parse(
      readFileSync(join(folder, 'node_modules', packageName(told), 'package.json'), 'utf8'),
    ) as { version: string };
    return { folder, version, remove: keep ? () => undefined : drop };
  } catch (error) {
    drop();
    return String(error).split('\n').slice(1, 3).join(' ');
  }
}

/** Removes all but declarations: packages are large, and their code is not read. */
function withoutCode(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && !/\.(?:[cm]?tsx?|json)$/.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
  }
}

async function npm(folder: string, wanted: readonly string[]): Promise<void> {
  await run('npm', ['install', ...FLAGS, ...wanted], { cwd: folder, timeout: 240_000, maxBuffer: 1 << 26 });
}

/** The version a range of a package stands for, without installing it; null if the registry has none. */
export async function newest(name: string, range: string): Promise<string | null> {
  try {
    const { stdout } = await run('npm', ['view', `${name}@${range}`, 'version', '--json'], { timeout: 240_000 });
    const told = JSON.parse(stdout) as string | readonly string[];
    return typeof told === 'string' ? told : (told.at(-1) ?? null);
  } catch {
    return null;
  }
}
