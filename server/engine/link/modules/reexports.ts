/**
 * Whether a text may hand on what it imports: `export … from` within one statement. A superset by text, in time linear in
 * its length: texts are untrusted and may be megabytes without a semicolon.
 */
export function reexports(text: string): boolean {
  if (!text.includes('export') || !text.includes('from')) return false;
  return text.split(';').some((statement) => {
    const found = /\bexport\b/.exec(statement);
    return found !== null && /\bfrom\b/.test(statement.slice(found.index));
  });
}
