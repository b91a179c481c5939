/** What a panel knows of the code: words and numbers only, so that a panel can open nothing it was not shown. */

/** A place of the workspace; the extension host knows where `id` leads. */
export interface PanelPlace {
  readonly id: number;
  /** `hotel-booking/functions/take_deposit.py:9` */
  readonly label: string;
}

/** What the code of one agent in this workspace says; an agent without evidence is not known here. */
export interface AgentEvidence {
  readonly agentId: string;
  /** Places that read the secret by its name. */
  readonly places: readonly PanelPlace[];
  /** Places that choose a name at run time, which may be this one. */
  readonly maybe: readonly PanelPlace[];
}
