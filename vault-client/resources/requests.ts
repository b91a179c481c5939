import type {
  AccessRequest,
  AccessRequestPage,
  NewAccessRequest,
  RequestStatus,
} from '../../contracts/vault-api/requests.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, fetchPages } from '../http/fetch-json.ts';
import { isFlag, isListOf, isObjectOf, isOneOf, isText, optional } from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { ofAccount, ofAgent } from './shared.ts';

/** Identifies an access request in the vault's URLs. */
export interface RequestAddress {
  readonly agentId: string;
  readonly requestId: string;
}

/** Calls for users' requests to give their agents access. */
export function requestsOf(transport: Transport) {
  const list = (path: readonly string[], status?: string, signal?: AbortSignal) =>
    fetchPages(transport, isAccessRequestPage, (page) => page.requests, {
      action: sentence('list the access requests'),
      path,
      query: status === undefined ? {} : { status },
      signal,
    });
  const decide = ({ agentId, requestId }: RequestAddress, verb: keyof typeof decisions, body?: object) =>
    fetchJson(transport, isAccessRequest, {
      action: decisions[verb],
      method: 'POST',
      path: ofAgent(agentId, 'access-requests', requestId),
      verb,
      ...(body ? { body } : {}),
    });

  return {
    /** Newest first. */
    accessRequests: (accountId: string, status?: RequestStatus, signal?: AbortSignal) =>
      list(ofAccount(accountId, 'access-requests'), status, signal),
    agentAccessRequests: (agentId: string, status?: RequestStatus, signal?: AbortSignal) =>
      list(ofAgent(agentId, 'access-requests'), status, signal),
    /** If the same user already has a pending request, updates its reason and place and returns it. */
    requestAccess: (agentId: string, request: NewAccessRequest) =>
      fetchJson(transport, isAccessRequest, {
        action: sentence('request access to "{secretName}"', { secretName: request.secretName }),
        method: 'POST',
        path: ofAgent(agentId, 'access-requests'),
        body: request,
      }),
    /** `until` is when the grant expires, in ISO 8601. */
    approveRequest: (request: RequestAddress, note?: string, until?: string) =>
      decide(request, 'approve', {
        ...(note !== undefined && { note }),
        ...(until !== undefined && { until }),
      }),
    declineRequest: (request: RequestAddress, note?: string) =>
      decide(request, 'decline', note === undefined ? {} : { note }),
    cancelRequest: (request: RequestAddress) => decide(request, 'cancel'),
  };
}

const decisions = {
  approve: sentence('approve the request'),
  decline: sentence('decline the request'),
  cancel: sentence('cancel the request'),
} as const;

export const isAccessRequest = isObjectOf<AccessRequest>({
  id: isText,
  agentId: isText,
  secretName: isText,
  newSecret: optional(isFlag),
  status: isOneOf('pending', 'approved', 'declined', 'cancelled'),
  reason: isText,
  place: optional(isText),
  requestedBy: isText,
  requestedByName: isText,
  createdAt: isText,
  decidedBy: optional(isText),
  decidedByName: optional(isText),
  decidedAt: optional(isText),
  note: optional(isText),
  until: optional(isText),
  firstApproval: optional(
    isObjectOf<NonNullable<AccessRequest['firstApproval']>>({ by: isText, byName: isText, at: isText }),
  ),
});

export const isAccessRequestPage = isObjectOf<AccessRequestPage>({
  requests: isListOf(isAccessRequest),
  nextCursor: optional(isText),
});
