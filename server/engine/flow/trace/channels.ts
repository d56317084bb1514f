import { HOLE } from '../../link/index.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, opOf, stringOf, bOf, Op } from '../../extract/index.ts';
import { apiName, type Program } from '../../link/index.ts';
import { inner, skipIndexes, type AccessPath } from './access-path.ts';
import { Flag, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/**
 * Both ends of a channel inside the project: what is emitted, queued or posted under a name is what the listener of that
 * name receives. A table of how libraries spell the two ends.
 */
interface Channel {
  /** Method (or `new` class) that takes the listener. */
  readonly consume: readonly string[];
  /** Position of the name among the consumer's arguments, -1 if there is none. */
  readonly consumeName: number;
  readonly produce: readonly string[];
  /** Position of the name among the producer's arguments; `maker`: the name the producer object was made with; -1 none. */
  readonly produceName: number | 'maker';
  /** First payload argument of the producer. */
  readonly payload: number;
  /** Field of the listener's parameter that holds the payload, '' for the parameter itself. */
  readonly field: string;
}

const CHANNELS: readonly Channel[] = [
  {
    consume: ['on', 'once', 'addListener', 'prependListener', 'subscribe', 'handle'],
    consumeName: 0,
    produce: ['emit', 'publish', 'dispatch', 'trigger', 'invoke', 'send', 'emitAsync'],
    produceName: 0,
    payload: 1,
    field: '',
  },
  {
    consume: ['on', 'once', 'addEventListener'],
    consumeName: 0,
    produce: ['postMessage'],
    produceName: -1,
    payload: 0,
    field: '',
  },
  {
    consume: ['addEventListener'],
    consumeName: 0,
    produce: ['postMessage'],
    produceName: -1,
    payload: 0,
    field: 'data',
  },
  { consume: ['Worker'], consumeName: 0, produce: ['add'], produceName: 'maker', payload: 1, field: 'data' },
  // a list of jobs, each with its data
  { consume: ['Worker'], consumeName: 0, produce: ['addBulk'], produceName: 'maker', payload: 0, field: '' },
  {
    consume: ['process', 'define', 'work', 'createWorker'],
    consumeName: 0,
    produce: ['add', 'enqueue', 'now', 'schedule', 'send', 'publish', 'createJob'],
    produceName: 0,
    payload: 1,
    field: 'data',
  },
  { consume: ['process'], consumeName: -1, produce: ['add'], produceName: -1, payload: 0, field: 'data' },
];

const MAX_PRODUCERS = 60;

/** Binds a listener's parameter to what the producers of its channel send. False if no producer was found. */
export function bindChannel(t: Tracing, s: State, call: NodeId, argument: number, index: number, emit: Emit): boolean {
  const { file } = s;
  const method = calledName(file, call);
  let bound = false;
  for (const channel of CHANNELS) {
    if (!channel.consume.includes(method) || argument <= channel.consumeName) continue;
    const names =
      channel.consumeName < 0 ? [] : t.program.strings({ file, node: argumentOf(file, call, channel.consumeName) });
    if (names.some((name) => name === '' || name.includes(HOLE))) continue;
    const message = channel.produceName === -1;
    if (message && channel.consumeName >= 0 && !names.includes('message')) continue;
    const path = insidePayload(channel, s.path, index);
    if (path === null) continue;
    for (const producer of producersOf(t.program, channel, names)) {
      const value = argumentOf(producer.file, producer.call, channel.payload + (channel.field === '' ? index : 0));
      if (value < 0) continue;
      bound = true;
      const flags = s.flags | Flag.Crossed;
      emit.state({ ...stepped({ ...s, flags }, 'callback', names[0] ?? ''), file: producer.file, node: value, path });
    }
  }
  return bound;
}

/** A function of the project. */
interface Listener {
  readonly file: FileFacts;
  readonly fn: FunctionId;
}

/** The functions that listen to what a call emits, queues or posts. */
export function* listenersOf(program: Program, file: FileFacts, call: NodeId): Iterable<Listener> {
  const method = calledName(file, call);
  for (const channel of CHANNELS) {
    if (!channel.produce.includes(method) || argumentCount(file, call) <= channel.payload) continue;
    // what is only told by a library's message event could be anything
    if (channel.produceName === -1) continue;
    const names =
      channel.produceName === 'maker'
        ? makerNames(program, file, call)
        : program.strings({ file, node: argumentOf(file, call, channel.produceName) });
    if (names.length === 0 || names.some((name) => name === '' || name.includes(HOLE))) continue;
    yield* consumersOf(program, channel, names);
  }
}

function* consumersOf(program: Program, channel: Channel, names: readonly string[]): Iterable<Listener> {
  const hears = (text: string): boolean =>
    names.some((name) => text.includes(name)) && channel.consume.some((name) => text.includes(name));
  for (const path of program.matching(`consumers ${JSON.stringify([names, channel.consume])}`, hears)) {
    const file = program.facts(path);
    for (const call of file?.calls ?? []) {
      if (file === undefined || !channel.consume.includes(calledName(file, call))) continue;
      const heard = program.strings({ file, node: argumentOf(file, call, channel.consumeName) });
      if (!heard.some((name) => names.includes(name))) continue;
      for (let i = channel.consumeName + 1; i < argumentCount(file, call); i++) {
        for (const e of program.entities({ file, node: argumentOf(file, call, i) })) {
          if (e.k === 'function') yield e;
        }
      }
    }
  }
}

/** Names that the object a call is made on was made with: `new Queue('mail')`. */
function makerNames(program: Program, file: FileFacts, call: NodeId): readonly string[] {
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member) return [];
  return program.entities({ file, node: aOf(file, callee) }).flatMap((e) => {
    if (e.k !== 'api' || e.maker === null || !/Queue/.test(apiName(e))) return [];
    return program.strings({ file: e.maker.file, node: argumentOf(e.maker.file, e.maker.node, 0) });
  });
}

/** The path inside the payload, or null if the question is about something else of the message. */
function insidePayload(channel: Channel, path: AccessPath, index: number): AccessPath | null {
  if (channel.field === '') return path;
  if (index !== 0) return null;
  // jobs may come as a list
  const inside = skipIndexes(path);
  if (inside.keys.length === 0) return inside;
  return inside.keys[0] === channel.field ? inner(inside) : null;
}

/** Name of the method or imported function a call names, '' if it has none. */
export function calledName(file: FileFacts, call: NodeId): string {
  const callee = calleeOf(file, call);
  switch (opOf(file, callee)) {
    case Op.Member:
      return stringOf(file, bOf(file, callee));
    case Op.Import:
      return file.imports[aOf(file, callee)]?.name ?? '';
    default:
      return '';
  }
}

export interface Producer {
  readonly file: FileFacts;
  readonly call: NodeId;
}

const producers = new WeakMap<Program, Map<string, readonly Producer[]>>();

function producersOf(program: Program, channel: Channel, names: readonly string[]): readonly Producer[] {
  let memo = producers.get(program);
  if (memo === undefined) {
    memo = new Map();
    producers.set(program, memo);
  }
  const key = `${channel.produce.join()}|${String(channel.produceName)}|${names.join()}`;
  let found = memo.get(key);
  if (found === undefined) memo.set(key, (found = findProducers(program, channel, names)));
  return found;
}

function findProducers(program: Program, channel: Channel, names: readonly string[]): readonly Producer[] {
  // a name kept with its maker may stand in another file than the call
  const named = typeof channel.produceName === 'number' && channel.produceName >= 0 && names.length > 0;
  return callsOf(program, channel.produce, named ? names : [], (file, call) =>
    produces(program, channel, names, file, call),
  );
}

/**
 * Calls of methods of the program that a test accepts; only files that write such a call are looked into.
 *
 * @param names one of which such a call is made with: a file that has none and imports nothing is not looked into; empty
 *   if that is not known
 */
export function callsOf(
  program: Program,
  methods: readonly string[],
  names: readonly string[],
  accepts: (file: FileFacts, call: NodeId) => boolean,
): readonly Producer[] {
  const out: Producer[] = [];
  const calls = new RegExp(`\\.(?:${methods.join('|')})\\s*\\(`);
  const mayCall = (text: string): boolean =>
    calls.test(text) &&
    (names.length === 0 || names.some((name) => text.includes(name)) || /\bimport\b|\brequire\b/.test(text));
  for (const path of program.matching(`calls of ${JSON.stringify([methods, names])}`, mayCall)) {
    const file = program.facts(path);
    if (file === undefined) continue;
    for (const call of file.calls) {
      if (out.length >= MAX_PRODUCERS) return out;
      if (methods.includes(calledName(file, call)) && accepts(file, call)) out.push({ file, call });
    }
  }
  return out;
}

function produces(
  program: Program,
  channel: Channel,
  names: readonly string[],
  file: FileFacts,
  call: NodeId,
): boolean {
  if (!channel.produce.includes(calledName(file, call)) || argumentCount(file, call) <= channel.payload) return false;
  if (channel.produceName === -1) return true;
  if (channel.produceName === 'maker') return makerNames(program, file, call).some((name) => names.includes(name));
  return program
    .strings({ file, node: argumentOf(file, call, channel.produceName) })
    .some((name) => names.includes(name));
}
