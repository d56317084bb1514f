/** What client and server say to each other beyond the Language Server Protocol. */

/** Server → client, a notification with {@link StatusParams}: sent when a check begins and when it has ended. */
export const STATUS_NOTIFICATION = 'probity/status';

export interface StatusParams {
  readonly state: 'checking' | 'ready' | 'failed' | 'off';
  /** Findings in all open folders, suppressed ones left out. */
  readonly findings: number;
  /** Files that were given, calls of AI models among them, and what could not be followed. */
  readonly files: number;
  readonly aiCalls: number;
  readonly unknowns: number;
  /** How long the last check took. */
  readonly milliseconds: number;
  /** One sentence for the tooltip. */
  readonly message: string;
}

/** Client → server, a request with {@link FlowParams}, answered by {@link FlowAnswer}. */
export const FLOW_REQUEST = 'probity/flow';

/** A place in a document: 0-based, as the Language Server Protocol counts. */
export interface FlowParams {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

/** What is known of the data that goes through a place; empty where nothing is. */
export interface FlowAnswer {
  readonly flows: readonly FlowNode[];
}

/** A line of the data-flow view. */
export interface FlowNode {
  readonly kind: 'finding' | 'call' | 'data' | 'source' | 'step' | 'sink' | 'law' | 'check';
  readonly label: string;
  /** Shown beside the label, dimmed. */
  readonly detail: string;
  /** Severity of a finding. */
  readonly severity?: 'error' | 'warning' | 'info';
  readonly location: FlowLocation | null;
  readonly children: readonly FlowNode[];
}

export interface FlowLocation {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** Client → server, a request without parameters: reads the workspace again. */
export const RELOAD_REQUEST = 'probity/reload';

/** Client → server, a request without parameters: the text of a new configuration. */
export const NEW_CONFIG_REQUEST = 'probity/newConfig';

/** Client → server, a request without parameters: the rules, as {@link RulePage}s. */
export const RULES_REQUEST = 'probity/rules';

export interface RulePage {
  readonly id: string;
  readonly title: string;
  /** URI of its page. */
  readonly page: string;
}

/** Client → server, a request with {@link PlaceParams}, answered by {@link PlaceAnswer}. */
export const PLACE_REQUEST = 'probity/place';

/** A fix that creates a file, and where the user wants it. */
export interface PlaceParams {
  readonly textDocument: { readonly uri: string };
  readonly fingerprint: string;
  /** Which of the fixes of the finding. */
  readonly fix: number;
  /** POSIX, relative to the folder: what is proposed, or what was chosen. */
  readonly path: string;
}

/** The edit that makes the fix, as the client writes workspace edits; what it creates, and where that is named. */
export interface PlaceAnswer {
  readonly edit: object;
  /** URIs of files that are to be saved, for others to read them. */
  readonly saves: readonly string[];
}

/** Commands of the client that the server may put into its answers; the client names those it has when it starts. */
export const SHOW_FLOW_COMMAND = 'probity.showFlow';
export const WRITE_REASON_COMMAND = 'probity.writeReason';
/** Asks where a new file is to be, given {@link PlaceParams} and the URI of the folder, and applies the fix. */
export const CHOOSE_PLACE_COMMAND = 'probity.choosePlace';
