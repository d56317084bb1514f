import type { OutletChannel } from '../../../../rules/schema/types.ts';
import type { Place } from '../../base/place.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import type { CallSite } from '../../link/index.ts';
import type { ModelCall } from '../sinks/model-calls.ts';
import type { Trail } from '../trace/state.ts';

/** What a model made. */
export type Content = 'text' | 'object' | 'stream' | 'image' | 'audio' | 'video';

/** A value of an outlet that people get: its node and the keys below it. */
export interface Delivered {
  readonly node: NodeId;
  readonly keys: readonly string[];
}

/** A place of the program where content leaves for people. */
export interface OutletSite {
  readonly file: FileFacts;
  /** The Call, New, Store or Jsx node; for an answer, the node of the returned value. */
  readonly node: NodeId;
  readonly how: 'call' | 'assign' | 'answer' | 'element';
  readonly channel: OutletChannel;
  /** The catalogue's framework it is of, '' for what is of none. */
  readonly framework: string;
  /** As users know it: `res.json`, `<p>`, `return`. */
  readonly name: string;
  readonly place: Place;
  readonly delivers: readonly Delivered[];
  /** The context it stands in. */
  readonly context: number;
  /** Only hooks of chats read it. */
  readonly conversation: boolean;
}

/** Why a marker that was found does not count. */
export interface MarkerMiss {
  /**
   * `after-outlet`: it comes when the content has left; `other-branch`: it is not reached whenever the content leaves;
   * `other-outlet`: it marks something else that is sent; `not-rendered`: nothing shows it; `denied`: its value says no.
   */
  readonly reason: 'after-outlet' | 'other-branch' | 'other-outlet' | 'not-rendered' | 'denied';
  readonly place: Place;
  /** The marker as written. */
  readonly written: string;
}

/** Generated content on one way from a model to an outlet. */
export interface DisclosureFlow {
  readonly call: ModelCall;
  readonly content: Content;
  readonly outlet: OutletSite;
  /** Calls between the function where the content is at hand and the outlet, outermost first. */
  readonly sites: readonly CallSite[];
  readonly trail: Trail | null;
  /** Where people are told, or null. */
  readonly marker: Place | null;
  /** Markers that do not count; empty where one does. */
  readonly misses: readonly MarkerMiss[];
  /** It was kept in a database, or sent to a client, and read again. */
  readonly stored: boolean;
  /** It goes on from here to places of the project that show it: whether people are told is asked there. */
  readonly goesOn: boolean;
  /** Names the component in which one notice would cover it and others; '' if there is none. */
  readonly tree: string;
  /** Part of the way was guessed. */
  readonly guessed: boolean;
}
