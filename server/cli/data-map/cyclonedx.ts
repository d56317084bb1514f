import { hash64 } from '../../engine/base/hash.ts';
import { escapeJson } from '../terminal/escape.ts';
import type { DataMap, MapCall, MapVendor } from './model.ts';
import { CONSENT, DISCLOSURE } from './words.ts';

/**
 * The map as a CycloneDX 1.6 bill of materials for machine learning: a service for each recipient with the categories of
 * data that it gets, and a model component for each kind of use. (CycloneDX specification 1.6, "services" and "modelCard",
 * ECMA-424.)
 */
export function dataMapCycloneDx(map: DataMap): string {
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: map.tool.name, version: map.tool.version }] },
      component: { type: 'application', 'bom-ref': 'project', name: map.project },
    },
    components: map.vendors.flatMap((vendor) => vendor.kinds.map((kind) => model(map, vendor, kind))),
    services: map.vendors.map((vendor) => service(vendor)),
    dependencies: [
      {
        ref: 'project',
        dependsOn: map.vendors.flatMap((v) => [serviceRef(v), ...v.kinds.map((kind) => modelRef(v, kind))]),
      },
    ],
  };
  return `${escapeJson(JSON.stringify(bom, null, 2))}\n`;
}

const serviceRef = ({ id }: MapVendor): string => `service-${hash64(id)}`;
const modelRef = ({ id }: MapVendor, kind: string): string => `model-${hash64(`${id} ${kind}`)}`;

function service(vendor: MapVendor): object {
  return {
    'bom-ref': serviceRef(vendor),
    provider: { name: vendor.name },
    name: vendor.name,
    'x-trust-boundary': vendor.country !== 'LOCAL',
    data: vendor.data.map(({ key, label }) => ({ flow: 'outbound', classification: key, name: label })),
    properties: [{ name: 'probity:country', value: vendor.country }],
  };
}

function model(map: DataMap, vendor: MapVendor, kind: string): object {
  const calls = map.calls.filter((call) => call.vendor === vendor.id && call.kind === kind);
  return {
    type: 'machine-learning-model',
    'bom-ref': modelRef(vendor, kind),
    publisher: vendor.name,
    name: `${vendor.name} ${kind}`,
    modelCard: { modelParameters: { task: kind } },
    evidence: { occurrences: calls.map((call) => occurrence(call)) },
    properties: calls.flatMap((call) => [
      { name: `probity:consent:${call.where}`, value: CONSENT[call.consent] },
      { name: `probity:disclosure:${call.where}`, value: DISCLOSURE[call.disclosure] },
    ]),
  };
}

function occurrence({ where, api }: MapCall): object {
  const [, location = where, line = '1'] = /^(.*):(\d+):\d+$/.exec(where) ?? [];
  return { location, line: Number(line), symbol: api };
}
