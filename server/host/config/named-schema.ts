import { CONFIG_SCHEMA } from '../../../rules/schema/config-schema.ts';
import type { Catalogue } from '../../../rules/schema/types.ts';
import { presetsOf } from './layers.ts';

/** The schema of the configuration with the names of a catalogue in it, for editors to offer and explain. */
export function namedSchema(
  catalogue: Pick<Catalogue, 'rules' | 'presets' | 'laws' | 'guards' | 'data' | 'sdks'>,
): object {
  const schema = structuredClone(CONFIG_SCHEMA) as unknown as Node;
  const offer = (examples: readonly string[], ...way: readonly string[]): void => {
    const node = way.reduce<Node | undefined>((at, key) => at?.[key] as Node | undefined, schema);
    // A piece of the schema stands in several places: each gets its own.
    const parent = way.slice(0, -1).reduce<Node | undefined>((at, key) => at?.[key] as Node | undefined, schema);
    const last = way.at(-1);
    if (node !== undefined && parent !== undefined && last !== undefined) parent[last] = { ...node, examples };
  };
  const rules = catalogue.rules.map(({ id, title, severity }) => [
    id,
    { anyOf: [{ $ref: '#/definitions/quietRuleSetting' }], description: `${title} (${severity} unless set)` },
  ]);
  const definitions = schema['definitions'] as Node;
  const definition = definitions['rules'] as Node;
  // What is innermost is shown on hover: here that must be what the rule is about.
  definitions['quietRuleSetting'] = quiet(definitions['ruleSetting']);
  definition['properties'] = Object.fromEntries(rules);
  const presets = Object.keys(presetsOf(catalogue, '')).map((name) => `probity:${name}`);
  offer(presets, 'properties', 'extends', 'else');
  offer(presets, 'properties', 'extends', 'then', 'items');
  offer([...new Set(catalogue.laws.map((law) => law.jurisdiction))].sort(), 'properties', 'jurisdictions', 'items');
  const basis = ['properties', 'lawfulBasis', 'items', 'properties'];
  offer(catalogue.guards.lawfulBases, ...basis, 'basis');
  offer(
    catalogue.data.map(({ key }) => key),
    ...basis,
    'data',
    'items',
  );
  offer(
    catalogue.data.map(({ key }) => key),
    'definitions',
    'dataCategory',
    'properties',
    'key',
  );
  offer(
    catalogue.sdks.map(({ id }) => id),
    'definitions',
    'sdk',
    'properties',
    'id',
  );
  alternatives(schema);
  return schema;
}

/** A copy without descriptions. */
function quiet(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(quiet);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'description');
  return Object.fromEntries(kept.map(([key, inner]) => [key, quiet(inner)]));
}

/** What is one thing or another is told as a choice: that is how editors know what to offer. */
function alternatives(node: Node): void {
  for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) alternatives(value as Node);
  if (node['if'] === undefined) return;
  node['anyOf'] = [node['then'], node['else']].filter((choice) => choice !== undefined);
  delete node['if'];
  delete node['then'];
  delete node['else'];
}

type Node = Record<string, unknown>;
