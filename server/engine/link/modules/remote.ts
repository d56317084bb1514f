import type { ModuleTarget } from '../contract.ts';
import { plainSubpath, splitVersioned } from './package-name.ts';

/** Where on each host's paths the package's name begins: the matched prefix is cut off. */
const CDN_PREFIX: Readonly<Record<string, RegExp>> = {
  'esm.sh': /^(?:v\d+\/|stable\/|\*)*(?:gh\/|npm\/)?\*?/,
  'cdn.esm.sh': /^(?:v\d+\/|stable\/|\*)*(?:gh\/|npm\/)?\*?/,
  'esm.run': /^/,
  'cdn.skypack.dev': /^(?:-\/|pin\/)?/,
  'unpkg.com': /^/,
  'cdn.jsdelivr.net': /^npm\//,
  'esm.unpkg.com': /^/,
  'ga.jspm.io': /^npm:/,
  'jspm.dev': /^(?:npm:)?/,
  'cdn.jspm.io': /^(?:npm:)?/,
  'esm.town': /^v\//,
  'deno.land': /^x\//,
};

/**
 * Specifiers that carry a scheme: `npm:`, `jsr:`, imports by URL, virtual modules of bundlers and runtimes.
 *
 * @param specifier as written, after import maps
 * @returns null if it carries none
 */
export function remoteTarget(specifier: string): ModuleTarget | null {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(specifier)?.[1]?.toLowerCase();
  if (scheme === undefined) return null;
  const rest = specifier.slice(scheme.length + 1);
  // a Windows path has a drive letter, not a scheme
  if (scheme.length === 1) return { k: 'unresolved' };
  switch (scheme) {
    case 'npm':
    case 'jsr':
      return named(rest);
    case 'http':
    case 'https':
      return urlTarget(specifier, rest);
    case 'data':
    case 'blob':
    case 'file':
      return { k: 'unresolved' };
    default:
      // `bun:sqlite`, `cloudflare:workers`, `astro:content`, `virtual:pwa`: modules the runtime or bundler makes
      return { k: 'package', name: specifier, subpath: '' };
  }
}

function named(text: string): ModuleTarget {
  const { name, subpath } = splitVersioned(text);
  return name === '' ? { k: 'unresolved' } : { k: 'package', name, subpath: plainSubpath(subpath) };
}

function urlTarget(specifier: string, rest: string): ModuleTarget {
  const whole: ModuleTarget = { k: 'package', name: specifier.replace(/[?#].*$/, ''), subpath: '' };
  const [host = '', ...segments] = rest.replace(/^\/\//, '').split('/');
  const key = host.toLowerCase();
  const prefix = Object.hasOwn(CDN_PREFIX, key) ? CDN_PREFIX[key] : undefined;
  if (prefix === undefined) return whole;
  let path = segments.join('/');
  // the standard library is published by module on another registry: `std@0.224.0/http/server.ts` is of `@std/http`
  const std = key === 'deno.land' ? /^std(?:@[^/]+)?\/([^/]+)\/(.+)$/.exec(path) : null;
  if (std?.[1] !== undefined && std[2] !== undefined) {
    return { k: 'package', name: `@std/${std[1]}`, subpath: plainSubpath(std[2]) };
  }
  if (!prefix.test(path)) return whole;
  path = path.replace(prefix, '').replace(/^jsr\//, '');
  const { name, subpath } = splitVersioned(path);
  if (name === '') return whole;
  // builds of esm.sh (`/es2022/openai.mjs`) name the package once more
  const plain = plainSubpath(subpath.replace(/^(?:X-[^/]+\/)?(?:es20\d\d|esnext|denonext|deno|node)\//, ''));
  const last = name.slice(name.lastIndexOf('/') + 1);
  return { k: 'package', name, subpath: plain === last ? '' : plain };
}
