import type { Entity, Shape } from '../contract.ts';
import { apiEntity, apiStep } from './api-path.ts';
import { addEntities, type EntityResolver } from './entity-set.ts';

/** Entities a declared type stands for: instances of project classes, SDK types, interfaces with implementations. */
export function entitiesOfShape(resolver: EntityResolver, shape: Shape, depth: number): readonly Entity[] {
  if (depth > 6) return [];
  switch (shape.k) {
    case 'class':
      return [{ k: 'instance', file: shape.file, cls: shape.cls }];
    case 'promise':
      return entitiesOfShape(resolver, shape.of, depth + 1);
    case 'union': {
      const out: Entity[] = [];
      for (const part of shape.of) addEntities(out, entitiesOfShape(resolver, part, depth + 1));
      return out;
    }
    case 'external': {
      if (shape.pkg === '') return platformType(resolver, shape.name);
      if (shape.name.startsWith(VALUE)) return valueOf(resolver, shape.pkg, shape.name.slice(VALUE.length));
      return [apiEntity(resolver.canonical, shape.pkg, `${shape.name}.new()`, null)];
    }
    case 'record':
      return shape.name !== '' && shape.source?.kind === 'type'
        ? [{ k: 'interface', path: shape.source.path, name: shape.name }]
        : [];
    default:
      return [];
  }
}

/** `typeof generateText`: the shape of a value of a package goes by the path that leads to it. */
const VALUE = 'typeof ';
const STEP = /^[^.(]+|\.new\(\)|\(\)|\.[^.(]+/g;

function valueOf(resolver: EntityResolver, pkg: string, path: string): readonly Entity[] {
  const [head, ...steps] = path.match(STEP) ?? [];
  if (head === undefined) return [];
  let entity = apiEntity(resolver.canonical, pkg, head, null);
  for (const step of steps) if (entity.k === 'api') entity = apiStep(resolver.canonical, entity, step, null);
  return [entity];
}

/** A type of the platform (`HTMLElement`), where the catalogue has a name for its values. */
function platformType(resolver: EntityResolver, name: string): readonly Entity[] {
  const path = `${name}.new()`;
  const entity = apiEntity(resolver.canonical, '', path, null);
  return entity.k === 'api' && entity.at !== path && entity.at !== `#${path}` ? [entity] : [];
}
