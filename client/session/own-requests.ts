import type { OpenRequest } from '../../contracts/lsp-messages.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';
import { isOpen, type RequestRow } from './request-rows.ts';

/** The open requests for an agent, for the warnings in its code. */
export function openRequestsOf(rows: readonly RequestRow[], agentId: string): readonly OpenRequest[] {
  return rows
    .filter((row) => isOpen(row) && row.request.agentId === agentId)
    .map(({ request: { secretName: name, createdAt: at, requestedByName: by }, isOwn }) =>
      isOwn ? { name, at } : { name, at, by },
    );
}

/** The user's own latest open or declined request for this agent and secret. */
export function ownRequestFor(
  rows: readonly RequestRow[],
  agentId: string,
  name: string,
): AccessRequest | undefined {
  const own = rows.filter(
    ({ isOwn, request }) => isOwn && request.agentId === agentId && request.secretName === name,
  );
  const [latest] = own
    .map(({ request }) => request)
    .toSorted((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
  return latest?.status === 'pending' || latest?.status === 'declined' ? latest : undefined;
}

/** The IDs of the user's own open requests, from which decisions are noticed later. */
export function ownOpenIds(rows: readonly RequestRow[]): readonly string[] {
  return rows.filter((row) => row.isOwn && isOpen(row)).map(({ request }) => request.id);
}

/** The user's own requests that were open when they were last seen, and have been decided since. */
export function newDecisions(
  rows: readonly RequestRow[],
  openBefore: readonly string[],
): readonly RequestRow[] {
  return rows.filter(
    ({ isOwn, request: { id, status } }) =>
      isOwn && openBefore.includes(id) && (status === 'approved' || status === 'declined'),
  );
}

/** The agents whose open requests differ between two states of the list. */
export function agentsWithOtherRequests(
  before: readonly RequestRow[],
  now: readonly RequestRow[],
): readonly string[] {
  const agentIds = new Set([...before, ...now].map(({ request }) => request.agentId));
  return [...agentIds].filter((agentId) => openAsText(before, agentId) !== openAsText(now, agentId));
}

function openAsText(rows: readonly RequestRow[], agentId: string): string {
  return JSON.stringify(openRequestsOf(rows, agentId));
}
