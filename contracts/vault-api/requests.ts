import Type, { type Static } from 'typebox';
import { limits } from '../secret.ts';

export const RequestStatus = Type.Union([
  Type.Literal('pending'),
  Type.Literal('approved'),
  Type.Literal('declined'),
  Type.Literal('cancelled'),
]);
export type RequestStatus = Static<typeof RequestStatus>;

/** A request to grant an agent access to a secret. Authors create requests; admins decide them. */
export const AccessRequest = Type.Object({
  id: Type.String(),
  agentId: Type.String(),
  secretName: Type.String(),
  /** True while no secret has this name: an admin answers by creating it. */
  newSecret: Type.Optional(Type.Boolean()),
  status: RequestStatus,
  reason: Type.String(),
  /** Where in the code the secret is read, such as `functions/pay.py:12`. */
  place: Type.Optional(Type.String()),
  requestedBy: Type.String(),
  requestedByName: Type.String(),
  createdAt: Type.String(),
  decidedBy: Type.Optional(Type.String()),
  decidedByName: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Type.String()),
  /** The comment of the admin who decided the request. */
  note: Type.Optional(Type.String()),
  /**
   * When the approved access expires; absent if it does not. If only one of two approvals has been given,
   * this is the latest expiry that the second approval can set. ISO 8601, UTC.
   */
  until: Type.Optional(Type.String()),
  /** Present if a request needs two approvals and has one: another admin must approve it too. */
  firstApproval: Type.Optional(Type.Object({ by: Type.String(), byName: Type.String(), at: Type.String() })),
});
export type AccessRequest = Static<typeof AccessRequest>;

/**
 * `POST /v1/agents/{agentId}/access-requests`: returns 201, or 200 with the caller's existing request if one
 * is already pending.
 */
export const NewAccessRequest = Type.Object(
  {
    secretName: Type.String({ minLength: 1, maxLength: limits.nameLength }),
    newSecret: Type.Optional(
      Type.Boolean({
        description:
          'Whether the secret may not exist yet. An admin then creates it, which also approves the request. Without this, an unknown name is rejected.',
      }),
    ),
    reason: Type.Optional(Type.String({ maxLength: limits.reasonLength })),
    /** A path inside the project, followed by a line number. */
    place: Type.Optional(Type.String({ maxLength: 500, pattern: '^[^\\r\\n]+:[1-9]\\d{0,6}$' })),
  },
  { additionalProperties: false },
);
export type NewAccessRequest = Static<typeof NewAccessRequest>;

/** `POST /v1/agents/{agentId}/access-requests/{requestId}:decline` */
export const RequestDecision = Type.Object(
  { note: Type.Optional(Type.String({ maxLength: 500 })) },
  { additionalProperties: false },
);
export type RequestDecision = Static<typeof RequestDecision>;

/** `POST /v1/agents/{agentId}/access-requests/{requestId}:approve` */
export const RequestApproval = Type.Object(
  {
    ...RequestDecision.properties,
    /** When the grant expires. If both approvals set an expiry, the earlier one applies. */
    until: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false },
);
export type RequestApproval = Static<typeof RequestApproval>;

/**
 * `GET /v1/agents/{agentId}/access-requests`, `GET /v1/accounts/{accountId}/access-requests`; newest first.
 */
export const AccessRequestPage = Type.Object({
  requests: Type.Array(AccessRequest),
  nextCursor: Type.Optional(Type.String()),
});
export type AccessRequestPage = Static<typeof AccessRequestPage>;
