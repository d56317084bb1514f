import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '../rules/schema/types.ts';
import type { CheckResult } from '../server/engine/explain/diagnostic.ts';
import { createExtractor, loadParsers, type Extractor } from '../server/engine/extract/index.ts';
import { readCatalogueFolder } from '../server/host/catalogue.ts';

let extractor: Promise<Extractor> | null = null;
let catalogue: Promise<Catalogue> | null = null;

/** The extractor with the parser of this machine, made once. */
export function testExtractor(): Promise<Extractor> {
  extractor ??= loadParsers().then(createExtractor);
  return extractor;
}

/** The catalogue of this repository, read and validated once. */
export function testCatalogue(): Promise<Catalogue> {
  catalogue ??= readCatalogueFolder(fileURLToPath(new URL('../rules', import.meta.url))).then((reading) => {
    assert.deepEqual(reading.problems, []);
    return reading.catalogue;
  });
  return catalogue;
}

/** The result of a check that found nothing in one file. */
export const NOTHING_FOUND: CheckResult = {
  diagnostics: [],
  suppressions: [],
  aiCalls: [],
  unknowns: [],
  problems: [],
  files: 1,
  analysed: [],
};
