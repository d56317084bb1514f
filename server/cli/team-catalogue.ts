import type { Catalogue } from '../../rules/schema/types.ts';
import { ConfigError } from './failure.ts';
import type { CliPorts } from './ports.ts';
import { absolutePath, readTargets } from './targets.ts';

/** The catalogue with what the team adds here. Throws ConfigError where the configuration cannot be used. */
export async function teamCatalogue(config: string | null, ports: CliPorts): Promise<Catalogue> {
  const { root } = await readTargets([], ports);
  const catalogue = await ports.readCatalogue();
  const file = config === null ? null : absolutePath(config, ports);
  const loaded = await ports.loadConfig({ root, file, catalogue, asOf: ports.today() });
  if (loaded.problems.length > 0) throw new ConfigError(loaded.problems);
  return ports.mergeKnowledge(catalogue, loaded.config);
}
