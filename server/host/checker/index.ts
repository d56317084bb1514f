import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { AiCall, Diagnostic } from '../../engine/explain/index.ts';
import type { Checked, Loaded, Order, Reply, SentCheck } from './messages.ts';
import { OnceReceiver } from './sent-once.ts';

export { serveChecks } from './serve.ts';
export type { Checked, Loaded } from './messages.ts';

/** One folder that is checked in the thread. */
export interface CheckerFolder {
  /** Reads it from disk, again if it was read before. */
  load(onProgress: (done: number, total: number) => void): Promise<Loaded>;
  /** The editor's text of a file; null once the editor has let go of it. */
  edit(path: string, text: string | null): void;
  saved(path: string, text: string): void;
  changedOnDisk(paths: readonly string[]): void;
  /** Findings of what was told so far; null if something was told meanwhile. */
  check(): Promise<Checked | null>;
  drop(): void;
}

/** A thread that holds the engine, so that the one which talks to the editor is always free. */
export interface Checker {
  open(root: string): CheckerFolder;
  /** Told when the thread has ended by itself; everything in it is lost. */
  onLost(listener: (reason: string) => void): void;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * How large V8 lets the heap of the thread become before it collects, in megabytes at first and then in percent of what it
 * kept: by itself it waits for hundreds of megabytes, which an editor would hold for as long as it is open.
 */
const HEAP = ['--initial-old-space-size=64', '--heap-growing-percent=50'];

/** Starts the thread. @param script the built program of the thread */
export function startChecker(script: URL): Checker {
  for (const flag of HEAP) setFlagsFromString(flag);
  const turn = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(script, { workerData: { turn } });
  const waiting = new Map<number, Waiting>();
  const progress = new Map<number, (done: number, total: number) => void>();
  let lost: ((reason: string) => void) | null = null;
  let over = false;
  let ids = 0;
  let folders = 0;

  const post = (order: Order): void => {
    worker.postMessage(order);
  };
  const change = (order: Order): void => {
    Atomics.add(turn, 0, 1);
    post(order);
  };
  const ask = <T>(order: (id: number) => Order): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const id = ++ids;
      if (over) {
        reject(new Error('the thread that checks has ended'));
        return;
      }
      waiting.set(id, { resolve, reject });
      post(order(id));
    });
  const end = (reason: string): void => {
    if (over) return;
    over = true;
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
    lost?.(reason);
  };

  worker.on('message', (reply: Reply) => {
    if (reply.k === 'progress') {
      progress.get(reply.folder)?.(reply.done, reply.total);
      return;
    }
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.k === 'failed') asked?.reject(new Error(reply.message));
    else asked?.resolve(reply.value as never);
  });
  worker.on('error', (error: unknown) => {
    end(error instanceof Error ? (error.stack ?? error.message) : String(error));
  });
  worker.on('exit', (code) => {
    end(`the thread that checks ended with code ${String(code)}`);
  });

  return {
    open(root) {
      const folder = folders++;
      const findings = new OnceReceiver<Diagnostic>();
      const calls = new OnceReceiver<AiCall>();
      return {
        load(onProgress) {
          progress.set(folder, onProgress);
          Atomics.add(turn, 0, 1);
          return ask<Loaded>((id) => ({ k: 'load', id, folder, root }));
        },
        edit: (path, text) => {
          change({ k: 'edit', folder, path, text });
        },
        saved: (path, text) => {
          post({ k: 'saved', folder, path, text });
        },
        changedOnDisk: (paths) => {
          change({ k: 'disk', folder, paths });
        },
        async check() {
          const sent = await ask<SentCheck | null>((id) => ({ k: 'check', id, folder, turn: Atomics.load(turn, 0) }));
          if (sent === null) return null;
          return { ...sent, diagnostics: findings.receive(sent.diagnostics), aiCalls: calls.receive(sent.aiCalls) };
        },
        drop: () => {
          change({ k: 'drop', folder });
        },
      };
    },
    onLost(listener) {
      lost = listener;
    },
    async close() {
      over = true;
      await worker.terminate();
    },
  };
}
