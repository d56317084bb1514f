/**
 * What the methods and globals of the language do to data. A table, not code: names are those of ECMAScript, the DOM and
 * Node, applied when a call's target is not a function of the project.
 */
export type MethodEffect =
  /** The result holds what the receiver holds. */
  | 'receiver'
  /** The receiver and the arguments. */
  | 'receiver+args'
  /** Elements made by the callback from elements of the receiver. */
  | 'map'
  | 'reduce'
  /** `then(f, g)`. */
  | 'then'
  /** Like the receiver, or what the callback gives. */
  | 'catch'
  /** A field of the receiver named by the first argument. */
  | 'get'
  /** The same, if the argument names personal data: what asks a request or a form, and other things too. */
  | 'ask'
  /** Text with a pattern replaced: sanitizer or filler. */
  | 'replace'
  /** Pairs of keys (or positions) and values of the receiver. */
  | 'entries'
  /** The receiver's keys. */
  | 'keys'
  /** The receiver as the call leaves it, for chaining. */
  | 'chained'
  /** A boolean, number or nothing: no data. */
  | 'clean'
  /** A fresh value read from outside (a body, a stream). */
  | 'read'
  /** The next part of the receiver as `{ value, done }`, for a reader of a stream. */
  | 'part';

const list = (effect: MethodEffect, names: string): [string, MethodEffect][] =>
  names.split(' ').map((name) => [name, effect]);

export const METHODS: ReadonlyMap<string, MethodEffect> = new Map([
  ...list(
    'receiver',
    'trim trimStart trimEnd toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase slice substring substr normalize ' +
      'padStart padEnd repeat toString toISOString toLocaleString toLocaleDateString toLocaleTimeString toDateString ' +
      'toJSON toFixed toPrecision valueOf split flat reverse sort toSorted toReversed filter find findLast at pop shift ' +
      'values next charAt match matchAll exec finally flatMapAsync toObject lean unwrap toArray copyWithin ' +
      'subarray buffer toUTCString getFullYear getDate getMonth getTime getReader pipe',
  ),
  ...list('receiver+args', 'concat with toSpliced splice join fill encode decode'),
  ...list('entries', 'entries'),
  ...list('keys', 'keys'),
  ...list('chained', 'add set append'),
  ...list('map', 'map flatMap'),
  ...list('reduce', 'reduce reduceRight'),
  ...list('then', 'then'),
  ...list('catch', 'catch'),
  ...list('get', 'get getAll getItem'),
  ...list(
    'ask',
    'query queries param header cookie getHeader getValues watch field getString getTextInputValue getFieldValue',
  ),
  ...list('replace', 'replace replaceAll'),
  ...list(
    'clean',
    'includes startsWith endsWith indexOf lastIndexOf has some every test localeCompare charCodeAt codePointAt search ' +
      'isArray hasOwnProperty findIndex findLastIndex forEach size length push unshift delete clear ' +
      'insert appendChild',
  ),
  ...list('read', 'json text formData blob arrayBuffer'),
  ...list('part', 'read'),
]);

/** Methods that put their arguments into the receiver: from which argument on. */
export const MUTATORS: ReadonlyMap<string, number> = new Map([
  ['push', 0],
  ['unshift', 0],
  ['add', 0],
  ['append', 0],
  ['set', 0],
  ['fill', 0],
  ['splice', 2],
  ['insert', 0],
  ['enqueue', 0],
  ['write', 0],
  ['end', 0],
]);

/** Methods whose callback receives elements of the receiver first. */
export const ELEMENT_CALLBACKS: ReadonlySet<string> = new Set(
  'map flatMap filter find findLast findIndex findLastIndex some every forEach sort toSorted each'.split(' '),
);

export type GlobalEffect =
  'args' | 'clean' | 'values' | 'entries' | 'keys' | 'groups' | 'pairs' | 'stringify' | 'first' | 'from';

/** Calls (and constructions) of globals. */
export const GLOBALS: ReadonlyMap<string, GlobalEffect> = new Map<string, GlobalEffect>([
  ['JSON.stringify', 'stringify'],
  ['JSON.parse', 'first'],
  ['structuredClone', 'first'],
  ['String', 'first'],
  ['Number', 'first'],
  ['Object', 'first'],
  ['BigInt', 'first'],
  ['parseInt', 'first'],
  ['parseFloat', 'first'],
  ['encodeURIComponent', 'first'],
  ['decodeURIComponent', 'first'],
  ['encodeURI', 'first'],
  ['decodeURI', 'first'],
  ['escape', 'first'],
  ['btoa', 'first'],
  ['atob', 'first'],
  ['Buffer.from', 'first'],
  ['Buffer.concat', 'first'],
  ['String.raw', 'args'],
  ['URL.createObjectURL', 'first'],
  ['Array.from', 'from'],
  ['Array.of', 'args'],
  ['Array', 'args'],
  ['Object.values', 'values'],
  ['Object.entries', 'entries'],
  ['Object.fromEntries', 'pairs'],
  ['Object.groupBy', 'groups'],
  ['Map.groupBy', 'groups'],
  ['Object.assign', 'args'],
  ['Object.freeze', 'first'],
  ['Object.seal', 'first'],
  ['Object.create', 'first'],
  ['Object.keys', 'keys'],
  ['Object.getOwnPropertyNames', 'keys'],
  ['Reflect.ownKeys', 'keys'],
  ['Promise.all', 'first'],
  ['Promise.allSettled', 'first'],
  ['Promise.race', 'first'],
  ['Promise.any', 'first'],
  ['Promise.resolve', 'first'],
  ['Promise.reject', 'clean'],
  ['Boolean', 'clean'],
  ['Symbol', 'clean'],
  ['isNaN', 'clean'],
  ['Number.isNaN', 'clean'],
  ['Number.isInteger', 'clean'],
  ['Number.parseInt', 'first'],
  ['Number.parseFloat', 'first'],
  ['Array.isArray', 'clean'],
  ['Date.now', 'clean'],
  ['Date', 'first'],
  ['Math.random', 'clean'],
  ['Math.round', 'args'],
  ['Math.floor', 'args'],
  ['Math.ceil', 'args'],
  ['Math.max', 'args'],
  ['Math.min', 'args'],
  ['crypto.randomUUID', 'clean'],
  ['crypto.subtle.digest', 'clean'],
  ['performance.now', 'clean'],
  ['setTimeout', 'clean'],
  ['setInterval', 'clean'],
  ['queueMicrotask', 'clean'],
]);

/** Globals whose result is a number. */
export const NUMBERS: ReadonlySet<string> = new Set(
  'Number BigInt parseInt parseFloat Number.parseInt Number.parseFloat Math.round Math.floor Math.ceil Math.max Math.min Date'.split(
    ' ',
  ),
);

/** First words of external functions that fetch or do something with their arguments instead of handing them on. */
export const NOT_HANDING_ON: ReadonlySet<string> = new Set(
  (
    'get find fetch query select load list search create insert update upsert save send post put patch delete remove ' +
    'destroy count exists has is can should check verify validate compare equals test include log warn error info debug ' +
    'trace track capture emit publish dispatch notify on off once subscribe register use set add push require assert ' +
    'expect redirect navigate revalidate invalidate read open connect close sign authenticate authorize hash digest md5 ' +
    'sha256 sha1 bcrypt uuid nanoid cuid'
  ).split(' '),
);
