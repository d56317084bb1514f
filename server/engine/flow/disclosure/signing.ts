import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { argumentOf, calleeOf, opOf, Op } from '../../extract/index.ts';
import type { Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { ApiNames } from './api-names.ts';
import { spot } from './payload.ts';

export interface SigningParts {
  readonly program: Program;
  readonly index: CatalogueIndex;
  readonly names: ApiNames;
}

/** A step of the catalogue that writes or signs the origin of a file. */
export function signs({ program, index, names }: SigningParts, file: FileFacts, call: NodeId): boolean {
  for (const name of names.of(file, calleeOf(file, call))) {
    const symbol = index.provenance(opOf(file, call) === Op.New ? `${name}.new()` : name);
    if (symbol === null) continue;
    if (symbol.when === undefined) return true;
    const pattern = new RegExp(symbol.when.matches);
    const [head = '', ...keys] = symbol.when.at.split('.');
    const argument = { file, node: argumentOf(file, call, Number(head)) };
    const value = keys.length === 0 ? argument : program.propertyOf(argument, keys);
    if (value !== null && value.node >= 0 && pattern.test(written(program, value.file, value.node))) return true;
  }
  return false;
}

/** A value as written, with the constants it stands for. */
function written(program: Program, file: FileFacts, node: NodeId): string {
  const { start, end } = spot(file, node);
  return [(program.text(file.path) ?? '').slice(start, end), ...program.strings({ file, node })].join('\n');
}
