/**
 * What a panel knows about the code: words and numbers only, so that a panel can only open what it was shown.
 */

/** A place in the workspace; the extension host maps `id` to it. */
export interface PanelPlace {
  readonly id: number;
  /** `hotel-booking/functions/take_deposit.py:9` */
  readonly label: string;
}

/** What the code of one agent in this workspace shows; agents without evidence are not known here. */
export interface AgentEvidence {
  readonly agentId: string;
  /** Places that read the secret by name. */
  readonly places: readonly PanelPlace[];
  /** Places that choose a name at run time, which may be this one. */
  readonly maybe: readonly PanelPlace[];
}
