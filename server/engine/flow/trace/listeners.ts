import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, calleeOf, opOf, Op } from '../../extract/index.ts';
import { HOLE } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';
import { inner, skipIndexes, type AccessPath } from './access-path.ts';
import { propertyName } from './parameters.ts';
import { calledName, callsOf, type Producer } from './channels.ts';
import { Flag, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** What listens, and how its parameter is filled. */
interface Listener {
  /** Names what listens, so that its senders are looked for once. */
  readonly key: string;
  readonly senders: () => readonly Producer[];
  /** The payload among the sender's arguments. */
  readonly payload: (sender: Producer) => NodeId;
  /** Field of the listener's parameter that holds it, '' for the parameter itself. */
  readonly field: string;
}

/** Methods of an event bus, of a message client, of a queue. */
const EVENTS = ['emit', 'emitAsync', 'send', 'publish', 'dispatch'];
const QUEUES = ['add', 'addBulk'];
/** Methods of a task that was defined elsewhere. */
const TASKS = ['trigger', 'triggerAndWait', 'batchTrigger', 'batchTriggerAndWait', 'enqueue', 'dispatch', 'schedule'];
/** Decorators of methods that listen by name, as libraries of event buses spell them. */
const BY_EVENT = new Set(['OnEvent', 'EventPattern', 'MessagePattern', 'OnQueueEvent']);
/** Properties under which a task's definition holds its function. */
const RUNS = new Set(['run', 'handler', 'execute', 'perform', 'process']);
const DEFINES = /task|job|workflow|worker|queue|function/i;

const memo = new WeakMap<object, Map<string, readonly Producer[]>>();

/**
 * Binds the parameter of a method or task that is called by what sends to it under its name: a decorated listener, a
 * processor of a queue, a task with its `trigger`. False if it is none, or nobody in the project sends.
 */
export function bindListener(t: Tracing, s: State, fn: FunctionId, index: number, emit: Emit): boolean {
  if (index > 1) return false;
  const listener = listenerOf(t, s.file, fn);
  if (listener === null) return false;
  const path = inField(s.path, listener.field);
  let known = memo.get(t.program);
  if (known === undefined) memo.set(t.program, (known = new Map<string, readonly Producer[]>()));
  let senders = known.get(listener.key);
  if (senders === undefined) known.set(listener.key, (senders = listener.senders()));
  if (path === null) return senders.length > 0;
  let bound = false;
  for (const sender of senders) {
    const node = listener.payload(sender);
    if (node < 0) continue;
    bound = true;
    const next = stepped({ ...s, flags: s.flags | Flag.Crossed }, 'callback', '');
    // each job of a list holds its data as the listener finds it
    const within = calledName(sender.file, sender.call) === 'addBulk' ? s.path : path;
    emit.state({ ...next, file: sender.file, node, path: within, awaited: false });
  }
  return bound;
}

function inField(path: AccessPath, field: string): AccessPath | null {
  if (field === '') return path;
  const inside = skipIndexes(path);
  if (inside.keys.length === 0) return inside;
  return inside.keys[0] === field ? inner(inside) : null;
}

function listenerOf(t: Tracing, file: FileFacts, fn: FunctionId): Listener | null {
  const facts = file.functions[fn];
  if (facts === undefined) return null;
  for (const decorator of facts.decorators) {
    const name = decoratorName(file, decorator);
    if (BY_EVENT.has(name)) return onEvent(t, constants(t, file, argumentOf(file, decorator, 0)));
    if (name === 'Process') return onQueue(t, queueOf(t, file, facts.owner));
  }
  if (facts.kind === 'method' && facts.name === 'process') return onQueue(t, queueOf(t, file, facts.owner));
  return facts.node < 0 ? null : onTask(t, file, facts.node);
}

function decoratorName(file: FileFacts, decorator: NodeId): string {
  return opOf(file, decorator) === Op.Call ? calledName(file, decorator) : '';
}

function constants(t: Tracing, file: FileFacts, node: NodeId): readonly string[] {
  if (node < 0) return [];
  return t.program.strings({ file, node }).filter((text) => text !== '' && !text.includes(HOLE));
}

function onEvent(t: Tracing, names: readonly string[]): Listener | null {
  if (names.length === 0) return null;
  return {
    key: `event ${names.join()}`,
    senders: () =>
      callsOf(t.program, EVENTS, names, (file, call) =>
        constants(t, file, argumentOf(file, call, 0)).some((name) => names.includes(name)),
      ),
    payload: ({ file, call }) => argumentOf(file, call, 1),
    field: '',
  };
}

/** Names of the queue that a class processes: `@Processor('mails')`, `@Processor({ name: 'mails' })`. */
function queueOf(t: Tracing, file: FileFacts, cls: number): readonly string[] {
  for (const decorator of file.classes[cls]?.decorators ?? []) {
    if (decoratorName(file, decorator) !== 'Processor') continue;
    const argument = argumentOf(file, decorator, 0);
    const named = argument < 0 ? null : t.program.propertyOf({ file, node: argument }, ['name']);
    return named === null ? constants(t, file, argument) : constants(t, named.file, named.node);
  }
  return [];
}

function onQueue(t: Tracing, queues: readonly string[]): Listener | null {
  if (queues.length === 0) return null;
  return {
    key: `queue ${queues.join()}`,
    senders: () =>
      callsOf(t.program, QUEUES, queues, (file, call) => {
        const receiver = aOf(file, calleeOf(file, call));
        return t.program.entities({ file, node: receiver }).some((e) => e.k === 'api' && /Queue/.test(e.at));
      }),
    // `add(data)` and `add('name', data)`; `addBulk(jobs)`
    payload: ({ file, call }) => argumentOf(file, call, argumentOf(file, call, 1) < 0 ? 0 : 1),
    field: 'data',
  };
}

/** `task({ id, run: async (payload) => … })` and `thatTask.trigger(payload)`. */
function onTask(t: Tracing, file: FileFacts, node: NodeId): Listener | null {
  for (const object of usesOf(file).users.get(node) ?? []) {
    if (opOf(file, object) !== Op.Object || !RUNS.has(propertyName(file, object, node))) continue;
    for (const definition of usesOf(file).users.get(object) ?? []) {
      if (opOf(file, definition) !== Op.Call || !DEFINES.test(calledName(file, definition))) continue;
      const made = t.program.entities({ file, node: definition });
      if (!made.some((e) => e.k === 'api')) continue;
      return {
        key: `task ${file.path} ${String(definition)}`,
        senders: () =>
          callsOf(t.program, TASKS, [], (other, call) => {
            const receiver = aOf(other, calleeOf(other, call));
            return t.program
              .entities({ file: other, node: receiver })
              .some((e) => e.k === 'api' && e.maker?.node === definition && e.maker.file === file);
          }),
        payload: ({ file: other, call }) => argumentOf(other, call, 0),
        field: '',
      };
    }
  }
  return null;
}
