import { type Check, anyText, flag, list, map, object, oneOf, text } from './check.ts';
import { apiPath } from './sdk.ts';

/** What a parameter of a handler holds. */
const parameters = list(oneOf(['request', 'response', 'context', 'next', 'event', 'other']));
const CHANNELS = ['response', 'page', 'file', 'record', 'mail', 'sms', 'chat', 'push', 'social', 'voice'] as const;

/** A constant text that must match a regular expression. */
const condition = object({ at: text(), matches: text() });

const outlet = object(
  { at: apiPath, channel: oneOf(CHANNELS), content: list(anyText, 1) },
  { how: oneOf(['call', 'assign']), when: condition, view: text(), conversation: flag },
);

/** One file of `rules/frameworks/`. */
export const framework: Check = object(
  { id: text(/^[a-z0-9-]+$/, 'an id'), packages: list(anyText) },
  {
    handlers: list(
      object(
        { at: apiPath, parameters },
        { answers: flag, opens: condition, named: text(/^(?:export|\d+)$/, 'export or an argument') },
      ),
    ),
    askedBy: list(
      object({ package: text(), at: apiPath, name: text(/^\d+$/, 'an argument') }, { gives: oneOf(['function']) }),
      1,
    ),
    heads: object({}, { exports: list(text(), 1), calls: list(text(), 1) }),
    readers: list(text(), 1),
    body: list(text()),
    types: map(list(apiPath, 1)),
    routes: list(
      object(
        { files: text(), exports: list(text(), 1) },
        {
          parameters,
          answers: flag,
          url: text(),
          under: text(),
          page: text(),
          reads: object({}, { properties: list(text(), 1), calls: list(text(), 1), within: text() }),
        },
      ),
    ),
    around: list(object({ files: text(), exports: list(text(), 1) }, { hooks: flag })),
    headerFiles: list(text(), 1),
    layouts: list(object({ pages: text(), files: list(text(), 1) })),
    answering: list(text(), 1),
    stores: object({ writes: list(text(), 1), reads: list(text(), 1) }, { results: list(text(), 1) }),
    outlets: list(outlet),
    endpoints: list(object({ channel: oneOf(CHANNELS) }, { address: text(), named: text() })),
    feeds: list(object({ at: apiPath, by: list(text(), 1) }, { to: list(text(), 1), fluent: flag })),
    pipes: list(object({ at: text(/^\.?[\w.()$]+$/, 'a method or an API path'), from: text(), into: list(text(), 1) })),
    example: text(),
  },
);
