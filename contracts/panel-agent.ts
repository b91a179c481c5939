/** An agent as panels show it. */
export interface PanelAgent {
  readonly agentId: string;
  readonly agentName: string;
}

/** When the grant of an agent ends by itself; ISO 8601. */
export interface GrantEnd {
  readonly agentId: string;
  readonly until: string;
}
