import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, opOf, stringOf } from '../../extract/reader.ts';
import type { NodeRef } from '../../link/contract.ts';
import type { Core } from './core.ts';

/**
 * Where a value was made: through definitions, imports of other files, single-assignment closures; a parameter where all
 * callers hand in one value.
 */
export function originOf(core: Core, file: FileFacts, node: NodeId, depth = 0): NodeRef {
  const here: NodeRef = { file, node };
  if (depth > 12) return here;
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Def:
    case Op.Cast:
    case Op.Await:
    case Op.Effect:
      return originOf(core, file, a, depth + 1);
    case Op.Cell: {
      const definitions = (file.variables[a]?.definitions ?? []).filter((d) => {
        const op = opOf(file, d);
        return op !== Op.Effect && op !== Op.Store;
      });
      const [only] = definitions;
      return definitions.length === 1 && only !== undefined ? originOf(core, file, only, depth + 1) : here;
    }
    case Op.Import: {
      const record = file.imports[a];
      const target = core.program.modules.resolve(file.path, record?.specifier ?? '');
      if (record === undefined || target.k !== 'file') return here;
      const found = core.program.exported(target.path, record.name);
      const [only] = found;
      if (only === undefined || found.length !== 1 || !('node' in only) || only.node === NONE) return here;
      return originOf(core, only.file, only.node, depth + 1);
    }
    case Op.Member: {
      for (const e of core.program.entities({ file, node })) {
        if (e.k === 'object' && (e.file !== file || e.node !== node)) return { file: e.file, node: e.node };
      }
      return here;
    }
    case Op.Param: {
      const sites = core.program.callSites(file, a).sites.filter((s) => s.how === 'direct');
      const [only] = sites;
      if (only === undefined || sites.length !== 1) return here;
      const argument = argumentOf(only.file, only.call, bOf(file, node));
      return argument === NONE ? here : originOf(core, only.file, argument, depth + 1);
    }
    case Op.Call: {
      // router.routes(), app.callback(): still that router
      const callee = calleeOf(file, node);
      if (
        opOf(file, callee) === Op.Member &&
        argumentCount(file, node) === 0 &&
        /^(?:routes|middleware|callback)$/.test(stringOf(file, bOf(file, callee)))
      ) {
        return originOf(core, file, aOf(file, callee), depth + 1);
      }
      return here;
    }
    default:
      return here;
  }
}
