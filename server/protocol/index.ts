/** What client and server say to each other beyond the Language Server Protocol. */

/** Server → client, a notification with {@link StatusParams}: sent when a check begins and when it has ended. */
export const STATUS_NOTIFICATION = 'probity/status';

export interface StatusParams {
  readonly state: 'checking' | 'ready' | 'failed';
  /** Findings in all open folders, suppressed ones left out. */
  readonly findings: number;
  /** One sentence for the tooltip. */
  readonly message: string;
}
