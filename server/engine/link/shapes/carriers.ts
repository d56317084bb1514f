/**
 * Generic types and calls of well-known packages that only carry their type arguments: where argument i stands in what
 * they give. Data, not code; package types are never read.
 */

/** A number is a type argument (0-based); the rest builds a shape of them. */
export type Template =
  | number
  | 'string'
  | 'number'
  | 'boolean'
  | 'unknown'
  | { readonly array: Template }
  | { readonly promise: Template }
  | { readonly dictionary: Template }
  | { readonly tuple: readonly Template[] }
  | { readonly fields: Readonly<Record<string, Template>> }
  | {
      readonly parameters: readonly Template[];
      readonly returns: Template;
      /** Called with the name of a field it gives that one: `watch('url')`. */
      readonly keyed?: true;
    }
  | { readonly pkg: string; readonly name: string; readonly args: readonly Template[] };

export interface TypeCarrier {
  readonly pkg: string;
  readonly names: readonly string[];
  /** The type is as good as this. */
  readonly is?: Template;
  /** The type stays the package's, with these fields. */
  readonly fields?: Readonly<Record<string, Template>>;
}

export interface CallCarrier {
  readonly pkg: string;
  /** Exports (`default.get` is a member of the default export), or `Type#method`, or `new Type`. */
  readonly at: readonly string[];
  /** What arguments are expected to be: tells type arguments that are not written, and parameters of callbacks. */
  readonly parameters?: readonly Template[];
  readonly returns: Template;
}

const callback = (...parameters: Template[]): Template => ({ parameters, returns: 'unknown' });
const component = (props: Template): Template => ({ parameters: [props], returns: 'unknown' });

export const TYPE_CARRIERS: readonly TypeCarrier[] = [
  {
    pkg: 'react',
    names: [
      'FC',
      'FunctionComponent',
      'VFC',
      'ComponentType',
      'ExoticComponent',
      'NamedExoticComponent',
      'JSXElementConstructor',
    ],
    is: component(0),
  },
  { pkg: 'react', names: ['ForwardRefRenderFunction', 'ForwardRefExoticComponent'], is: component(1) },
  { pkg: 'react', names: ['PropsWithChildren', 'PropsWithRef', 'PropsWithoutRef', 'RefAttributes'], is: 0 },
  { pkg: 'react', names: ['RefObject', 'MutableRefObject'], fields: { current: 0 } },
  { pkg: 'react', names: ['Dispatch'], is: callback(0) },
  { pkg: 'react', names: ['SetStateAction'], is: 0 },
  { pkg: 'react', names: ['Context'], fields: { Provider: component({ fields: { value: 0 } }) } },
  { pkg: 'react', names: ['Component', 'PureComponent'], fields: { props: 0, state: 1 } },
  { pkg: 'preact', names: ['FunctionComponent', 'FunctionalComponent', 'ComponentType'], is: component(0) },
  { pkg: 'solid-js', names: ['Component', 'ParentComponent', 'VoidComponent', 'FlowComponent'], is: component(0) },
  { pkg: 'solid-js', names: ['Accessor'], is: { parameters: [], returns: 0 } },
  { pkg: 'vue', names: ['Ref', 'ShallowRef', 'ComputedRef', 'WritableComputedRef', 'ModelRef'], fields: { value: 0 } },
  { pkg: 'bullmq', names: ['Job'], fields: { data: 0, returnvalue: 1 } },
  { pkg: 'bull', names: ['Job', 'default.Job'], fields: { data: 0 } },
  { pkg: 'agenda', names: ['Job'], fields: { attrs: { fields: { data: 0 } } } },
  { pkg: 'pg-boss', names: ['Job', 'JobWithMetadata', 'default.Job'], fields: { data: 0 } },
  { pkg: 'bee-queue', names: ['Job'], fields: { data: 0 } },
  { pkg: 'express', names: ['Request', 'default.Request'], fields: { params: 0, body: 2, query: 3 } },
  {
    pkg: 'express',
    names: ['RequestHandler', 'default.RequestHandler', 'Handler'],
    is: callback(
      { pkg: 'express', name: 'Request', args: [0, 1, 2, 3] },
      { pkg: 'express', name: 'Response', args: [1] },
      'unknown',
    ),
  },
  { pkg: 'express-serve-static-core', names: ['Request'], fields: { params: 0, body: 2, query: 3 } },
  { pkg: 'next', names: ['NextApiResponse', 'GetServerSideProps', 'GetStaticProps'], fields: {} },
  { pkg: 'next', names: ['NextPage'], is: component(0) },
  { pkg: 'mongodb', names: ['WithId', 'OptionalId', 'WithoutId', 'OptionalUnlessRequiredId'], is: 0 },
  { pkg: 'mongodb', names: ['InsertOneResult', 'UpdateResult', 'DeleteResult'], fields: {} },
  {
    pkg: 'type-fest',
    names: [
      'Simplify',
      'SetOptional',
      'SetRequired',
      'PartialDeep',
      'ReadonlyDeep',
      'Writable',
      'WritableDeep',
      'Jsonify',
      'Tagged',
      'Opaque',
      'Merge',
      'Except',
      'RequireAtLeastOne',
      'CamelCasedProperties',
      'SetNonNullable',
      'Promisable',
      'Arrayable',
    ],
    is: 0,
  },
  {
    pkg: 'ts-essentials',
    names: ['DeepPartial', 'DeepRequired', 'DeepReadonly', 'MarkOptional', 'MarkRequired'],
    is: 0,
  },
  { pkg: 'utility-types', names: ['DeepPartial', 'DeepRequired', 'DeepReadonly', 'Optional', 'Required'], is: 0 },
  { pkg: 'axios', names: ['AxiosResponse'], fields: { data: 0 } },
  { pkg: 'rxjs', names: ['Observable', 'Subject', 'BehaviorSubject', 'ReplaySubject'], is: { array: 0 } },
  { pkg: 'neverthrow', names: ['Result', 'Ok'], fields: { value: 0, error: 1 } },
  { pkg: 'neverthrow', names: ['ResultAsync'], is: { promise: { fields: { value: 0, error: 1 } } } },
  {
    pkg: 'zustand',
    names: ['StateCreator'],
    is: { parameters: [callback(0), { parameters: [], returns: 0 }], returns: 0 },
  },
  { pkg: 'react-hook-form', names: ['SubmitHandler', 'SubmitErrorHandler'], is: callback(0) },
  {
    pkg: 'react-hook-form',
    names: ['UseFormReturn'],
    fields: {
      getValues: { parameters: [], returns: 0, keyed: true },
      handleSubmit: callback(callback(0)),
      watch: { parameters: [], returns: 0, keyed: true },
    },
  },
  {
    pkg: '@tanstack/react-query',
    names: ['UseQueryResult', 'UseSuspenseQueryResult', 'DefinedUseQueryResult'],
    fields: { data: 0 },
  },
  { pkg: 'aws-lambda', names: ['Handler'], is: { parameters: [0, 'unknown'], returns: 1 } },
  { pkg: 'firebase-functions', names: ['https.CallableRequest', 'CallableRequest'], fields: { data: 0 } },
  { pkg: 'socket.io', names: ['Socket'], fields: { data: 3 } },
  // what a Worker's handlers are given: https://developers.cloudflare.com/workers/runtime-apis
  {
    pkg: '',
    names: ['ExportedHandler'],
    fields: {
      fetch: callback('unknown', 0, 'unknown'),
      scheduled: callback('unknown', 0, 'unknown'),
      queue: callback('unknown', 0, 'unknown'),
      email: callback('unknown', 0, 'unknown'),
    },
  },
  { pkg: '', names: ['PagesFunction'], is: callback({ fields: { env: 0 } }) },
  {
    pkg: 'cloudflare:workers',
    names: ['DurableObject', 'WorkerEntrypoint', 'WorkflowEntrypoint'],
    fields: { env: 0 },
  },
  { pkg: '@nestjs/bull', names: ['Job'], fields: { data: 0 } },
  { pkg: '@reduxjs/toolkit', names: ['PayloadAction'], fields: { payload: 0 } },
  { pkg: 'node:events', names: ['EventEmitter'], fields: {} },
];

export const CALL_CARRIERS: readonly CallCarrier[] = [
  { pkg: 'react', at: ['useState', 'default.useState'], parameters: [0], returns: { tuple: [0, callback(0)] } },
  {
    pkg: 'react',
    at: ['useOptimistic', 'default.useOptimistic'],
    parameters: [0],
    returns: { tuple: [0, callback(0)] },
  },
  {
    pkg: 'react',
    at: ['useReducer', 'default.useReducer'],
    parameters: ['unknown', 0],
    returns: { tuple: [0, 'unknown'] },
  },
  { pkg: 'react', at: ['useRef', 'default.useRef'], parameters: [0], returns: { fields: { current: 0 } } },
  { pkg: 'react', at: ['useMemo', 'default.useMemo'], parameters: [{ parameters: [], returns: 0 }], returns: 0 },
  { pkg: 'react', at: ['useCallback', 'default.useCallback', 'cache', 'default.cache'], parameters: [0], returns: 0 },
  { pkg: 'react', at: ['useDeferredValue', 'default.useDeferredValue'], parameters: [0], returns: 0 },
  { pkg: 'react', at: ['use', 'default.use'], parameters: [{ promise: 0 }], returns: 0 },
  {
    pkg: 'react',
    at: ['createContext', 'default.createContext'],
    parameters: [0],
    returns: { pkg: 'react', name: 'Context', args: [0] },
  },
  {
    pkg: 'react',
    at: ['useContext', 'default.useContext', 'use', 'default.use'],
    parameters: [{ pkg: 'react', name: 'Context', args: [0] }],
    returns: 0,
  },
  { pkg: 'react', at: ['memo', 'default.memo'], parameters: [component(0)], returns: component(0) },
  {
    pkg: 'react',
    at: ['forwardRef', 'default.forwardRef'],
    parameters: [{ parameters: [1, 'unknown'], returns: 'unknown' }],
    returns: component(1),
  },
  { pkg: 'vue', at: ['ref', 'shallowRef'], parameters: [0], returns: { fields: { value: 0 } } },
  { pkg: 'vue', at: ['computed'], parameters: [{ parameters: [], returns: 0 }], returns: { fields: { value: 0 } } },
  { pkg: 'vue', at: ['reactive', 'readonly'], parameters: [0], returns: 0 },
  {
    pkg: 'solid-js',
    at: ['createSignal'],
    parameters: [0],
    returns: { tuple: [{ parameters: [], returns: 0 }, callback(0)] },
  },
  {
    pkg: 'bullmq',
    at: ['new Worker'],
    parameters: ['string', { parameters: [{ pkg: 'bullmq', name: 'Job', args: [0, 1] }], returns: 'unknown' }],
    returns: { pkg: 'bullmq', name: 'Worker', args: [0, 1] },
  },
  { pkg: 'bullmq', at: ['new Queue'], returns: { pkg: 'bullmq', name: 'Queue', args: [0] } },
  { pkg: 'bull', at: ['new default'], returns: { pkg: 'bull', name: 'Queue', args: [0] } },
  {
    pkg: 'bull',
    at: ['Queue#process'],
    parameters: [callback({ pkg: 'bull', name: 'Job', args: [0] })],
    returns: 'unknown',
  },
  {
    pkg: 'axios',
    at: [
      'default.get',
      'default.post',
      'default.put',
      'default.patch',
      'default.delete',
      'default.request',
      'default',
      'AxiosInstance#get',
      'AxiosInstance#post',
      'AxiosInstance#put',
      'AxiosInstance#patch',
      'AxiosInstance#delete',
      'AxiosInstance#request',
    ],
    returns: { promise: { pkg: 'axios', name: 'AxiosResponse', args: [0] } },
  },
  { pkg: 'axios', at: ['default.create'], returns: { pkg: 'axios', name: 'AxiosInstance', args: [] } },
  { pkg: 'swr', at: ['default', 'useSWR'], returns: { fields: { data: 0, error: 1 } } },
  {
    pkg: '@tanstack/react-query',
    at: ['useQuery', 'useSuspenseQuery'],
    parameters: [{ fields: { queryFn: { parameters: [], returns: { promise: 0 } } } }],
    returns: { fields: { data: 0 } },
  },
  {
    pkg: '@tanstack/react-query',
    at: ['useMutation'],
    parameters: [{ fields: { mutationFn: { parameters: [2], returns: { promise: 0 } } } }],
    returns: { fields: { data: 0, mutate: callback(2), mutateAsync: { parameters: [2], returns: { promise: 0 } } } },
  },
  {
    pkg: 'zustand',
    at: ['create'],
    parameters: [{ parameters: [callback(0), { parameters: [], returns: 0 }], returns: 0 }],
    returns: { parameters: [], returns: 0 },
  },
  { pkg: 'next', at: ['unstable_cache'], parameters: [0], returns: 0 },
  {
    pkg: 'lodash',
    at: [
      'default.debounce',
      'default.throttle',
      'debounce',
      'throttle',
      'default.memoize',
      'memoize',
      'default.cloneDeep',
      'cloneDeep',
      'default.clone',
      'clone',
      'default.once',
      'once',
    ],
    parameters: [0],
    returns: 0,
  },
  {
    pkg: 'lodash',
    at: ['default.groupBy', 'groupBy'],
    parameters: [{ array: 0 }],
    returns: { dictionary: { array: 0 } },
  },
  { pkg: 'lodash', at: ['default.keyBy', 'keyBy'], parameters: [{ array: 0 }], returns: { dictionary: 0 } },
  {
    pkg: 'lodash',
    at: [
      'default.uniqBy',
      'uniqBy',
      'default.sortBy',
      'sortBy',
      'default.orderBy',
      'orderBy',
      'default.filter',
      'filter',
      'default.compact',
      'compact',
      'default.uniq',
      'uniq',
    ],
    parameters: [{ array: 0 }],
    returns: { array: 0 },
  },
  {
    pkg: 'lodash',
    at: ['default.find', 'find', 'default.head', 'head', 'default.first', 'first', 'default.last', 'last'],
    parameters: [{ array: 0 }],
    returns: 0,
  },
  {
    pkg: 'p-map',
    at: ['default'],
    parameters: [{ array: 0 }, callback(0, 'number')],
    returns: { promise: { array: 1 } },
  },
  {
    pkg: 'p-retry',
    at: ['default'],
    parameters: [{ parameters: [], returns: { promise: 0 } }],
    returns: { promise: 0 },
  },
  { pkg: 'neverthrow', at: ['ok'], parameters: [0], returns: { fields: { value: 0 } } },
];
