import type { MessagePort } from 'node:worker_threads';
import type { Catalogue } from '../../../rules/schema/types.ts';
import type { Extractor } from '../../engine/extract/index.ts';
import { CheckedFolder } from './folder.ts';
import type { Order, Reply } from './messages.ts';

/**
 * Carries out what comes in over `port`, one order after the other. A fault in one is told and spoils no other.
 *
 * @param turn one number in shared memory: how many changes were sent so far
 */
export function serveChecks(port: MessagePort, catalogue: Catalogue, extractor: Extractor, turn: Int32Array): void {
  const folders = new Map<number, CheckedFolder>();
  const reply = (message: Reply): void => {
    port.postMessage(message);
  };

  const carryOut = async (order: Order): Promise<void> => {
    const folder = folders.get(order.folder);
    switch (order.k) {
      case 'load': {
        const opened = folder ?? new CheckedFolder(order.root, catalogue, extractor);
        folders.set(order.folder, opened);
        const value = await opened.load((done, total) => {
          reply({ k: 'progress', folder: order.folder, done, total });
        });
        reply({ k: 'done', id: order.id, value });
        return;
      }
      case 'edit':
        folder?.edit(order.path, order.text);
        return;
      case 'saved':
        folder?.saved(order.path, order.text);
        return;
      case 'disk':
        for (const path of order.paths) folder?.changedOnDisk(path);
        return;
      case 'check': {
        const cancelled = (): boolean => Atomics.load(turn, 0) !== order.turn;
        const value = cancelled() ? null : (folder?.check(cancelled) ?? null);
        reply({ k: 'done', id: order.id, value });
        if (value !== null) folder?.prepare(cancelled);
        return;
      }
      case 'drop':
        folders.delete(order.folder);
    }
  };

  let before = Promise.resolve();
  port.on('message', (order: Order) => {
    before = before
      .then(() => carryOut(order))
      .catch((error: unknown) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        if ('id' in order) reply({ k: 'failed', id: order.id, message });
      });
  });
}
