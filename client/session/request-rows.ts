import type { AgentProject } from '../../contracts/agent-project.ts';
import type { Agent } from '../../contracts/vault-api/agents.ts';
import type { Identity } from '../../contracts/vault-api/identity.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';

/** A request from the point of view of one user. */
export interface RequestRow {
  readonly type: 'request';
  readonly request: AccessRequest;
  readonly agentName: string;
  /** Whether this user made the request. */
  readonly isOwn: boolean;
  readonly mayDecide: boolean;
}

/** Admins and reviewers see open requests; authors see their own, open ones first. */
export function requestRows(
  identity: Identity,
  requests: readonly AccessRequest[],
  agents: readonly Pick<Agent, 'agentId' | 'agentName'>[],
): readonly RequestRow[] {
  const names = new Map(agents.map(({ agentId, agentName }) => [agentId, agentName]));
  const mayDecide = identity.rights.includes('access:write');
  const rows = requests.map((request): RequestRow => ({
    type: 'request',
    request,
    agentName: names.get(request.agentId) ?? request.agentId,
    isOwn: request.requestedBy === personOf(identity),
    mayDecide,
  }));
  if (seesAll(identity)) return rows.filter(isOpen);
  const own = rows.filter(({ isOwn }) => isOwn);
  return [...own.filter(isOpen), ...own.filter(isDecided).slice(0, mostDecided)];
}

/** Whether the vault lists the requests of the whole account to this user. */
export function seesAll({ rights }: Identity): boolean {
  return rights.includes('secrets:list');
}

export function isOpen({ request }: RequestRow): boolean {
  return request.status === 'pending';
}

/** Whether to announce it: a decision by someone else is news, a request that the user withdrew is not. */
function isDecided({ request }: RequestRow): boolean {
  return request.status === 'approved' || request.status === 'declined';
}

/** Requests that this user can decide on. */
export function waiting(rows: readonly RequestRow[]): number {
  return rows.filter((row) => row.mayDecide && isOpen(row)).length;
}

/** The context value for menus: `request pending own mayDecide`. */
export function requestContext({ request, isOwn, mayDecide }: RequestRow): string {
  return ['request', request.status, ...(isOwn ? ['own'] : []), ...(mayDecide ? ['mayDecide'] : [])].join(
    ' ',
  );
}

/** A file of an agent project and a zero-based line. */
interface RequestedPlace {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly line: number;
}

/** The place that a request names. It is untrusted text: nothing outside the project is opened. */
export function requestedPlace(place: string | undefined): RequestedPlace | undefined {
  const [, path, line] = /^([^\r\n]+):([1-9]\d{0,6})$/.exec(place ?? '') ?? [];
  if (path === undefined || line === undefined) return undefined;
  const isInside = !/^[/\\]|^[a-z]:|\\|(?:^|\/)\.\.(?:\/|$)/i.test(path);
  return isInside ? { path, line: Number(line) - 1 } : undefined;
}

/** The folder of the agent's code in this workspace, if it is there. */
export function projectOf(
  { request }: RequestRow,
  projects: readonly AgentProject[],
): AgentProject | undefined {
  return projects.find(({ agentId }) => agentId === request.agentId);
}

/** Old decisions are not announced. */
const mostDecided = 10;

/** The caller's name as the vault writes it: the user, or a key without a user. */
function personOf({ id, userId }: Identity): string {
  return userId ?? id;
}
