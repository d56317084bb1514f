import assert from 'node:assert/strict';
import type { Catalogue } from '../../rules/schema/types.ts';
import type { Diagnostic } from '../../server/engine/explain/index.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import type { Workspace } from '../../server/engine/workspace/index.ts';
import { testExtractor } from '../workspace.ts';

/** Findings of one rule in a set of texts, again and again: with the same catalogue, which takes long to prepare. */
export class FixCheck {
  readonly #catalogue: Catalogue;
  #workspace: Workspace | null = null;
  #paths: readonly string[] = [];

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Fails if one of the texts does not parse. */
  async findings(texts: ReadonlyMap<string, string>, rule: string): Promise<readonly Diagnostic[]> {
    const extractor = await testExtractor();
    for (const [path, text] of texts) {
      if (!path.endsWith('.json')) assert.deepEqual(extractor.extract(path, text).problems, [], `${path}\n${text}`);
    }
    const isNew = this.#workspace === null;
    const workspace = (this.#workspace ??= createWorkspace(extractor));
    const gone = this.#paths.filter((path) => !texts.has(path)).map((path) => [path, null] as const);
    this.#paths = [...texts.keys()];
    workspace.apply({
      texts: new Map<string, string | null>([...texts, ...gone]),
      settings: { severities: { [rule]: 'warning' }, freeText: 'off' },
      ...(isNew && { catalogue: this.#catalogue }),
    });
    return workspace.check().diagnostics.filter((found) => found.rule === rule && found.suppressed === null);
  }
}

/** Texts one under the other, for messages of tests. */
export const shown = (texts: ReadonlyMap<string, string>): string =>
  [...texts].map(([path, text]) => `--- ${path}\n${text}`).join('\n');
