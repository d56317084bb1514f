import type { Catalogue } from '../../../../rules/schema/types.ts';
import type { Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { Core } from '../guards/core.ts';
import { createMarkCore, type Marks } from '../marked-routes/mark-core.ts';
import { createApiNames, type ApiNames } from './api-names.ts';
import { createFileRoutes, type FileRoutes } from './file-routes.ts';
import { createRouteUrls, type RouteUrls } from './route-urls.ts';

/** What the handlers of a program are known by to frameworks and clients: made once for all who ask. */
export interface Addressing {
  readonly routes: FileRoutes;
  readonly names: ApiNames;
  readonly urls: RouteUrls;
  /** Reads addresses of registrations, and looks for no marks. */
  readonly core: Core;
}

const NO_MARKS: Marks = { call: () => null, value: () => null, mentions: () => false };

export function createAddressing(program: Program, catalogue: Catalogue, index: CatalogueIndex): Addressing {
  const routes = createFileRoutes(program, catalogue.frameworks);
  return {
    routes,
    names: createApiNames(program, index, routes),
    urls: createRouteUrls(catalogue.frameworks, program.paths),
    core: createMarkCore(program, NO_MARKS, null, () => undefined),
  };
}
