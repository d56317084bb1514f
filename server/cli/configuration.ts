import type { ResolvedConfig } from '../../rules/schema/config.ts';
import type { Catalogue } from '../../rules/schema/types.ts';
import { ConfigError } from './failure.ts';
import type { CliPorts, LoadedConfig } from './ports.ts';
import { absolutePath } from './targets.ts';

/** What of the command line decides the configuration. */
export interface ConfigurationRequest {
  /** `--config` as typed. */
  readonly config: string | null;
  /** `--as-of`: YYYY-MM-DD; null for today. */
  readonly asOf: string | null;
}

export interface Configuration {
  readonly config: ResolvedConfig;
  /** With what the team adds. */
  readonly catalogue: Catalogue;
  /** The same with the configurations in folders of the workspace. @param texts by POSIX path relative to the root */
  withNested(texts: ReadonlyMap<string, string>): Promise<Configuration>;
}

/** The configuration that holds for a workspace. Throws ConfigError where it cannot be used. @param root absolute */
export async function configurationOf(
  root: string,
  { config, asOf }: ConfigurationRequest,
  ports: CliPorts,
): Promise<Configuration> {
  const catalogue = await ports.readCatalogue();
  const file = config === null ? null : absolutePath(config, ports);
  const asked = { root, file, catalogue, asOf: asOf ?? ports.today() };
  const sound = (loaded: LoadedConfig): Configuration => {
    if (loaded.problems.length > 0) throw new ConfigError(loaded.problems);
    const own: Configuration = {
      config: loaded.config,
      catalogue: ports.mergeKnowledge(catalogue, loaded.config),
      async withNested(texts) {
        const nested = await ports.withNested(loaded, asked, texts);
        return nested === loaded ? own : sound(nested);
      },
    };
    return own;
  };
  return sound(await ports.loadConfig(asked));
}
