import type { AgentProject } from '../../contracts/agent-project.ts';
import type { Agent } from '../../contracts/vault-api/agents.ts';
import type { Identity } from '../../contracts/vault-api/identity.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';

/** A request as one user sees it. */
export interface RequestRow {
  readonly type: 'request';
  readonly request: AccessRequest;
  readonly agentName: string;
  /** Whether this user made the request. */
  readonly isOwn: boolean;
  readonly mayDecide: boolean;
  /** For an open request: the latest declined one for the same secret and agent. */
  readonly earlier?: AccessRequest;
}

/**
 * Admins and reviewers see open requests. Authors see their own requests, open ones first. `declined` are known
 * declined requests, by default those among `requests`.
 */
export function requestRows(
  identity: Identity,
  requests: readonly AccessRequest[],
  agents: readonly Pick<Agent, 'agentId' | 'agentName'>[],
  declined: readonly AccessRequest[] = requests.filter(({ status }) => status === 'declined'),
): readonly RequestRow[] {
  const names = new Map(agents.map(({ agentId, agentName }) => [agentId, agentName]));
  const mayDecide = identity.rights.includes('access:write');
  const rows = requests.map((request): RequestRow => ({
    type: 'request',
    request,
    agentName: names.get(request.agentId) ?? request.agentId,
    isOwn: request.requestedBy === personOf(identity),
    mayDecide,
    ...withEarlier(request, declined),
  }));
  if (seesAll(identity)) return rows.filter(isOpen);
  const own = rows.filter(({ isOwn }) => isOwn);
  return [...own.filter(isOpen), ...own.filter(isDecided).slice(0, mostDecided)];
}

function withEarlier(
  request: AccessRequest,
  declined: readonly AccessRequest[],
): Pick<RequestRow, 'earlier'> {
  if (request.status !== 'pending') return {};
  const [earlier] = declined
    .filter(({ agentId, secretName }) => agentId === request.agentId && secretName === request.secretName)
    .filter((one) => decidedAt(one) <= request.createdAt)
    .toSorted((one, other) => Date.parse(decidedAt(other)) - Date.parse(decidedAt(one)));
  return earlier ? { earlier } : {};
}

function decidedAt(request: AccessRequest): string {
  return request.decidedAt ?? request.createdAt;
}

/** Whether the vault lists all of the account's requests to this user. */
export function seesAll({ rights }: Identity): boolean {
  return rights.includes('secrets:list');
}

export function isOpen({ request }: RequestRow): boolean {
  return request.status === 'pending';
}

/** Whether someone has decided the request; false if the user withdrew it. */
function isDecided({ request }: RequestRow): boolean {
  return request.status === 'approved' || request.status === 'declined';
}

/** The number of requests that this user can decide. */
export function waiting(rows: readonly RequestRow[]): number {
  return rows.filter((row) => row.mayDecide && isOpen(row)).length;
}

/** The context value on which menus depend: `request pending own mayDecide`. */
export function requestContext({ request, isOwn, mayDecide }: RequestRow): string {
  return ['request', request.status, ...(isOwn ? ['own'] : []), ...(mayDecide ? ['mayDecide'] : [])].join(
    ' ',
  );
}

/** A file in an agent project, and a zero-based line number. */
interface RequestedPlace {
  /** Relative to the project, with `/` as the separator. */
  readonly path: string;
  readonly line: number;
}

/** The location that a request specifies. It is untrusted, so nothing outside the project is opened. */
export function requestedPlace(place: string | undefined): RequestedPlace | undefined {
  const [, path, line] = /^([^\r\n]+):([1-9]\d{0,6})$/.exec(place ?? '') ?? [];
  if (path === undefined || line === undefined) return undefined;
  const isInside = !/^[/\\]|^[a-z]:|\\|(?:^|\/)\.\.(?:\/|$)/i.test(path);
  return isInside ? { path, line: Number(line) - 1 } : undefined;
}

/** The project folder of the agent, if it is in this workspace. */
export function projectOf(
  { request }: RequestRow,
  projects: readonly AgentProject[],
): AgentProject | undefined {
  return projects.find(({ agentId }) => agentId === request.agentId);
}

/** How many past decisions to list. */
const mostDecided = 10;

/**
 * The caller's ID as it appears in the vault's responses: the user's ID, or the key's if the key has no user.
 */
function personOf({ id, userId }: Identity): string {
  return userId ?? id;
}
