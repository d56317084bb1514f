/** The command line. */
export { runCli } from './cli.ts';
export type { CliPorts, Output, ReadRequest, WorkspaceInputs, WorkspaceOptions } from './ports.ts';
export { createProgress } from './progress.ts';
