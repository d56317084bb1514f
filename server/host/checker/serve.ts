import type { MessagePort } from 'node:worker_threads';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CheckedFolder } from './folder.ts';
import type { CheckTools } from './folder.ts';
import type { Order, Reply } from './messages.ts';

/**
 * Carries out what comes in over `port`, one order after the other. A fault in one is told and spoils no other.
 *
 * @param turn one number in shared memory: how many changes were sent so far
 */
export function serveChecks(port: MessagePort, tools: CheckTools, turn: Int32Array): void {
  const folders = new Map<number, CheckedFolder>();
  /** Folders whose next checks can be made cheap once nothing else is to be done, with the turn they were checked in. */
  const unprepared = new Map<CheckedFolder, number>();
  const reply = (message: Reply): void => {
    port.postMessage(message);
  };

  const carryOut = async (order: Order): Promise<void> => {
    const folder = folders.get(order.folder);
    switch (order.k) {
      case 'load': {
        const opened = folder ?? new CheckedFolder(order.root, tools);
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
        const value = cancelled() ? null : ((await folder?.check(cancelled)) ?? null);
        reply({ k: 'done', id: order.id, value });
        if (folder !== undefined && value !== null) unprepared.set(folder, order.turn);
        return;
      }
      case 'drop':
        if (folder !== undefined) unprepared.delete(folder);
        folders.delete(order.folder);
    }
  };

  let waiting = 0;
  /** With several folders, the check of one does not wait until another is prepared. */
  const prepareWhenIdle = async (): Promise<void> => {
    // what was sent meanwhile is heard first
    await nextTurn();
    for (const [folder, at] of unprepared) {
      if (waiting > 0) return;
      folder.prepare(() => Atomics.load(turn, 0) !== at);
      unprepared.delete(folder);
      await nextTurn();
    }
  };

  let before = Promise.resolve();
  port.on('message', (order: Order) => {
    waiting++;
    before = before
      .then(() => carryOut(order))
      .catch((error: unknown) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        if ('id' in order) reply({ k: 'failed', id: order.id, message });
      })
      .then(() => {
        waiting--;
        return waiting === 0 ? prepareWhenIdle() : undefined;
      });
  });
}
