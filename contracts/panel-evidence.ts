/**
 * What a panel knows about the code: display strings and numbers only, so a panel can open only the locations
 * that it was sent.
 */

/** A location in the workspace, which the extension host looks up by `id`. */
export interface PanelPlace {
  readonly id: number;
  /** `hotel-booking/functions/take_deposit.py:9` */
  readonly label: string;
}

/** Where one agent's code in this workspace reads a secret. Agents without evidence are not in this workspace. */
export interface AgentEvidence {
  readonly agentId: string;
  /** Locations that read the secret by name. */
  readonly places: readonly PanelPlace[];
  /** Locations that choose a name at run time, which may be this secret's name. */
  readonly maybe: readonly PanelPlace[];
}
