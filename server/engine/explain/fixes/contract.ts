import type { FixLexicon } from '../../../../rules/schema/types.ts';
import type { Finding } from '../../check/finding.ts';
import type { SyntaxNode } from '../../extract/index.ts';
import type { NewFile, TextEdit } from '../diagnostic.ts';

/** A text of the workspace with its tree. */
export interface FixSource {
  readonly path: string;
  readonly text: string;
  readonly root: SyntaxNode;
}

/** What the fixes of one finding are made from. */
export interface FixInput {
  readonly finding: Finding;
  readonly words: FixLexicon;
  /** The source of a path, null if it cannot be read as code. */
  source(path: string): FixSource | null;
  /** Whether the workspace has a file. */
  has(path: string): boolean;
  /** How imports in a file must end; null where they may go without. */
  endings(path: string): Endings | null;
}

/** As the file that a module is compiled to, or as the file itself. */
export type Endings = 'compiled' | 'own';

/** A fix before it has a title. */
export interface RawFix {
  readonly kind: string;
  /** What it is done with or to. */
  readonly name: string;
  readonly safety: 'safe' | 'review';
  readonly edits: readonly TextEdit[];
  readonly creates?: readonly NewFile[];
}

/** Makes the fixes of one kind; none if it does not fit. */
export type FixMaker = (input: FixInput) => readonly RawFix[];
