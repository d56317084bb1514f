import { resolve } from 'node:path';
import type { ConfigProblem, ProbityConfig, TeamKnowledge } from '../../../rules/schema/config.ts';
import type { AiHost, DataCategory, Sdk } from '../../../rules/schema/types.ts';
import { textOf } from './discover.ts';
import { readDocument } from './document.ts';
import type { Pointer } from './document.ts';
import type { Layer } from './layers.ts';
import { validate } from './validate.ts';

/** What the layers of a config tell about the team's own SDKs, data and checks; files named by path are read. */
export async function readKnowledge(
  layers: readonly Layer[],
): Promise<{ knowledge: TeamKnowledge; problems: readonly ConfigProblem[] }> {
  const problems: ConfigProblem[] = [];
  const collect = async <T>(key: 'sdks' | 'hosts' | 'data', definition: string): Promise<T[]> => {
    const parts = await Promise.all(layers.map((layer) => items<T>(layer, key, definition, problems)));
    return parts.flat();
  };
  const knowledge: TeamKnowledge = {
    sdks: await collect<Sdk>('sdks', 'sdk'),
    hosts: await collect<AiHost>('hosts', 'host'),
    data: await collect<DataCategory>('data', 'dataCategory'),
    guards: layers.flatMap((layer) => layer.config.guards ?? []),
    sanitizers: layers.flatMap((layer) => layer.config.sanitizers ?? []),
  };
  return { knowledge, problems };
}

async function items<T>(
  layer: Layer,
  key: keyof ProbityConfig & ('sdks' | 'hosts' | 'data'),
  definition: string,
  problems: ConfigProblem[],
): Promise<T[]> {
  const found: T[] = [];
  for (const [i, item] of (layer.config[key] ?? []).entries()) {
    // The schema has checked inline items already.
    if (typeof item !== 'string') found.push(item as T);
    else found.push(...(await fromFile<T>(layer, [key, i], item, definition, problems)));
  }
  return found;
}

/** A file holds one thing, or a list of them. */
async function fromFile<T>(
  layer: Layer,
  pointer: Pointer,
  name: string,
  definition: string,
  problems: ConfigProblem[],
): Promise<T[]> {
  const file = resolve(layer.directory, name);
  const text = await textOf(file);
  if (text === null) {
    const at = layer.found;
    if (at) problems.push(at.document.problem([...at.base, ...pointer], 'value', `\`${name}\` was not found`));
    return [];
  }
  const document = readDocument(file, text);
  if (document.problems.length > 0) {
    problems.push(...document.problems);
    return [];
  }
  const values: readonly unknown[] = Array.isArray(document.value) ? document.value : [document.value];
  const wrong = values.flatMap((_, i) => validate(document, Array.isArray(document.value) ? [i] : [], definition));
  problems.push(...wrong);
  return wrong.length > 0 ? [] : (values as T[]);
}
