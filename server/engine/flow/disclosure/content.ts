import type { Leaf } from '../trace/state.ts';
import type { ModelCall } from '../sinks/model-calls.ts';
import type { Content } from './contract.ts';

/** Kinds of calls whose answer is nothing that people read, see or hear. */
const SILENT: ReadonlySet<ModelCall['kind']> = new Set([
  'embedding',
  'rerank',
  'moderation',
  'classification',
  'count',
  'file',
  'fine-tune',
  'biometric',
]);

/** Kinds of calls whose answer is only about what goes on, unless the catalogue says more. */
const UNSAID: ReadonlySet<ModelCall['kind']> = new Set<ModelCall['kind']>(['realtime', 'batch', 'thread']);

const BY_KIND: Partial<Record<ModelCall['kind'], Content>> = {
  object: 'object',
  image: 'image',
  video: 'video',
  speech: 'audio',
  'voice-clone': 'audio',
};

/** Whether a call makes content at all. */
export const makesContent = (call: ModelCall): boolean =>
  !SILENT.has(call.kind) &&
  (call.returns.length > 0 ? call.returns.some((r) => isContent(r.content)) : !UNSAID.has(call.kind));

/**
 * What the part of a call's answer that a question ended at holds: by what the catalogue says is returned where, and
 * where it says nothing, all but what is about the answer (`metadata`: usage, ids).
 */
export function contentAt(call: ModelCall, path: Leaf['path'], metadata: ReadonlySet<string>): Content | null {
  if (!makesContent(call)) return null;
  let whole: Content | null = null;
  for (const entry of call.returns) {
    const content = isContent(entry.content) ? known(entry.content, call) : null;
    if (entry.path === '') {
      whole ??= content;
      continue;
    }
    if (meets(entry.path.split('.'), path.keys)) return content;
  }
  if (path.keys.some((key) => metadata.has(key))) return null;
  if (call.returns.length > 0) return path.keys.length === 0 ? (whole ?? first(call)) : whole;
  return BY_KIND[call.kind] ?? 'text';
}

function first(call: ModelCall): Content | null {
  const entry = call.returns.find((r) => isContent(r.content));
  return entry === undefined ? null : known(entry.content, call);
}

type Returned = ModelCall['returns'][number]['content'];

const isContent = (content: Returned): boolean => content !== 'embedding' && content !== 'label';

function known(content: Returned, call: ModelCall): Content {
  if (content === 'response' || content === 'embedding' || content === 'label') return BY_KIND[call.kind] ?? 'text';
  return content === 'stream' ? (BY_KIND[call.kind] ?? 'stream') : content;
}

/** The keys that a question asks for inside what a call returns: `score` of `object.score`. */
export function keysInside(call: ModelCall, path: Leaf['path']): readonly string[] {
  const asked = path.keys.filter((key) => key !== '*' && !/^\d+$/.test(key));
  for (const { path: returned } of call.returns) {
    const keys = returned.split('.').filter((key) => key !== '*' && key !== '');
    if (keys.length > 0 && keys.every((key, i) => asked[i] === key)) return asked.slice(keys.length);
  }
  return asked;
}

/** Whether a returned path (`choices.*.message.content`) and an asked one lead to the same part, one inside the other. */
function meets(returned: readonly string[], asked: readonly string[]): boolean {
  // arrays are transparent to questions: indexes and stars stand for elements
  const a = returned.filter((key) => key !== '*');
  const b = asked.filter((key) => key !== '*' && !/^\d+$/.test(key));
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return false;
  return true;
}
