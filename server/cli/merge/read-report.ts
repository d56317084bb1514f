import { Ajv, type ErrorObject } from 'ajv';
import { messageOf, UsageError } from '../failure.ts';
import type { CliPorts } from '../ports.ts';
import type { JsonReport } from '../report/json-contract.ts';
import { absolutePath } from '../targets.ts';

/** Reads JSON reports that checks wrote. Throws UsageError for what is none, with the first thing that is wrong. */
export async function readReports(names: readonly string[], ports: CliPorts): Promise<readonly JsonReport[]> {
  const validate = new Ajv({ allowUnionTypes: true }).compile<JsonReport>(await ports.readReportSchema());
  return Promise.all(
    names.map(async (name) => {
      const value = parsed(name, await textOf(name, ports));
      if (validate(value)) return value;
      throw new UsageError(`"${name}" is no JSON report of this version: ${wrong(validate.errors?.[0])}`);
    }),
  );
}

async function textOf(name: string, ports: CliPorts): Promise<string> {
  const text = await ports.readFile(absolutePath(name, ports)).catch((error: unknown) => {
    throw new UsageError(`"${name}" could not be read: ${messageOf(error)}`);
  });
  if (text === null) throw new UsageError(`There is no file "${name}" in ${ports.cwd}`);
  return text;
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`"${name}" is not JSON: ${messageOf(error)}`);
  }
}

function wrong(error: ErrorObject | undefined): string {
  if (error === undefined) return 'it does not fit the schema';
  const at = error.instancePath === '' ? 'the report' : error.instancePath.slice(1).replaceAll('/', '.');
  return `${at} ${error.message ?? 'is wrong'}`;
}
