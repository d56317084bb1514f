export type { CheckSettings, PackageInput, TsconfigInput, Workspace, WorkspaceChange } from './contract.ts';
export { createWorkspace } from './workspace.ts';
