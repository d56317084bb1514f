import type { CheckResult } from '../engine/explain/diagnostic.ts';
import type { OwnFunction, Workspace } from '../engine/workspace/contract.ts';
import type { CheckInputs, CliPorts } from './ports.ts';
import { absolutePath } from './targets.ts';

export interface CheckerOptions {
  readonly threads: number | null;
  /** Whether what earlier checks kept is used, and this one is kept. */
  readonly cache: boolean;
  /** Where that lies, as typed; null for the usual folder. */
  readonly cacheLocation: string | null;
  /** Absolute root of the workspace. */
  readonly root: string;
}

/** Checks one state of a project after another: what is the same in both is not looked at again. */
export class Checker {
  readonly #options: CheckerOptions;
  readonly #ports: CliPorts;
  readonly #notices = new Set<string>();
  #workspace: Workspace | null = null;
  #inputs: CheckInputs | null = null;

  constructor(options: CheckerOptions, ports: CliPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  /** What people should know of what earlier checks kept. */
  get notices(): readonly string[] {
    return [...this.#notices];
  }

  /** What is found in these inputs, as an earlier check kept it or found now. Only texts may differ from call to call. */
  async check(inputs: CheckInputs): Promise<CheckResult> {
    const { cache: isKept, cacheLocation, root } = this.#options;
    const folder = cacheLocation === null ? null : absolutePath(cacheLocation, this.#ports);
    const cache = isKept ? await this.#ports.openCache(root, folder) : null;
    const entry = (await cache?.entry(inputs)) ?? null;
    let result = entry?.result ?? null;
    if (result === null) {
      result = (await this.#engine(inputs, cache)).check();
      await entry?.keep(result);
    }
    for (const notice of cache?.notices ?? []) this.#notices.add(notice);
    return result;
  }

  /** The project's own functions for consent, redaction and notices. */
  async ownFunctions(inputs: CheckInputs): Promise<readonly OwnFunction[]> {
    return (await this.#engine(inputs, null)).ownFunctions();
  }

  async #engine(inputs: CheckInputs, cache: Parameters<CliPorts['createWorkspace']>[0]['cache']): Promise<Workspace> {
    const { threads } = this.#options;
    const workspace = (this.#workspace ??= await this.#ports.createWorkspace({ threads, cache }));
    if (this.#inputs === null) workspace.apply(inputs);
    else workspace.apply({ texts: differing(this.#inputs.texts, inputs.texts) });
    this.#inputs = inputs;
    return workspace;
  }
}

/** Texts that are not the same; null for those that are gone. */
function differing(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): ReadonlyMap<string, string | null> {
  const changes = new Map<string, string | null>();
  for (const [path, text] of now) if (before.get(path) !== text) changes.set(path, text);
  for (const path of before.keys()) if (!now.has(path)) changes.set(path, null);
  return changes;
}
