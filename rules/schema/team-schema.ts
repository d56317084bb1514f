import { severity, text, texts } from './schema-parts.ts';

/** JSON Schema of a rule of the team. */
export const CHECK = {
  type: 'object',
  description: 'a rule in the format of the catalogue: { id, title, kind, severity, with, message, why, fix }',
  additionalProperties: false,
  required: ['id', 'title', 'kind', 'severity', 'message', 'why', 'fix'],
  properties: {
    id: { type: 'string', pattern: '^[a-z0-9-]+$', description: 'an id of small letters, digits and hyphens' },
    title: text,
    kind: { enum: ['flow', 'surface'], description: '"flow" or "surface"' },
    severity,
    with: {
      type: 'object',
      description: 'an object of what the rule looks for',
      additionalProperties: false,
      properties: {
        data: {
          enum: ['personal', 'government-id', 'record', 'generated'],
          description: '"personal", "government-id", "record" or "generated"',
        },
        categories: { ...texts, description: 'a list of fideslang keys: only this data, and what is below it' },
        recipients: { ...texts, description: 'a list of recipients: only what goes to these' },
        countries: { ...texts, description: 'a list of countries: only what goes there' },
        unless: {
          type: 'array',
          items: { enum: ['consent'], description: '"consent"' },
          description: 'a list of what satisfies it: ["consent"]',
        },
        to: { ...texts, description: 'a list of channels: only what is generated and leaves through these' },
      },
    },
    laws: { ...texts, description: 'a list of ids of laws' },
    message: text,
    why: text,
    fix: text,
    fixes: { ...texts, description: 'a list of kinds of quick fixes' },
  },
} as const;

/** JSON Schema of the team's words for what was generated. */
export const MARKERS = {
  type: 'object',
  description: 'an object of words that say that something was generated',
  additionalProperties: false,
  properties: {
    fields: { ...texts, description: 'names of fields that say it unless their value is false: "ai generated"' },
    textFields: { ...texts, description: 'names of fields that say it by their text: "disclosure"' },
    headers: { ...texts, description: 'names of headers; a trailing * stands for any ending' },
    meta: { ...texts, description: 'names of meta elements and attributes; a trailing * stands for any ending' },
    components: { ...texts, description: 'names of components of packages: "ai badge"' },
    translators: { ...texts, description: 'functions that give the message of a key, as written' },
    messageKeys: { ...texts, description: 'properties that hold the key of a message, as written' },
  },
} as const;
