/** An agent as displayed in panels. */
export interface PanelAgent {
  readonly agentId: string;
  readonly agentName: string;
}

/** When the grant of an agent expires; ISO 8601. */
export interface GrantEnd {
  readonly agentId: string;
  readonly until: string;
}
