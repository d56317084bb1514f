import { NONE } from './facts.ts';
import type { FunctionId, NodeId, TypeId, VariableFacts, VariableId } from './facts.ts';

/** A variable while its file is being lowered. */
export interface Variable {
  readonly id: VariableId;
  readonly name: string;
  kind: VariableFacts['kind'];
  type: TypeId;
  readonly owner: FunctionId;
  readonly definitions: NodeId[];
  readonly closureWrites: NodeId[];
  readonly start: number;
  readonly end: number;
  /** The node every read yields as long as nothing else defines the variable: a function, class, import or enum. */
  fixed: NodeId;
  /** Declared with a primitive type, so that no call can change what it holds. */
  primitive: boolean;
  /** Plain copies of the same object (`const m = messages`), this variable included; null if there are none. */
  aliases: Set<Variable> | null;
  /** The variable whose object this one holds a part of (`const list = state.list`), and the keys to it; null if none. */
  partOf: { readonly whole: Variable; readonly keys: readonly PartKey[] } | null;
}

/** Key of a part; null for an element of an iterable. */
export type PartKey = string | null;

/** Names of a block, linked to the enclosing blocks. */
export class Scope {
  readonly parent: Scope | null;
  readonly #names = new Map<string, Variable>();

  constructor(parent: Scope | null) {
    this.parent = parent;
  }

  own(name: string): Variable | undefined {
    return this.#names.get(name);
  }

  set(variable: Variable): void {
    this.#names.set(variable.name, variable);
  }

  find(name: string): Variable | undefined {
    let scope: Scope | null = this.parent;
    let found = this.#names.get(name);
    while (found === undefined && scope !== null) {
      found = scope.#names.get(name);
      scope = scope.parent;
    }
    return found;
  }

  names(): Iterable<Variable> {
    return this.#names.values();
  }
}

export function newVariable(
  id: VariableId,
  name: string,
  kind: VariableFacts['kind'],
  owner: FunctionId,
  start: number,
  end: number,
): Variable {
  return {
    id,
    name,
    kind,
    type: NONE,
    owner,
    definitions: [],
    closureWrites: [],
    start,
    end,
    fixed: NONE,
    primitive: false,
    aliases: null,
    partOf: null,
  };
}
