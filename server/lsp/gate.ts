import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';

/** What the parameters of a request must hold: a document, and a place in it. */
export type Wants = 'nothing' | 'document' | 'position' | 'range';

/**
 * Lets requests in that come when they may and ask what can be asked; the others are refused with a code that tells the
 * client whose fault it is. Handlers behind it need not doubt what they are given.
 */
export class Gate {
  #stage: 'new' | 'open' | 'over' = 'new';

  /** The client has said hello. Refused if it did before. */
  open(params: unknown): void {
    if (this.#stage !== 'new') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server was initialized before');
    if (!isObject(params) || !isObject(params['capabilities'])) throw wrong('capabilities');
    const { workspaceFolders: folders, rootUri } = params;
    if (folders !== undefined && folders !== null && !(Array.isArray(folders) && folders.every(hasUri))) {
      throw wrong('workspaceFolders');
    }
    if (rootUri !== undefined && rootUri !== null && typeof rootUri !== 'string') throw wrong('rootUri');
    this.#stage = 'open';
  }

  /** The client has said that it is about to leave. */
  close(): void {
    this.#stage = 'over';
  }

  /** A handler that is called only if the request is in order. */
  answering<P, A extends unknown[], R>(
    wants: Wants,
    handler: (params: P, ...rest: A) => R,
  ): (params: P, ...rest: A) => R {
    return (params, ...rest) => {
      if (this.#stage === 'new') {
        throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The server was not initialized yet');
      }
      if (this.#stage === 'over') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server was shut down');
      if (wants !== 'nothing') look(params, wants);
      return handler(params, ...rest);
    };
  }
}

function look(params: unknown, wants: Wants): void {
  if (!isObject(params) || !hasUri(params['textDocument'])) throw wrong('textDocument');
  if (wants === 'position' && !isPosition(params['position'])) throw wrong('position');
  if (wants !== 'range') return;
  const { range } = params;
  if (!isObject(range) || !isPosition(range['start']) || !isPosition(range['end'])) throw wrong('range');
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whether a value names a document or folder. */
export const hasUri = (value: unknown): value is { readonly uri: string } =>
  isObject(value) && typeof value['uri'] === 'string';

const isPosition = (value: unknown): boolean =>
  isObject(value) && typeof value['line'] === 'number' && typeof value['character'] === 'number';

const wrong = (name: string): ResponseError =>
  new ResponseError(ErrorCodes.InvalidParams, `Parameter \`${name}\` is missing or of a wrong type`);
