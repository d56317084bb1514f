/** Modules of Node.js that may be named without the `node:` prefix (`module.builtinModules`, Node 20 to 24). */
const BUILTINS: ReadonlySet<string> = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain ' +
    'events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl ' +
    'stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib'
  ).split(' '),
);

/**
 * Name and subpath of a Node.js built-in: `fs/promises` and `node:fs/promises` are `node:fs` and `promises`.
 *
 * @returns null if the specifier is no built-in
 */
export function builtin(specifier: string): { readonly name: string; readonly subpath: string } | null {
  const prefixed = specifier.startsWith('node:');
  const bare = prefixed ? specifier.slice(5) : specifier;
  const slash = bare.indexOf('/');
  const name = slash < 0 ? bare : bare.slice(0, slash);
  if (!prefixed && (!BUILTINS.has(name) || slash === bare.length - 1)) return null;
  return { name: `node:${name}`, subpath: slash < 0 ? '' : bare.slice(slash + 1) };
}
