import type { ResolvedConfig } from '../../../rules/schema/config.ts';
import type { Catalogue, Severity } from '../../../rules/schema/types.ts';
import { escapeJson } from '../terminal/escape.ts';

/**
 * The configuration that holds for a folder, after everything it extends was merged: as JSON, with the files it was read
 * from and the severity of every rule.
 */
export function configJson(root: string, config: ResolvedConfig, catalogue: Catalogue): string {
  const rules: Record<string, unknown> = {};
  for (const { id, severity } of catalogue.rules) rules[id] = config.written.rules?.[id] ?? severity;
  for (const [id, setting] of Object.entries(config.written.rules ?? {})) rules[id] ??= setting;
  const { sdks, hosts, data, guards, sanitizers } = config.knowledge;
  const value = {
    root,
    sources: config.sources,
    ...config.written,
    rules: rules as Record<string, Severity>,
    knowledge: { sdks, hosts, data, guards, sanitizers },
  };
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}
