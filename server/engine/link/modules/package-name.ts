import type { ModuleTarget } from '../contract.ts';

/** Subpaths that are the package's main entry under another name. */
const MAIN_ENTRY =
  /^(?:(?:dist|build|lib|out|es|esm|cjs|src|es20\d\d|es(?:m|next))\/)*(?:index|mod|main|\+esm)(?:\.(?:d\.)?[cm]?[jt]sx?)?$/;
const SCRIPT_EXTENSION = /(?:\.d)?\.[cm]?[jt]sx?$/;

/** The package of a bare specifier (`@scope/name/sub/path`), its main entry's file names reduced to the subpath ''. */
export function packageTarget(specifier: string): ModuleTarget {
  const { name, subpath } = splitBare(specifier);
  return { k: 'package', name, subpath: plainSubpath(subpath) };
}

/** `index.mjs` → '', `resources/chat.js` → `resources/chat`. */
export function plainSubpath(subpath: string): string {
  const path = subpath.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return MAIN_ENTRY.test(path) ? '' : path.replace(SCRIPT_EXTENSION, '');
}

/** Splits `@scope/name/sub` and `name/sub` as written. */
export function splitBare(specifier: string): { readonly name: string; readonly subpath: string } {
  const first = specifier.indexOf('/');
  const end = specifier.startsWith('@') && first >= 0 ? specifier.indexOf('/', first + 1) : first;
  if (end < 0) return { name: specifier, subpath: '' };
  return { name: specifier.slice(0, end), subpath: specifier.slice(end + 1) };
}

/** Splits `@scope/name@1.2.3/sub?query`: the version and query are dropped. */
export function splitVersioned(text: string): { readonly name: string; readonly subpath: string } {
  const plain = text.replace(/[?#].*$/, '').replace(/^\/+/, '');
  const { name, subpath } = splitBare(plain);
  const at = name.indexOf('@', 1);
  return { name: at < 0 ? name : name.slice(0, at), subpath };
}
