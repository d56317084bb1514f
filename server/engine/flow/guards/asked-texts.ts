import { Op, PropKind } from '../../extract/facts.ts';
import type { NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, listAt, listLength, opOf } from '../../extract/reader.ts';
import { sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { argumentFor } from './fields.ts';
import { argumentTexts, textsOf } from './names.ts';

/**
 * What the arguments of a call say in constants, parameters being what the calls it is seen through hand over:
 * `consents.has(id, purpose)` asks for `ai` where the caller says so.
 */
export function askedTexts(core: Core, v: Value): readonly string[] {
  const out = [...argumentTexts(v.file, v.node, core.program)];
  for (let i = 0; i < argumentCount(v.file, v.node); i++) gather(core, v, argumentOf(v.file, v.node, i), out, 0);
  return out;
}

function gather(core: Core, v: Value, node: NodeId, out: string[], depth: number): void {
  if (node < 0 || depth > 4) return;
  const a = aOf(v.file, node);
  switch (opOf(v.file, node)) {
    case Op.Def:
    case Op.Cast:
      gather(core, v, a, out, depth + 1);
      return;
    case Op.Cell: {
      // a parameter of an outer function
      const definitions = v.file.variables[a]?.definitions ?? [];
      const [only] = definitions;
      if (only !== undefined && definitions.length === 1) gather(core, v, only, out, depth + 1);
      return;
    }
    case Op.Param: {
      const argument = argumentFor(sibling(v, node, false));
      if (argument === null) return;
      out.push(...textsOf(argument.file, argument.node, core.program));
      gather(core, argument, argument.node, out, depth + 1);
      return;
    }
    case Op.Array:
      for (let i = 0; i < listLength(v.file, a); i++) gather(core, v, listAt(v.file, a, i), out, depth + 1);
      return;
    case Op.Object:
      for (let i = 0; i + 2 < listLength(v.file, a); i += 3) {
        if (listAt(v.file, a, i) === PropKind.Init) gather(core, v, listAt(v.file, a, i + 2), out, depth + 1);
      }
      return;
    default:
      return;
  }
}
