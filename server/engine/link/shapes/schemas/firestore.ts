import type { Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import { array, external, lazyFunction, membersOf, promise, union, UNKNOWN, type ExternalShape } from '../shape.ts';
import type { Site } from '../site.ts';

const PKG = 'firebase';
/** [document]: what `withConverter` says the documents are. */
const STORE = 'Firestore';
const MANY = 'Query';
const ONE = 'DocumentReference';
const SNAPSHOT = 'DocumentSnapshot';
const SNAPSHOTS = 'QuerySnapshot';

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(?:CollectionReference|Query|CollectionGroup|AggregateQuery)$/, MANY],
  [/^DocumentReference$/, ONE],
  [/^(?:Query)?DocumentSnapshot$/, SNAPSHOT],
  [/^QuerySnapshot$/, SNAPSHOTS],
  [/^Firestore$/, STORE],
];

const documentOf = (shape: Shape): Shape =>
  union(membersOf(shape).map((m) => (m.k === 'external' && m.pkg === PKG ? (m.args[0] ?? UNKNOWN) : UNKNOWN)));

/** What a converter makes of stored data: its type, else what its reading half gives. */
function convertedBy(core: Core, converter: Shape): Shape {
  const told = documentOf(converter);
  if (told.k !== 'unknown') return told;
  const read = membersOf(core.field(converter, 'fromFirestore'));
  return union(read.map((m) => (m.k === 'function' ? m.returns : UNKNOWN)));
}

function method(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [document = UNKNOWN] = self.args;
  const of = (name: string, row = document): Shape => external(PKG, name, [row]);
  if (key === 'withConverter')
    return of(
      self.name,
      site.types[0] ?? convertedBy(core, site.argument(0) === null ? UNKNOWN : site.literalShape(0)),
    );
  switch (self.name) {
    case STORE:
    case ONE:
      if (key === 'collection' || key === 'collectionGroup') return of(MANY, UNKNOWN);
      if (key === 'doc') return of(ONE, UNKNOWN);
      return key === 'get' && self.name === ONE ? promise(of(SNAPSHOT)) : null;
    case MANY:
      if (key === 'doc') return of(ONE);
      if (key === 'get') return promise(of(SNAPSHOTS));
      return key === 'add' ? promise(of(ONE)) : key === 'onSnapshot' || key === 'count' ? null : self;
    case SNAPSHOT:
      return key === 'data' ? document : null;
    default:
      return null;
  }
}

/** Firestore, in browsers and on servers: documents are what a converter or a type says: https://firebase.google.com/docs/firestore. */
export const firestore: Provider = {
  id: 'firestore',
  packages: [
    PKG,
    'firebase-admin',
    '@firebase/firestore',
    '@google-cloud/firestore',
    '@react-native-firebase/firestore',
  ],
  type: (_, name, args) => {
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (last === 'FirestoreDataConverter') return external(PKG, 'Converter', args);
    const found = TYPES.find(([pattern]) => pattern.test(last));
    return found === undefined ? null : external(PKG, found[1], args);
  },
  call: (_, path, site) => {
    const first = site.shape(0);
    switch (path.slice(path.lastIndexOf('.') + 1)) {
      case 'getFirestore':
      case 'initializeFirestore':
      case 'firestore':
        return external(PKG, STORE);
      case 'collection':
      case 'collectionGroup':
        return external(PKG, MANY, [UNKNOWN]);
      case 'doc':
        return external(PKG, ONE, [documentOf(first)]);
      case 'query':
        return external(PKG, MANY, [documentOf(first)]);
      case 'getDoc':
      case 'getDocFromServer':
      case 'getDocFromCache':
        return promise(external(PKG, SNAPSHOT, [documentOf(first)]));
      case 'getDocs':
      case 'getDocsFromServer':
        return promise(external(PKG, SNAPSHOTS, [documentOf(first)]));
      default:
        return null;
    }
  },
  construct: (_, path) => (path === 'Firestore' ? external(PKG, STORE) : null),
  method,
  member: (_, self, key) =>
    self.name === SNAPSHOTS && key === 'docs' ? array(external(PKG, SNAPSHOT, self.args)) : null,
  argument: (_, self, key) =>
    self.name === SNAPSHOTS && key === 'forEach'
      ? lazyFunction(
          () => [external(PKG, SNAPSHOT, self.args)],
          () => UNKNOWN,
        )
      : null,
};
