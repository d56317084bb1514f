import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, listAt, listLength, Op, opOf, PropKind, stringOf } from '../../extract/index.ts';
import type { Entity, NodeRef, Program } from '../../link/index.ts';

/** The function that a component is, or the method that renders it. */
export interface ComponentRef {
  readonly file: FileFacts;
  readonly fn: FunctionId;
}

/** The components of the project that a tag or an exported value may be; empty for those of packages. */
export function componentsOf(program: Program, ref: NodeRef): readonly ComponentRef[] {
  return program.entities(ref).flatMap((entity) => ofEntity(program, entity));
}

function ofEntity(program: Program, entity: Entity): readonly ComponentRef[] {
  switch (entity.k) {
    case 'function':
      return [{ file: entity.file, fn: entity.fn }];
    case 'class': {
      const methods = entity.file.classes[entity.cls]?.methods ?? [];
      const fn = methods.find((method) => entity.file.functions[method]?.name === 'render');
      return fn === undefined ? [] : [{ file: entity.file, fn }];
    }
    case 'module':
      // lazy(() => import('./chat'))
      return exportedComponents(program, entity.path, 'default');
    default:
      return [];
  }
}

/** The components a file exports under a name. */
export function exportedComponents(program: Program, path: string, name: string): readonly ComponentRef[] {
  return program.exported(path, name).flatMap((found) => {
    if ('api' in found) return [];
    return program.entities(found).flatMap((entity) => (entity.k === 'module' ? [] : ofEntity(program, entity)));
  });
}

/** The name an element is written with: `Badge` of `<ui.Badge />`. '' if it has none. */
export function elementName(file: FileFacts, tag: NodeId): string {
  switch (opOf(file, tag)) {
    case Op.Member:
      return stringOf(file, bOf(file, tag));
    case Op.Import:
      return file.variables.find((v) => v.definitions.includes(tag))?.name ?? '';
    case Op.Global:
      return stringOf(file, aOf(file, tag));
    case Op.Def:
      return file.variables[bOf(file, tag)]?.name ?? '';
    case Op.Cell:
      return file.variables[aOf(file, tag)]?.name ?? '';
    default:
      return '';
  }
}

/** An attribute of an element; the name is '' for a spread. */
export interface Attribute {
  readonly name: string;
  readonly value: NodeId;
}

/** The attributes of an element in order. @param attributes its Object node or NONE */
export function attributesOf(file: FileFacts, attributes: NodeId): readonly Attribute[] {
  const given: Attribute[] = [];
  const list = aOf(file, attributes);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const spread = listAt(file, list, i) === PropKind.Spread;
    given.push({ name: spread ? '' : stringOf(file, listAt(file, list, i + 1)), value: listAt(file, list, i + 2) });
  }
  return given;
}
