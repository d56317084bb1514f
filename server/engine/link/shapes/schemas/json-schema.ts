import type { Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import { array, BOOLEAN, fieldOf, literalsOf, NUMBER, record, STRING, UNKNOWN } from '../shape.ts';

const SCALARS: Readonly<Record<string, Shape>> = {
  string: STRING,
  number: NUMBER,
  integer: NUMBER,
  boolean: BOOLEAN,
};

/** What a JSON Schema that stands in the code describes (https://json-schema.org, "type", "properties", "items"). */
function described(core: Core, schema: Shape, depth = 0): Shape {
  if (depth > 6) return UNKNOWN;
  const [type = ''] = literalsOf(core.field(schema, 'type'));
  const properties = core.field(schema, 'properties');
  if (properties.k === 'record') {
    return record(
      literalsOf(core.field(schema, 'title'))[0] ?? '',
      () =>
        new Map(
          [...core.fields(properties)].map(([k, f]) => [k, fieldOf(described(core, f.shape, depth + 1), f.source)]),
        ),
      properties.source,
    );
  }
  return type === 'array' ? array(described(core, core.field(schema, 'items'), depth + 1)) : (SCALARS[type] ?? UNKNOWN);
}

/** `FromSchema<typeof schema>`: https://github.com/ThomasAribart/json-schema-to-ts. */
export const jsonSchema: Provider = {
  id: 'json-schema',
  packages: ['json-schema-to-ts'],
  type: (core, name, args) => (name === 'FromSchema' ? described(core, args[0] ?? UNKNOWN) : null),
};
