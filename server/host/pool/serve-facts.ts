import type { MessagePort } from 'node:worker_threads';
import type { FileFacts } from '../../engine/extract/facts.ts';
import type { WorkOrder, WorkResult } from './messages.ts';

/** Answers every {@link WorkOrder} that comes in over `port` with a {@link WorkResult}. `extract` never throws. */
export function serveFacts(port: MessagePort, extract: (path: string, text: string) => FileFacts): void {
  port.on('message', ({ files }: WorkOrder) => {
    const result: WorkResult = { facts: files.map(([path, text]) => extract(path, text)) };
    port.postMessage(result, result.facts.flatMap(buffers));
  });
}

/** The arrays of facts are handed over, not copied: the worker has no more use for them. */
function buffers({ nodes, lists, contexts, calls, jsx }: FileFacts): ArrayBuffer[] {
  const own = [nodes, lists, contexts, calls, jsx].map((array) => array.buffer);
  return [...new Set(own)].filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer);
}
