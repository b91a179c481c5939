import Type, { type Static } from 'typebox';

export const Agent = Type.Object({
  accountId: Type.String(),
  agentId: Type.String(),
  agentName: Type.String(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
});
export type Agent = Static<typeof Agent>;

/** `POST /v1/accounts/{accountId}/agents` */
export const NewAgent = Type.Object(
  {
    agentId: Type.String({ minLength: 1, maxLength: 128, pattern: '^[A-Za-z0-9._-]+$' }),
    agentName: Type.String({ minLength: 1, maxLength: 128 }),
  },
  { additionalProperties: false },
);
export type NewAgent = Static<typeof NewAgent>;

/** `PATCH /v1/accounts/{accountId}/agents/{agentId}`; absent properties are unchanged. */
export const AgentChange = Type.Object(
  { agentName: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })) },
  { additionalProperties: false },
);
export type AgentChange = Static<typeof AgentChange>;

/** `GET /v1/accounts/{accountId}/agents?limit&cursor&prefix` */
export const AgentPage = Type.Object({
  agents: Type.Array(Agent),
  /** Absent on the last page. */
  nextCursor: Type.Optional(Type.String()),
});
export type AgentPage = Static<typeof AgentPage>;
