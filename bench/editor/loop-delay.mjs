// Loaded before the server: tells the bench how long the thread that talks to the editor was ever busy.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/** How often it is looked, in milliseconds: shorter stretches are not seen. */
const RESOLUTION = 5;

if (isMainThread) {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  process.on('message', (message) => {
    if (message === 'reset') histogram.reset();
    else
      process.send?.({ longest: histogram.max / 1e6 - RESOLUTION, p99: histogram.percentile(99) / 1e6 - RESOLUTION });
  });
  process.channel?.unref();
}
