export type {
  CallSite,
  Entity,
  FieldShape,
  ModuleGraph,
  ModuleTarget,
  NodeRef,
  ProgramView,
  Shape,
  ShapeSource,
  ShapeView,
  TypeRef,
} from './contract.ts';
export { apiName, type Canonical } from './entities/api-path.ts';
export { methodName } from './entities/calls.ts';
export { registrationsOf } from './entities/registrations.ts';
export { objectOfMethod } from './entities/this-objects.ts';
export { reexports } from './modules/reexports.ts';
export { propertyValues } from './properties.ts';
export { byPlace, calledIn, type CalledIn, type KnownCallers } from './callers/index.ts';
export { createLiveTexts, type LiveTexts, type TextView } from './live-texts.ts';
export { createProgram, type Program, type ProgramInput } from './program.ts';
export { HOLE } from './strings.ts';
export { sqlResult, sqlWrite } from './shapes/schemas/sql-text.ts';
