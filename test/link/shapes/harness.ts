import { opOf, Op, startOf } from '../../../server/engine/extract/index.ts';
import type { NodeRef, Program, Shape } from '../../../server/engine/link/index.ts';
import { memoryProgram } from '../../flow/memory-program.ts';

/** A program over texts by path. */
export const programOf = (files: Readonly<Record<string, string>>): Program =>
  memoryProgram(new Map(Object.entries(files))).program;

/** The last definition of a variable or parameter of that name. */
export function nodeOf(program: Program, path: string, name: string): NodeRef {
  const file = program.facts(path);
  if (file === undefined) throw new Error(`no facts of ${path}`);
  let best: NodeRef | null = null;
  for (const v of file.variables) {
    if (v.name !== name) continue;
    for (const node of v.definitions) {
      const op = opOf(file, node);
      if (op === Op.Store || op === Op.Effect || op === Op.Phi) continue;
      if (best === null || startOf(file, node) >= startOf(file, best.node)) best = { file, node };
    }
  }
  if (best === null) throw new Error(`no variable ${name} in ${path}`);
  return best;
}

/** One line for a shape: records as `Name{field: shape}`, to a depth. */
export function show(program: Program, shape: Shape, depth = 2): string {
  const go = (s: Shape): string => show(program, s, depth - 1);
  switch (shape.k) {
    case 'record':
      return `${shape.name}{${depth <= 0 ? '…' : fieldsText(program, shape, depth)}}`;
    case 'class':
      return `class ${shape.file.classes[shape.cls]?.name ?? ''}{${depth <= 0 ? '…' : fieldsText(program, shape, depth)}}`;
    case 'array':
      return `${show(program, shape.of, depth)}[]`;
    case 'tuple':
      return `[${shape.of.map(go).join(', ')}]`;
    case 'union':
      return shape.of.map((s) => show(program, s, depth)).join(' | ');
    case 'promise':
      return `Promise<${show(program, shape.of, depth)}>`;
    case 'dictionary':
      return `Dict<${show(program, shape.of, depth)}>`;
    case 'function':
      return 'fn';
    case 'scalar':
      return shape.kind === 'literal' ? `'${shape.value ?? ''}'` : shape.kind;
    case 'external':
      return `${shape.pkg}#${shape.name}${shape.args.length > 0 ? `<${shape.args.map(go).join(', ')}>` : ''}`;
    case 'unknown':
      return '?';
  }
}

function fieldsText(program: Program, shape: Shape, depth: number): string {
  const out: string[] = [];
  for (const [k, f] of program.shapes.fields(shape)) {
    const tag = f.tagged === null ? '' : `@${f.tagged}`;
    out.push(`${k}${f.optional ? '?' : ''}${tag}: ${show(program, f.shape, depth - 1)}`);
  }
  return out.join(', ');
}

/** Shape of a variable in a single file or in `main.ts` of several. */
export function shapeOf(
  files: string | Readonly<Record<string, string>>,
  name: string,
  depth = 2,
  path = 'main.ts',
): string {
  const all = typeof files === 'string' ? { [path]: files } : files;
  const program = programOf(all);
  return show(program, program.shapes.ofNode(nodeOf(program, path, name)), depth);
}

/** Shape of a type named in `main.ts`. */
export function typeOf(files: string | Readonly<Record<string, string>>, name: string, depth = 2): string {
  const all = typeof files === 'string' ? { 'main.ts': files } : files;
  const program = programOf(all);
  const file = program.facts('main.ts');
  if (file === undefined) throw new Error('no facts of main.ts');
  return show(program, program.shapes.ofName(file, name), depth);
}
