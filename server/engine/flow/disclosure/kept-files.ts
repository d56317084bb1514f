import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, opOf, Op } from '../../extract/index.ts';
import { HOLE, type Program } from '../../link/index.ts';
import { calledName } from '../trace/channels.ts';

/** Functions of the platform that write their second argument to the file that their first names. */
const WRITES: ReadonlySet<string> = new Set(
  'writeFile writeFileSync appendFile appendFileSync outputFile outputFileSync writeTextFile writeTextFileSync'.split(
    ' ',
  ),
);
/** Those that give the content of the file that their first argument names, or send it. */
const READS: ReadonlySet<string> = new Set(
  'readFile readFileSync createReadStream readTextFile readTextFileSync sendFile download'.split(' '),
);
const NAMES = new RegExp(`\\b(?:${[...READS].join('|')})\\s*\\(`);

/** Whether a text may read a file. */
export const mayReadFiles = (text: string): boolean => NAMES.test(text);

/** The names of files that a call writes; empty if it writes none. */
export const filesWritten = (program: Program, file: FileFacts, call: NodeId): readonly string[] =>
  WRITES.has(calledName(file, call)) && argumentCount(file, call) > 1
    ? namesOf(program, file, argumentOf(file, call, 0))
    : [];

/** The names of files that a call of any kind is handed. */
export function filesNamed(program: Program, file: FileFacts, call: NodeId): readonly string[] {
  const names: string[] = [];
  for (let i = 0; i < argumentCount(file, call); i++) names.push(...namesOf(program, file, argumentOf(file, call, i)));
  return names;
}

/** The names of files that a call reads, or sends; empty if it reads none. */
export const filesRead = (program: Program, file: FileFacts, call: NodeId): readonly string[] =>
  READS.has(calledName(file, call)) ? namesOf(program, file, argumentOf(file, call, 0)) : [];

/** What a file is known by: the end of its constant path, and the value that holds its path in the source file. */
function namesOf(program: Program, file: FileFacts, node: NodeId): readonly string[] {
  if (node < 0) return [];
  const constant = program
    .strings({ file, node })
    .filter((text) => !text.slice(text.lastIndexOf('/') + 1).includes(HOLE))
    .map((text) =>
      text
        .split(/[/\\]/)
        .filter((step) => step !== '' && step !== '.')
        .slice(-2)
        .join('/'),
    )
    .filter((text) => text.includes('.') && !text.includes(HOLE));
  let n = node;
  while (opOf(file, n) === Op.Cast || opOf(file, n) === Op.Await || opOf(file, n) === Op.Effect) n = aOf(file, n);
  const held = opOf(file, n) === Op.Def ? [`${file.path}:${String(n)}`] : [];
  return [...constant, ...held].map((name) => `file ${name}`);
}
