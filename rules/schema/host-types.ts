import type { ModelCallKind, Recipient } from './types.ts';

/** Raw HTTP endpoints of AI vendors. */
export interface AiHost {
  /** Host name or suffix starting with a dot: `api.openai.com`, `.openai.azure.com`. `*` stands for any part of a name: `bedrock-runtime.*.amazonaws.com`. A port may follow: `localhost:11434`. */
  readonly host: string;
  readonly recipient: Recipient;
  /** Path fragments of addresses that are not model calls (`/v1/models`): not reported. A trailing `$` asks for the path's end. */
  readonly ignorePaths?: readonly string[];
  /** Path fragments one of which an address must have, for hosts that serve much else. */
  readonly onlyPaths?: readonly string[];
  /** Those of `onlyPaths` that other services have too: they count only where the host is not written out, or is this machine. */
  readonly ambiguousPaths?: readonly string[];
  /** Path fragment → kind; default `chat`. */
  readonly kinds?: Readonly<Record<string, ModelCallKind>>;
}

/** A call that sends an HTTP request: model calls by raw HTTP are those whose address leads to an `AiHost`. */
export interface HttpClient {
  /** '' for a global. */
  readonly package: string;
  readonly at: string;
  /** Access paths that may hold the address. */
  readonly url: readonly string[];
  /** Access paths of what is sent. */
  readonly body: readonly string[];
  /** What stands before what it is given as the address: `/functions/v1/`. */
  readonly under?: string;
  /** Where the answer comes: into what the method is called on. Default: the call gives it. */
  readonly answer?: 'receiver';
}
