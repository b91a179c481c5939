/** An agent as displayed in panels. */
export interface PanelAgent {
  readonly agentId: string;
  readonly agentName: string;
}

/** When an agent's grant expires; ISO 8601. */
export interface GrantEnd {
  readonly agentId: string;
  readonly until: string;
}
