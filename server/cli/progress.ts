import { SingleBar, Presets } from 'cli-progress';
import type { CliPorts } from './ports.ts';

/** Below this a bar would only flicker. */
const FEWEST = 200;

/** Shows how far reading is. */
export interface Progress {
  readonly update: (done: number, total: number) => void;
  stop(): void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

/** A bar on standard error if that is a terminal, and not in CI or when told to be quiet. */
export function createProgress(ports: CliPorts, quiet: boolean, stream: NodeJS.WritableStream | null): Progress {
  const { CI, TERM } = ports.env;
  if (quiet || stream === null || !ports.stderr.isTTY || (CI !== undefined && CI !== '' && CI !== 'false'))
    return SILENT;
  if (TERM === 'dumb') return SILENT;
  const bar = new SingleBar(
    { format: 'reading {bar} {value}/{total}', stream, clearOnComplete: true, hideCursor: true },
    Presets.legacy,
  );
  let running = false;
  return {
    update: (done, total) => {
      if (total < FEWEST) return;
      if (!running) bar.start(total, done);
      running = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => {
      if (running) bar.stop();
      running = false;
    },
  };
}
