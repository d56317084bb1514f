import type { RuleDefinition } from '../../../rules/schema/types.ts';
import type { SurfaceUse } from '../flow/index.ts';
import type { Finding } from './finding.ts';
import { notRenderedMiss } from './marker-misses.ts';
import { scopeOf } from './scope.ts';
import { placeOf } from './steps.ts';

/** Findings of one rule of kind `surface`: places where a person talks with a model and is not told. */
export function checkSurfaces(rule: RuleDefinition, surfaces: readonly SurfaceUse[]): readonly Finding[] {
  return surfaces.filter((surface) => surface.notice === null).map((surface) => findingOf(rule, surface));
}

function findingOf(rule: RuleDefinition, { surface, api, at, shown, written, notRendered }: SurfaceUse): Finding {
  const place = placeOf(at.file, at.node);
  const sink = { sdk: surface.package, api, kind: 'chat', recipient: 'people', country: '??', place: shown };
  return {
    rule: rule.id,
    atLeast: null,
    atMost: null,
    // where the messages are handed on, more of the product may be round them than is seen here
    confidence: at.file.path === shown.path ? 'high' : 'medium',
    place,
    scope: scopeOf(at.file, at.node),
    sink,
    data: [],
    path:
      place.path === shown.path && place.start === shown.start
        ? []
        : [
            { kind: 'generated', place, name: api, detail: '' },
            { kind: 'outlet', place: shown, name: written, detail: '' },
          ],
    nearMisses: notRendered.map(notRenderedMiss),
    openPaths: [],
    missing: ['disclosure'],
    laws: [],
    fixes: [],
    unknowns: [],
    values: {},
  };
}
