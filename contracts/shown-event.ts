/** An audit log entry as panels show it. */
export interface ShownEvent {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly decision: 'allowed' | 'denied' | 'failed';
  /** The reason for a refusal or a failure: the code of the vault's problem. */
  readonly code?: string;
  /** The reason that a user gave for a request, or the note with its decision. */
  readonly reason?: string;
  readonly secret?: string;
  readonly version?: number;
  /** The agent's name if known, otherwise its ID. */
  readonly agent?: string;
  /** The user or token that the action affected: the name if known, otherwise the ID. */
  readonly target?: string;
  /** How many uses were refused since the previous entry of the same group. */
  readonly count?: number;
  readonly granted: readonly string[];
  readonly revoked: readonly string[];
}
