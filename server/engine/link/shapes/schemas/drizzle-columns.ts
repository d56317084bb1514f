import type { FieldShape, Shape } from '../../contract.ts';
import { BOOLEAN, BYTES, DATE, ENUM, literalsOf, NUMBER, renamed, STRING, UNKNOWN } from '../shape.ts';
import { externalIn } from './support.ts';

/** [type of its value, names in its table] */
export const COLUMN = 'Column';

const COLUMNS: readonly (readonly [RegExp, Shape])[] = [
  [
    /^(?:text|varchar|char|uuid|citext|inet|cidr|macaddr8?|interval|tinytext|mediumtext|longtext|nvarchar|nchar|ntext|uniqueidentifier)$/,
    STRING,
  ],
  [
    /^(?:integer|int|serial|bigserial|smallserial|smallint|bigint|mediumint|tinyint|numeric|decimal|real|float|double|doublePrecision|year)$/,
    NUMBER,
  ],
  [/^(?:boolean|bit)$/, BOOLEAN],
  [/^(?:timestamp|date|time|datetime|datetime2|datetimeoffset)$/, DATE],
  [/^(?:blob|binary|varbinary|bytea)$/, BYTES],
  [/Enum(?:\(\))?$/, ENUM],
];

/** What a column made by a builder holds; null for what is no builder. */
export function columnShape(builder: string): Shape | null {
  const last = builder.slice(builder.lastIndexOf('.') + 1);
  for (const [pattern, shape] of COLUMNS) if (pattern.test(last)) return shape;
  return /^(?:jsonb?|customType\(\)|vector|point|line|geometry|halfvec|sparsevec)$/.test(last) ? UNKNOWN : null;
}

/** What a column holds. */
export const columnType = (shape: Shape): Shape => externalIn(shape, [COLUMN])?.args[0] ?? UNKNOWN;

/** A field under its key, and under the names that its column has. */
export function withColumn(field: FieldShape, key: string, column: Shape): FieldShape {
  const names = literalsOf(externalIn(column, [COLUMN])?.args[1] ?? UNKNOWN);
  return names.filter((name) => name !== key).reduce(renamed, field);
}
