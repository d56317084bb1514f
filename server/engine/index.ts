/** What `probity/engine` offers to programs that bring their own files. */
import type { CheckResult } from './explain/index.ts';
import { createExtractor, loadParsers } from './extract/index.ts';
import { createWorkspace } from './workspace/index.ts';
import type { WorkspaceChange } from './workspace/index.ts';

export type { AiCall, CheckResult, Diagnostic, Place, Problem, Step, Unknown } from './explain/index.ts';
export { createExtractor, loadParsers } from './extract/index.ts';
export type { Extractor, ParserName, Parsers } from './extract/index.ts';
export { createWorkspace } from './workspace/index.ts';
export type {
  CheckSettings,
  OwnFunction,
  PackageInput,
  TsconfigInput,
  Workspace,
  WorkspaceChange,
} from './workspace/index.ts';

/**
 * Checks a set of files once. `inputs.texts` holds them by POSIX path relative to their root, and `inputs.catalogue` what
 * is known of SDKs, data and consent (the package's own stands in `probity/catalogue.json`). For checks after every
 * change keep a {@link createWorkspace} instead.
 */
export async function check(inputs: WorkspaceChange): Promise<CheckResult> {
  const workspace = createWorkspace(createExtractor(await loadParsers()));
  workspace.apply(inputs);
  return workspace.check();
}
