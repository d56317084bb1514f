import { Worker } from 'node:worker_threads';
import type { FileFacts } from '../../engine/extract/facts.ts';
import type { WorkOrder, WorkResult } from './messages.ts';

export { serveFacts } from './serve-facts.ts';

/** Units of text (UTF-16) in one order: large enough that messages cost little, small enough that all end together. */
const ORDER_SIZE = 256 * 1024;

/** Threads that turn texts into facts. */
export interface FactsPool {
  /** Facts by path of all files. Rejects if a worker ends before its work is done. */
  extract(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, FileFacts>>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Starts `size` threads that run `script` (the built worker). */
export function createFactsPool(script: URL, size: number): FactsPool {
  const workers = Array.from({ length: Math.max(1, size) }, () => new Worker(script));
  return {
    async extract(files) {
      const orders = cut(files);
      const facts = new Map<string, FileFacts>();
      await Promise.all(
        workers.map(async (worker) => {
          for (let order = orders.pop(); order !== undefined; order = orders.pop()) {
            const result = await ask(worker, order);
            for (const file of result.facts) facts.set(file.path, revived(file));
          }
        }),
      );
      return facts;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Names of bindings may be anything, `constructor` too; the way through a message gave their table a prototype. */
function revived(facts: FileFacts): FileFacts {
  Object.setPrototypeOf(facts.bindings, null);
  return facts;
}

function cut(files: ReadonlyMap<string, string>): WorkOrder[] {
  const orders: WorkOrder[] = [];
  let open: [string, string][] = [];
  let size = 0;
  for (const file of files) {
    open.push(file);
    size += file[1].length;
    if (size < ORDER_SIZE) continue;
    orders.push({ files: open });
    open = [];
    size = 0;
  }
  if (open.length > 0) orders.push({ files: open });
  return orders;
}

function ask(worker: Worker, order: WorkOrder): Promise<WorkResult> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (result: WorkResult): void => {
      settle();
      resolve(result);
    };
    const onError = (error: unknown): void => {
      settle();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const onExit = (code: number): void => {
      onError(new Error(`a worker ended with code ${String(code)}`));
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(order);
  });
}
