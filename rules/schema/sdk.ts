import { type Check, both, count, isRecord, list, map, object, oneOf, text } from './check.ts';

/** Every kind of model call, as in `ModelCallKind`. */
export const MODEL_CALL_KINDS = [
  'text',
  'chat',
  'object',
  'embedding',
  'rerank',
  'image',
  'video',
  'speech',
  'transcription',
  'moderation',
  'classification',
  'file',
  'fine-tune',
  'batch',
  'thread',
  'realtime',
  'agent',
  'vision',
  'biometric',
  'voice-clone',
  'count',
] as const;

const CONTENT = ['text', 'object', 'stream', 'image', 'audio', 'video', 'embedding', 'label', 'response'];

/** `createOpenAI()`, `OpenAI.new().chat.completions.create`, `openai:Client.beta`, `App.get.@1`, `*.new()`. */
const API_PATH = /^(?:[a-z0-9-]+:)?[\p{L}\p{N}_$*]+(?:\(\)|\.new\(\)|\.@\d+|\.[\p{L}\p{N}_$*#]+)*$/u;
/** `0`, `0.messages.*.content`, `receiver.0.instructions`, `this`, `args`. */
const ACCESS_PATH = /^(?:\d+|receiver|this|args)(?:\.(?:[\p{L}\p{N}_$*-]+|\{\}|\(\)))*$/u;

export const apiPath: Check = text(API_PATH, 'an API path');
const accessPath: Check = text(ACCESS_PATH, 'an access path');

const recipient = object({
  name: text(),
  country: text(/^(?:[A-Z]{2}|LOCAL|\?\?)$/, 'a country (two capital letters, LOCAL or ??)'),
});

const call = object(
  { at: apiPath, kind: oneOf(MODEL_CALL_KINDS), sends: list(accessPath) },
  {
    returns: list(object({ path: resultPath, content: oneOf(CONTENT) })),
    when: object({ argument: count, is: list(apiPath, 1) }),
    result: text(),
  },
);

function resultPath(...[value, path, problems]: Parameters<Check>): void {
  if (typeof value !== 'string') problems.push({ path, message: 'expected a field of the result, or ""' });
}

const pass = object({ at: apiPath, from: list(accessPath, 1) });

/** Type names used by `annotations` and `result` are defined or made by this file. */
const definedTypes: Check = (value, path, problems) => {
  if (!isRecord(value)) return;
  const defined = new Set(isRecord(value['types']) ? Object.keys(value['types']) : []);
  const calls = Array.isArray(value['calls']) ? (value['calls'] as unknown[]) : [];
  for (const entry of calls) if (isRecord(entry) && typeof entry['result'] === 'string') defined.add(entry['result']);
  const annotations = isRecord(value['annotations']) ? Object.keys(value['annotations']) : [];
  for (const name of annotations) {
    if (!defined.has(name)) {
      problems.push({
        path: [...path, 'annotations', name],
        message: `"${name}" is not one of the types of this file`,
      });
    }
  }
};

const untyped: Check = object({
  method: text(),
  argument: (value, path, problems) => {
    if (!Number.isInteger(value)) problems.push({ path, message: 'expected the number of an argument' });
  },
  matches: text(),
  call: apiPath,
});

/** How an entry is held against the packages it speaks of. */
export const verification: Check = object(
  {},
  { versions: map(list(text(), 1)), with: list(text(), 1), unproven: map(text()), left: map(text()) },
);

/** One file of `rules/sdks/`. */
export const sdk: Check = both(
  object(
    {
      id: text(/^[a-z0-9-]+$/, 'an id (small letters, digits, hyphens)'),
      packages: list((value, path, problems) => {
        if (typeof value !== 'string') problems.push({ path, message: 'expected a package name' });
      }, 1),
      recipient,
      calls: list(call),
    },
    {
      endpoint: list(accessPath),
      schemas: list(accessPath),
      types: map(list(apiPath, 1)),
      annotations: map(list(text(), 1)),
      passes: list(pass),
      mentions: list(text(), 1),
      untyped: list(untyped, 1),
      verify: verification,
      example: text(),
    },
  ),
  definedTypes,
);

/** An entry of the hosts files. */
export const host: Check = object(
  { host: text(/^\.?[a-z0-9*.-]+(?::\d+)?$/, 'a host name'), recipient },
  {
    ignorePaths: list(text()),
    onlyPaths: list(text()),
    ambiguousPaths: list(text()),
    kinds: map(oneOf(MODEL_CALL_KINDS)),
  },
);

/** A call that sends an HTTP request. */
export const httpClient: Check = object(
  {
    package: (value, path, problems) => {
      if (typeof value !== 'string') problems.push({ path, message: 'expected a package name, or "" for a global' });
    },
    at: apiPath,
    url: list(accessPath, 1),
    body: list(accessPath),
  },
  { under: text(), answer: oneOf(['receiver']) },
);
