import type { FileFacts } from '../../extract/facts.ts';
import type { NodeRef, Shape } from '../contract.ts';
import type { Core } from './core.ts';
import type { ExternalShape, Fields } from './shape.ts';
import type { Site } from './site.ts';

/**
 * Knowledge of one schema or query library. A value of the library is an `external` shape; its type arguments carry what
 * is known (`ZodType` the shape it parses to, `Table` its row). Values of the exports themselves are named
 * `typeof z.object`. Every answer may be null: "nothing to say".
 */
export interface Provider {
  readonly id: string;
  readonly packages: readonly string[];
  /** A type by name: `z.infer<…>`, a model's row type. */
  readonly type?: (core: Core, name: string, args: readonly Shape[], from: FileFacts) => Shape | null;
  /** A call of an export; `path` is relative to the package: `z.object`, `pgTable`, `default.object`. */
  readonly call?: (core: Core, path: string, site: Site) => Shape | null;
  /** `new` of an export. */
  readonly construct?: (core: Core, path: string, site: Site) => Shape | null;
  readonly member?: (core: Core, self: ExternalShape, key: string) => Shape | null;
  readonly method?: (core: Core, self: ExternalShape, key: string, site: Site) => Shape | null;
  /** The value itself called, or used as a tag. */
  readonly invoke?: (core: Core, self: ExternalShape, site: Site) => Shape | null;
  /** What argument `index` of a method (`key`) or of a call of the export (`self` named `typeof …`) should be. */
  readonly argument?: (core: Core, self: ExternalShape, key: string, index: number, site: Site) => Shape | null;
  /** What the properties of a component that is an export (`self` named `typeof …`) should be; `props` is what it is given. */
  readonly props?: (core: Core, self: ExternalShape, props: NodeRef) => Shape | null;
  /** What a property of an object literal should be, by its key and the name that the object goes by. */
  readonly property?: (core: Core, owner: string, key: string) => Shape | null;
  /** What awaiting gives. */
  readonly settle?: (core: Core, self: ExternalShape) => Shape | null;
  /** Fields that count as data of the value. */
  readonly fields?: (core: Core, self: ExternalShape) => Fields | null;
  /** Whether a module is this library's, generated into the project; then its package's name. */
  readonly standIn?: (core: Core, from: string, specifier: string) => string | null;
  /** A type imported from a module that is not there: generated from a schema. */
  readonly missing?: (core: Core, name: string, from: FileFacts) => Shape | null;
}
