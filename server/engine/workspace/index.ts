export type {
  CheckSettings,
  OwnFunction,
  PackageInput,
  TsconfigInput,
  Workspace,
  WorkspaceChange,
} from './contract.ts';
export { createWorkspace } from './workspace.ts';
