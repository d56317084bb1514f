/** Door of the extract stage: text to facts, the facts' layout, and how to read them. */
export { createExtractor } from './extractor.ts';
export type { Extractor, SyntaxNode } from './extractor.ts';
export { loadParsers } from './parser.ts';
export type { ParserName, Parsers } from './parser.ts';
export { OPERANDS } from './operands.ts';
export type { Operand } from './operands.ts';
export * from './facts.ts';
export * from './reader.ts';
