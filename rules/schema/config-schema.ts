import { MODEL_CALL_KINDS } from './sdk.ts';
import { severity, text, texts } from './schema-parts.ts';
import { CHECK, MARKERS } from './team-schema.ts';

const glob = {
  type: 'string',
  pattern: '^!?[^/!]',
  description:
    'a glob relative to the folder of the config, with "/" between folders, none in front, and "!" to take out what comes before',
} as const;
const globs = { type: 'array', items: glob, description: 'a list of globs' } as const;
const wordsByLanguage = {
  type: 'object',
  additionalProperties: texts,
  description: 'lists of words by language: { "en": ["…"] }',
} as const;

const recipient = {
  type: 'object',
  description: 'who gets the data: { "name": "…", "country": "US" }',
  additionalProperties: false,
  required: ['name', 'country'],
  properties: {
    name: text,
    country: {
      type: 'string',
      pattern: '^([A-Z]{2}|LOCAL|\\?\\?)$',
      description: 'two capital letters (ISO 3166), "LOCAL" or "??"',
    },
  },
} as const;

const modelCallKind = {
  enum: MODEL_CALL_KINDS,
  description: 'a kind of model call',
} as const;

const inlineOr = (name: string): object => ({
  if: { type: 'string' },
  then: { minLength: 1, description: 'the path of a YAML or JSON file' },
  else: { $ref: `#/definitions/${name}` },
  description: 'an object, or the path of a YAML or JSON file',
});

const symbols = (name: string): object => ({
  type: 'array',
  items: { $ref: `#/definitions/${name}` },
  description: 'a list of symbols of packages',
});

const fixSymbol = (more: object): object => ({
  type: 'object',
  description: 'a function or component: { "name": "…", "from": "./src/…" }',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { ...text, description: 'a name' },
    from: { ...text, description: 'a package, an alias, or a path with "./" in front from the folder of the config' },
    ...more,
  },
});

const pair = (key: string): object => ({
  type: 'object',
  description: `{ "${key}": "…", "value": "…" }`,
  additionalProperties: false,
  required: [key, 'value'],
  properties: { [key]: text, value: text },
});

const fixes = {
  type: 'object',
  description: 'an object of what quick fixes write: your own functions and components',
  additionalProperties: false,
  properties: {
    consent: fixSymbol({
      call: { ...text, description: 'how it is called, such as "await {name}({subject}.id)"' },
      test: { ...text, description: 'the name of a function beside it that returns whether consent was given' },
    }),
    redact: fixSymbol({ call: { ...text, description: 'how it is called, such as "{name}({value})"' } }),
    notice: fixSymbol({ element: { ...text, description: 'how it is rendered, such as "<{name} />"' } }),
    field: pair('key'),
    header: pair('name'),
    sentences: { type: 'object', additionalProperties: text, description: 'sentences by language: { "en": "…" }' },
    reason: { ...text, description: 'the text that stands where a person must give a reason' },
  },
} as const;

const definitions = {
  severity,
  ruleSetting: {
    description: 'a severity, or [severity, options]',
    if: { type: 'array' },
    then: {
      minItems: 1,
      maxItems: 2,
      items: [
        severity,
        {
          type: 'object',
          description: 'an object of options',
          additionalProperties: false,
          properties: {
            minConfidence: {
              enum: ['low', 'medium', 'high'],
              description: 'the lowest confidence that is told: "low", "medium" or "high"',
            },
          },
        },
      ],
      description: '[severity] or [severity, options]',
    },
    else: severity,
  },
  rules: {
    type: 'object',
    description: 'an object of severities by rule id',
    additionalProperties: { $ref: '#/definitions/ruleSetting' },
  },
  sdk: {
    type: 'object',
    description: 'an SDK in the format of the catalogue',
    additionalProperties: false,
    required: ['id', 'packages', 'recipient', 'calls'],
    properties: {
      id: text,
      packages: { type: 'array', minItems: 1, items: text, description: 'a list of package names, not empty' },
      recipient,
      endpoint: texts,
      types: { type: 'object', additionalProperties: texts, description: 'lists of API paths by type name' },
      annotations: {
        type: 'object',
        additionalProperties: texts,
        description: 'lists of TypeScript types by type name',
      },
      calls: { type: 'array', items: { $ref: '#/definitions/sdkCall' }, description: 'a list of calls' },
      passes: {
        type: 'array',
        description: 'a list of { at, from }',
        items: {
          type: 'object',
          description: '{ at, from }',
          additionalProperties: false,
          required: ['at', 'from'],
          properties: { at: text, from: texts },
        },
      },
      example: { type: 'string', description: 'a piece of code' },
    },
  },
  sdkCall: {
    type: 'object',
    description: 'a call of the SDK: { at, kind, sends }',
    additionalProperties: false,
    required: ['at', 'kind', 'sends'],
    properties: {
      at: { ...text, description: 'an API path such as "Client.chat.create"' },
      kind: modelCallKind,
      sends: { ...texts, description: 'a list of access paths such as "0.messages"' },
      returns: {
        type: 'array',
        description: 'a list of { path, content }',
        items: {
          type: 'object',
          description: '{ path, content }',
          additionalProperties: false,
          required: ['path', 'content'],
          properties: {
            path: { type: 'string', description: 'an access path, "" for the result itself' },
            content: {
              enum: ['text', 'object', 'stream', 'image', 'audio', 'video', 'embedding', 'label', 'response'],
              description: 'a kind of content',
            },
          },
        },
      },
      when: {
        type: 'object',
        description: '{ argument, is }',
        additionalProperties: false,
        required: ['argument', 'is'],
        properties: { argument: { type: 'integer', minimum: 0, description: 'a position from 0' }, is: texts },
      },
      result: text,
    },
  },
  host: {
    type: 'object',
    description: 'an AI host in the format of the catalogue',
    additionalProperties: false,
    required: ['host', 'recipient'],
    properties: {
      host: text,
      recipient,
      ignorePaths: texts,
      onlyPaths: texts,
      ambiguousPaths: texts,
      kinds: { type: 'object', additionalProperties: modelCallKind, description: 'kinds of calls by path fragment' },
    },
  },
  check: CHECK,
  markers: MARKERS,
  dataCategory: {
    type: 'object',
    description: 'a category of personal data in the format of the catalogue',
    additionalProperties: false,
    required: ['key', 'label'],
    properties: {
      key: {
        type: 'string',
        pattern: '^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*$',
        description: 'a key such as "user.contact.email"',
      },
      label: text,
      dpv: text,
      special: { type: 'boolean', description: 'true or false' },
      governmentId: { type: 'boolean', description: 'true or false' },
      strong: wordsByLanguage,
      weak: wordsByLanguage,
      literals: texts,
    },
  },
  guardSymbol: {
    type: 'object',
    description: 'a consent API: { package, at, does }',
    additionalProperties: false,
    required: ['package', 'at', 'does'],
    properties: {
      package: { type: 'string', description: 'the name of a package, "" for globals' },
      at: { ...text, description: 'an API path such as "default.hasConsent"' },
      does: {
        enum: ['asserts', 'consent', 'requires', 'never', 'succeeds', 'fails', 'computes'],
        description: '"asserts", "consent", "requires", "never", "succeeds" or "fails"',
      },
      purpose: { ...text, description: '"ai", which it is unless said otherwise, or what its arguments must name' },
    },
  },
  sanitizerSymbol: {
    type: 'object',
    description: 'a redaction API: { package, at, clean }',
    additionalProperties: false,
    required: ['package', 'at', 'clean'],
    properties: {
      package: { type: 'string', description: 'the name of a package, "" for globals' },
      at: { ...text, description: 'an API path such as "redact"' },
      clean: { type: 'string', description: 'the field of the result that is clean, "" for the whole result' },
    },
  },
  guards: {
    type: 'object',
    description: 'a list of consent APIs, or an object of words and symbols',
    additionalProperties: false,
    properties: {
      symbols: symbols('guardSymbol'),
      consent: texts,
      aiPurpose: texts,
      otherPurpose: texts,
      lookalike: texts,
      flagSystems: texts,
      negative: texts,
      granted: texts,
      denied: texts,
      asserting: texts,
      objections: texts,
      lawfulBases: texts,
      specialBases: texts,
    },
  },
  sanitizers: {
    type: 'object',
    description: 'a list of redaction APIs, or an object of words and symbols',
    additionalProperties: false,
    properties: { symbols: symbols('sanitizerSymbol'), verbs: texts, unreadable: texts, lookalike: texts },
  },
} as const;

/**
 * JSON Schema (draft-07) of `probity.config.json`. `schemas/config.schema.json` is this, written out for editors.
 * `description` is shown on hover and in error messages, where it follows "must be".
 */
export const CONFIG_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Probity configuration',
  description: 'an object',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', description: 'the address of this schema' },
    extends: {
      description: 'a preset ("probity:recommended"), a relative path, a package, or a list of these; later ones win',
      if: { type: 'array' },
      then: { items: text, description: 'a list of presets, paths and packages' },
      else: text,
    },
    include: { ...globs, description: 'a list of globs: only findings in these files are reported' },
    exclude: { ...globs, description: 'a list of globs: these files are not read' },
    rules: { $ref: '#/definitions/rules' },
    overrides: {
      type: 'array',
      description: 'a list of { files, rules }',
      items: {
        type: 'object',
        description: '{ files, excludedFiles, rules }',
        additionalProperties: false,
        required: ['files', 'rules'],
        properties: {
          files: { ...globs, minItems: 1, description: 'a list of globs, not empty' },
          excludedFiles: globs,
          rules: { $ref: '#/definitions/rules' },
        },
      },
    },
    freeText: { ...severity, description: 'the severity of free text typed by the user that reaches a model' },
    lawfulBasis: {
      type: 'array',
      description: 'a list of { basis, reason, files, data }',
      items: {
        type: 'object',
        description: '{ basis, reason, files, data }',
        additionalProperties: false,
        required: ['basis', 'reason'],
        properties: { basis: text, reason: text, files: globs, data: texts },
      },
    },
    jurisdictions: { ...texts, description: 'a list of jurisdictions: ["EU", "KZ"]' },
    systems: {
      type: 'array',
      description: 'a list of AI systems; kept, no rule reads them yet',
      items: {
        type: 'object',
        description: 'an AI system: { id, paths, owner, purpose, domain, risk, autonomy }',
        additionalProperties: false,
        required: ['id', 'paths'],
        properties: {
          id: text,
          paths: globs,
          owner: text,
          purpose: text,
          domain: text,
          risk: { enum: ['minimal', 'limited', 'high'], description: '"minimal", "limited" or "high"' },
          autonomy: { enum: ['assists', 'recommends', 'decides'], description: '"assists", "recommends" or "decides"' },
        },
      },
    },
    allowedRegions: { ...texts, description: 'a list of countries: ["KZ", "DE"]; kept, no rule reads them yet' },
    sdks: { type: 'array', items: inlineOr('sdk'), description: 'a list of SDKs, inline or by path' },
    hosts: { type: 'array', items: inlineOr('host'), description: 'a list of AI hosts, inline or by path' },
    data: {
      type: 'array',
      items: inlineOr('dataCategory'),
      description: 'a list of data categories, inline or by path',
    },
    guards: {
      description: 'a list of consent APIs, or an object of words and symbols',
      if: { type: 'array' },
      then: symbols('guardSymbol'),
      else: { $ref: '#/definitions/guards' },
    },
    sanitizers: {
      description: 'a list of redaction APIs, or an object of words and symbols',
      if: { type: 'array' },
      then: symbols('sanitizerSymbol'),
      else: { $ref: '#/definitions/sanitizers' },
    },
    markers: { $ref: '#/definitions/markers' },
    checks: {
      type: 'array',
      items: inlineOr('check'),
      description: 'a list of rules of your own, inline or by path',
    },
    fixes,
  },
  definitions,
} as const;
