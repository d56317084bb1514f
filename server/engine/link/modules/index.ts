/** Module resolution over the workspace's texts, and what a module exports. */
export { createImportAnswers } from './import-answers.ts';
export { createModuleGraph, type AlteredImports, type LiveModuleGraph } from './graph.ts';
export type { ModuleInput } from './input.ts';
export { createExportResolver, type ExportResolver, type ResolvedExport, type ResolvedType } from './exports.ts';
