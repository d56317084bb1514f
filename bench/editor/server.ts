import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A message of the protocol. */
export interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Milliseconds for which the thread that talks to the editor could not hear. */
export interface Busy {
  readonly longest: number;
  readonly p99: number;
}

/** The built language server as a child process, spoken to over its standard streams. */
export interface Server {
  uri(path: string): string;
  notify(method: string, params: object): void;
  request(method: string, params?: object): Promise<unknown>;
  next(wanted: (message: Message) => boolean): Promise<Message>;
  /** Says hello; resolves when the folder was read and checked, with what was said of it. */
  start(capabilities: object): Promise<{ readonly files: number; readonly findings: number }>;
  /** Forgets how long it was busy so far. */
  resetBusy(): void;
  busy(): Promise<Busy>;
  residentMegabytes(): number;
  end(): void;
}

/** Whether a message says that a check has ended. */
export const isReady = ({ method, params }: Message): boolean =>
  method === 'probity/status' && (params as { state: string }).state === 'ready';

/** Starts the server on a folder. */
export function connect(folder: string): Server {
  const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const argv = ['--import', new URL('loop-delay.mjs', import.meta.url).href, beside('../../dist/cli.js')];
  const child = spawn(process.execPath, [...argv, 'lsp', '--stdio'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  const { stdin, stdout, pid = 0 } = child;
  if (stdin === null || stdout === null) throw new Error('the server has no standard streams');
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 0;
  let waiting: { wanted: (message: Message) => boolean; done: (message: Message) => void }[] = [];
  const take = (message: Message): void => {
    const called = waiting.filter(({ wanted }) => wanted(message));
    waiting = waiting.filter((entry) => !called.includes(entry));
    for (const { done } of called) done(message);
  };
  stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    while (size >= Math.max(needed, 1)) {
      const all = Buffer.concat(chunks);
      const head = all.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(all.toString('latin1', 0, Math.max(0, head)))?.[1]);
      needed = head < 0 ? size + 1 : head + 4 + length;
      if (size < needed) {
        chunks = [all];
        return;
      }
      take(JSON.parse(all.toString('utf8', head + 4, needed)) as Message);
      chunks = [all.subarray(needed)];
      size -= needed;
      needed = 0;
    }
  });
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    stdin.write(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
  };
  const next = (wanted: (message: Message) => boolean): Promise<Message> =>
    new Promise((done) => waiting.push({ wanted, done }));
  const uri = (path: string): string => pathToFileURL(join(folder, path)).href;
  let ids = 0;
  const request = async (method: string, params?: object): Promise<unknown> => {
    const id = ++ids;
    const answer = next((message) => message.id === id && message.method === undefined);
    send({ id, method, ...(params && { params }) });
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };
  return {
    uri,
    next,
    request,
    notify: (method, params) => {
      send({ method, params });
    },
    async start(capabilities) {
      const workspaceFolders = [{ uri: uri(''), name: 'bench' }];
      await request('initialize', { processId: null, rootUri: null, capabilities, workspaceFolders });
      const ready = next(isReady);
      send({ method: 'initialized', params: {} });
      return (await ready).params as { files: number; findings: number };
    },
    resetBusy: () => {
      child.send('reset');
    },
    busy: () =>
      new Promise((resolve) => {
        child.once('message', (told) => {
          resolve(told as Busy);
        });
        child.send('tell');
      }),
    residentMegabytes() {
      const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    },
    end: () => {
      child.kill();
    },
  };
}
