const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  EIO: 'input/output error',
  EBUSY: 'in use',
};

/** Why the file system refused, in words; null if the file or folder is no longer there, which is no trouble. */
export function reasonOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
  const words = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  if (words !== undefined) return `${words} (${code})`;
  return code === '' ? String(error instanceof Error ? error.message : error) : code;
}
