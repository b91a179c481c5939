/** An agent as panels show it. */
export interface PanelAgent {
  readonly agentId: string;
  readonly agentName: string;
}
