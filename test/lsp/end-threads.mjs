// Loaded before the server: ends its threads from outside when told to, as running out of memory would.
import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';

const started = [];
threads.Worker = class extends threads.Worker {
  constructor(...given) {
    super(...given);
    started.push(this);
  }
};
syncBuiltinESMExports();

process.on('message', () => {
  for (const thread of started.splice(0)) void thread.terminate();
});
process.channel?.unref();
