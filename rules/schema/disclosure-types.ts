/** What the linter knows of how content reaches people, and of what tells them that a model made it. */

/** By which way content reaches people. `response`: over HTTP, to whoever asks. `record`: a row that is published. */
export type OutletChannel =
  'response' | 'page' | 'file' | 'record' | 'mail' | 'sms' | 'chat' | 'push' | 'social' | 'voice';

/** A place where content leaves for people. */
export interface Outlet {
  /** API path of the callee, or of the property that is assigned. */
  readonly at: string;
  /** Default `call`. */
  readonly how?: 'call' | 'assign';
  readonly channel: OutletChannel;
  /**
   * Access paths (as of `Sdk.calls.sends`) of what people get: `0`, `0.html`, `this` (a stream that answers by itself),
   * `result` (a model call that answers by itself: a voice agent on the phone).
   * For `assign`: keys below the assigned value, `''` the value itself.
   */
  readonly content: readonly string[];
  /** Only where a constant text at `at` (an access path) matches: a file in a public folder, a row with the status `published`. */
  readonly when?: { readonly at: string; readonly matches: string };
  /** Access path of the name of a page template whose text is shown with it: `0` of `res.render('guide', …)`. */
  readonly view?: string;
  /** A part of an answer that only hooks of chats read, whose address stands where the answer is made. */
  readonly conversation?: boolean;
}

/** A service that is spoken to by raw HTTP and hands what it is sent to people. */
export interface Endpoint {
  /** Regular expression of the address, whose unknown parts are one character each (`bot[^/]*` matches a token). */
  readonly address?: string;
  /** Regular expression of the name under which an address is kept that is not in the code: `SLACK_WEBHOOK_URL`. */
  readonly named?: string;
  readonly channel: OutletChannel;
}

/** A value that is filled by calls which stand elsewhere: a stream by its controller or writer. */
export interface Feed {
  /** API path of the value: `ReadableStream.new()`, `createParser()`. */
  readonly at: string;
  /**
   * The methods whose arguments go in: by what a function that was handed over is given (`start.@0.enqueue`), or from the
   * value itself (`writable.getWriter().write`).
   */
  readonly by: readonly string[];
  /** The methods give the value back, as those of builders: all their arguments go in. */
  readonly fluent?: boolean;
  /** What gets it: parameters of functions handed over (`@0`, `onEvent.@0`). Default: the value itself. */
  readonly to?: readonly string[];
}

/** A call that pours one value into another: `stream.pipe(res)`, `pipeline(stream, res)`. */
export interface Pipe {
  /** A method of any value by its name (`.pipe`), or the API path of a function. */
  readonly at: string;
  /** Access path of what is poured. */
  readonly from: string;
  /** Arguments that it may be poured into. */
  readonly into: readonly string[];
}

/** Functions a framework finds by the file they stand in: `app/api/x/route.ts` exports GET. Patterns are of paths from the root, POSIX. */
export interface FileRoute {
  /** Regular expression of the file's path. */
  readonly files: string;
  /** Names of exports (`default` included); `actions.*` are functions of an exported object. */
  readonly exports: readonly string[];
  /** What the parameters hold. */
  readonly parameters?: readonly ('request' | 'response' | 'context' | 'next' | 'event' | 'other')[];
  /** What the function returns is sent as the answer. */
  readonly answers?: boolean;
  /** Regular expression of the file's path with one group: the path of the address that the function answers. */
  readonly url?: string;
  /** What stands before that path: `/functions/v1/`. */
  readonly under?: string;
  /**
   * What is answered is handed to a page: the default export of the same file (`default`), or a file of the same folder
   * (`+page.svelte`).
   */
  readonly page?: string;
  /** How the page comes by it. */
  readonly reads?: PageData;
}

/** A call whose function arguments are handlers. */
export interface Handler {
  readonly at: string;
  /** What their parameters hold. */
  readonly parameters: readonly ('request' | 'response' | 'context' | 'next' | 'event' | 'other')[];
  /** What the handler returns is sent as the answer. */
  readonly answers?: boolean;
  /** What it sends is the first thing people get, if the text at an access path of the registration matches. */
  readonly opens?: { readonly at: string; readonly matches: string };
  /** The name it is asked by: `export`, or an argument of the registration. */
  readonly named?: string;
}

/** A call of a client that asks a handler by its name. */
export interface AskedBy {
  readonly package: string;
  readonly at: string;
  /** The argument that is the name. */
  readonly name: string;
  /** What the call gives has to be called to ask. */
  readonly gives?: 'function';
}

/** What the head of a page is made of: exports of its file, and functions that are called in it. */
export interface PageHead {
  readonly exports?: readonly string[];
  readonly calls?: readonly string[];
}

/** How a page is handed what a function answers. */
export interface PageData {
  /** Properties of its component that hold it; without `properties` and `calls` its component's properties are it. */
  readonly properties?: readonly string[];
  /** Functions that give it in the page: `useLoaderData`. */
  readonly calls?: readonly string[];
  /** The key of what was answered under which it stands: `props`. */
  readonly within?: string;
}

/** Functions a framework runs round all handlers of the project whose folder holds them, found by their file. */
export interface FileMiddleware {
  /** Regular expression of the file's path; what stands before the match is the folder of the project. */
  readonly files: string;
  /** Names of exports (`default` included). */
  readonly exports: readonly string[];
  /** Functions handed to a method `hook` inside are run too: plugins that listen to the life of a request. */
  readonly hooks?: boolean;
}

/** What a surface of a chat looks like: a hook or a component by API path. */
export interface ChatSurface {
  readonly package: string;
  readonly at: string;
  /** `hook`: a call whose result holds the conversation; `component`: a JSX element that is the conversation. */
  readonly is: 'hook' | 'component';
  /** For a hook: fields of its result that hold what the assistant says. */
  readonly messages?: readonly string[];
  /** Properties whose text is shown to the person. */
  readonly shows?: readonly string[];
  /** `content`: what a model makes is shown, but nobody is talked to. Default `chat`. */
  readonly of?: 'chat' | 'content';
  /**
   * The endpoint a hook asks: access paths of its address (a number inside is an argument of the call that stands there),
   * and the address where none is given.
   */
  readonly asks?: { readonly at: readonly string[]; readonly default?: string };
}

/** A step that writes or signs the origin of a file: C2PA, IPTC, watermark. By API path. */
export interface ProvenanceSymbol {
  readonly package: string;
  readonly at: string;
  /** Access path whose constant text must match for the step to say «made by a model». */
  readonly when?: { readonly at: string; readonly matches: string };
}

/**
 * How a text in one language says that a model made something, or that one talks to one. Words are lower case and match
 * in any case; a word with a capital (`IA`, `SI`) only as written, for languages in which the small letters are another
 * word. A trailing `*` stands for any ending.
 */
export interface NoticeLanguage {
  /** Names of the thing: ai, artificial intelligence, neural network, language model, chatgpt. */
  readonly ai: readonly string[];
  /**
   * What is said of it or done by it, near its name in either order: generated, written by, chatting, can make
   * mistakes. Finished forms, no commands.
   */
  readonly made: readonly string[];
  /** What it is or gives, next to its name: assistant, summary, response. */
  readonly nouns: readonly string[];
  /** Comes right before its name when it speaks of itself or is pointed at: i am, this is, as an. */
  readonly being: readonly string[];
  /** Turns the statement round, before it, inside it or right behind it: not, without, no. */
  readonly not: readonly string[];
  /** Makes the sentence about something else, wherever it stands: detector, policy, credits. */
  readonly other: readonly string[];
  /** Verbs that open a command or an offer: generate, ask, try. */
  readonly offers: readonly string[];
  /** Words that are no part of a name before it, as `Acme` of `Acme AI` is: your, the, about. */
  readonly common?: readonly string[];
  /** Verbs that end one, where the language puts them last: erstellen, oluştur, 하기. */
  readonly closes?: readonly string[];
  /**
   * Scripts (Unicode names: `Hangul`) of a language in which entries are found as parts of the text. Texts without
   * letters of these scripts are of another language; of several such languages the first is taken.
   */
  readonly unspaced?: readonly string[];
}

/** How disclosure is recognised. Identifier words are lower case, in natural order. */
export interface MarkerLexicon {
  /** Names of fields that say it by themselves unless their value is false: `ai generated`, `generated by ai`. */
  readonly fields: readonly string[];
  /** Names of fields that say it by their text: `disclosure`, `disclaimer`, `generated by`. */
  readonly textFields: readonly string[];
  /** Header names, lower case; a trailing `*` stands for any ending. */
  readonly headers: readonly string[];
  /** Names of `<meta>` elements and of attributes of elements, lower case; a trailing `*` stands for any ending. */
  readonly meta: readonly string[];
  /** Names of components of packages (bodies of the project's own are looked into): `ai badge`, `ai disclaimer`. */
  readonly components: readonly string[];
  /** Names of models and vendors, in all languages. */
  readonly products: readonly string[];
  /** Fields of a model's answer that are about it and no content: usage, id, model. */
  readonly metadata?: readonly string[];
  /** Functions that give the message of a key: `t`, `$t`, `formatMessage`. As written. */
  readonly translators: readonly string[];
  /** Properties that hold the key of a message: `i18nKey`, `id`. As written. */
  readonly messageKeys: readonly string[];
  readonly notices: Readonly<Record<string, NoticeLanguage>>;
}
