import { relative, sep } from 'node:path';
import type { Pointer } from './document.ts';
import type { Layer } from './layers.ts';

/**
 * Where a part of a config is written: `probity.config.json:3:5` (path relative to the root, line and column 1-based), for
 * a preset `probity:eu, extended at …`.
 */
export function originOf({ placeOf, preset }: Layer, pointer: Pointer, root: string): string {
  const { file, line, column } = placeOf(pointer);
  const place = `${relative(root, file).split(sep).join('/')}:${String(line)}:${String(column)}`;
  return preset === '' ? place : `${preset}, extended at ${place}`;
}

/** Lists whose items add up from layer to layer. */
const LISTS = ['exclude', 'overrides', 'lawfulBasis', 'systems', 'allowedRegions'] as const;

/** Where each part of the merged config is written, by its keys: `rules.a-rule`, `exclude[0]`. */
export function originsOf(layers: readonly Layer[], root: string): Readonly<Record<string, string>> {
  const origins: Record<string, string> = {};
  const counts = new Map<string, number>();
  for (const layer of layers) {
    const { config } = layer;
    for (const rule of Object.keys(config.rules ?? {}))
      origins[`rules.${rule}`] = originOf(layer, ['rules', rule], root);
    for (const key of ['include', 'freeText'] as const) {
      if (config[key] !== undefined) origins[key] = originOf(layer, [key], root);
    }
    for (const [i, place] of (config.jurisdictions ?? []).entries()) {
      origins[`jurisdictions.${place}`] ??= originOf(layer, ['jurisdictions', i], root);
    }
    for (const key of LISTS) {
      for (const i of (config[key] ?? []).keys()) {
        const at = counts.get(key) ?? 0;
        counts.set(key, at + 1);
        origins[`${key}[${String(at)}]`] = originOf(layer, [key, i], root);
      }
    }
  }
  return origins;
}
