import { relative, resolve, sep } from 'node:path';
import type { ConfigProblem, TeamCheck, TeamKnowledge } from '../../../rules/schema/config.ts';
import type { Check } from '../../../rules/schema/check.ts';
import { problemsOf } from '../../../rules/schema/check.ts';
import { dataCategory } from '../../../rules/schema/knowledge.ts';
import { host, sdk } from '../../../rules/schema/sdk.ts';
import type { AiHost, DataCategory, FixSymbol, Sdk, TeamFixes } from '../../../rules/schema/types.ts';
import { pageOf } from '../front-matter.ts';
import { textOf } from './discover.ts';
import { readDocument } from './document.ts';
import type { LocatedDocument, Pointer } from './document.ts';
import type { Layer } from './layers.ts';
import { pointerText, validate } from './validate.ts';

/** The catalogue's own validators see what a JSON Schema cannot: whether an API path can be read. */
const CHECKS: Readonly<Record<string, Check>> = { sdk, host, dataCategory };

/** Keys of a config that list things, inline or by path. */
type Listed = 'sdks' | 'hosts' | 'data' | 'checks';

/** What the layers of a config tell about the team's own SDKs, data and checks; files named by path are read. */
export async function readKnowledge(
  layers: readonly Layer[],
  root: string,
): Promise<{ knowledge: TeamKnowledge; problems: readonly ConfigProblem[] }> {
  const problems: ConfigProblem[] = [];
  const collect = async <T>(key: Listed, definition: string): Promise<T[]> => {
    const parts = await Promise.all(layers.map((layer) => items<T>(layer, key, definition, problems)));
    return parts.flat();
  };
  const knowledge: TeamKnowledge = {
    sdks: await collect<Sdk>('sdks', 'sdk'),
    hosts: await collect<AiHost>('hosts', 'host'),
    data: await collect<DataCategory>('data', 'dataCategory'),
    guards: layers.flatMap(({ config: { guards } }) =>
      guards === undefined ? [] : ['length' in guards ? { symbols: guards } : guards],
    ),
    sanitizers: layers.flatMap(({ config: { sanitizers } }) =>
      sanitizers === undefined ? [] : ['length' in sanitizers ? { symbols: sanitizers } : sanitizers],
    ),
    markers: layers.flatMap(({ config: { markers } }) => markers ?? []),
    checks: await collect<TeamCheck>('checks', 'check'),
    fixes: layers.flatMap((layer) =>
      layer.config.fixes === undefined ? [] : [fromRoot(layer.config.fixes, layer, root)],
    ),
  };
  return { knowledge, problems };
}

/** Where functions come from is written relative to the config, and used relative to the root. */
function fromRoot(fixes: TeamFixes, { directory }: Layer, root: string): TeamFixes {
  const placed = <T extends FixSymbol>(symbol: T): T =>
    symbol.from === undefined || !/^\.{1,2}\//.test(symbol.from)
      ? symbol
      : { ...symbol, from: `./${relative(root, resolve(directory, symbol.from)).split(sep).join('/')}` };
  const { consent, redact, notice } = fixes;
  return {
    ...fixes,
    ...(consent === undefined ? {} : { consent: placed(consent) }),
    ...(redact === undefined ? {} : { redact: placed(redact) }),
    ...(notice === undefined ? {} : { notice: placed(notice) }),
  };
}

async function items<T>(layer: Layer, key: Listed, definition: string, problems: ConfigProblem[]): Promise<T[]> {
  const found: T[] = [];
  for (const [i, item] of (layer.config[key] ?? []).entries()) {
    if (typeof item === 'string') {
      found.push(...(await fromFile<T>(layer, [key, i], item, definition, problems)));
      continue;
    }
    if (layer.found) problems.push(...deeper(layer.found.document, [...layer.found.base, key, i], item, definition));
    found.push(item as T);
  }
  return found;
}

function deeper(document: LocatedDocument, base: Pointer, value: unknown, definition: string): ConfigProblem[] {
  const check = CHECKS[definition];
  if (!check) return [];
  return problemsOf(check, value).map(({ path, message }) => {
    const pointer = [...base, ...path];
    return document.problem(pointer, 'value', `\`${pointerText(pointer)}\`: ${message}`);
  });
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
  const page = /\.md$/i.test(file) ? pageOf(text) : null;
  // what is wrong in the front matter of a page is told of the page
  const placed = (found: readonly ConfigProblem[]): readonly ConfigProblem[] =>
    found.map((each) => ({ ...each, file }));
  const document = page === null ? readDocument(file, text) : readDocument(`${file}.yaml`, page.matter);
  if (document.problems.length > 0) {
    problems.push(...placed(document.problems));
    return [];
  }
  const values: readonly unknown[] = Array.isArray(document.value) ? document.value : [document.value];
  const wrong = values.flatMap((value, i) => {
    const base = Array.isArray(document.value) ? [i] : [];
    const shallow = validate(document, base, definition);
    return shallow.length > 0 ? shallow : deeper(document, base, value, definition);
  });
  problems.push(...placed(wrong));
  if (wrong.length > 0) return [];
  return (page === null ? values : values.map((value) => ({ ...(value as object), body: page.body }))) as T[];
}
