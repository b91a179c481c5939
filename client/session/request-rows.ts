import type { AgentProject } from '../../contracts/agent-project.ts';
import type { Agent } from '../../contracts/vault-api/agents.ts';
import type { Identity } from '../../contracts/vault-api/identity.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';

/** A request as one person sees it. */
export interface RequestRow {
  readonly type: 'request';
  readonly request: AccessRequest;
  readonly agentName: string;
  /** Asked by this person. */
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

/** Whether the vault lists the requests of the whole account to this person. */
export function seesAll({ rights }: Identity): boolean {
  return rights.includes('secrets:list');
}

export function isOpen({ request }: RequestRow): boolean {
  return request.status === 'pending';
}

/** A decision by someone else is news; a request that the person withdrew is not. */
function isDecided({ request }: RequestRow): boolean {
  return request.status === 'approved' || request.status === 'declined';
}

/** Requests that wait for this person. */
export function waiting(rows: readonly RequestRow[]): number {
  return rows.filter((row) => row.mayDecide && isOpen(row)).length;
}

/** Where menus look: `request pending own mayDecide`. */
export function requestContext({ request, isOwn, mayDecide }: RequestRow): string {
  return ['request', request.status, ...(isOwn ? ['own'] : []), ...(mayDecide ? ['mayDecide'] : [])].join(
    ' ',
  );
}

/** A file of an agent project and a line, from 0. */
export interface RequestedPlace {
  /** Below the project, with `/`. */
  readonly path: string;
  readonly line: number;
}

/**
 * The place that a request names. It is untrusted text: nothing outside of the project is opened for it.
 */
export function requestedPlace(place: string | undefined): RequestedPlace | undefined {
  const [, path, line] = /^([^\r\n]+):([1-9]\d{0,6})$/.exec(place ?? '') ?? [];
  if (path === undefined || line === undefined) return undefined;
  const isInside = !/^[/\\]|^[a-z]:|\\|(?:^|\/)\.\.(?:\/|$)/i.test(path);
  return isInside ? { path, line: Number(line) - 1 } : undefined;
}

/** Where the agent's code lies in this workspace, if it does. */
export function projectOf(
  { request }: RequestRow,
  projects: readonly AgentProject[],
): AgentProject | undefined {
  return projects.find(({ agentId }) => agentId === request.agentId);
}

/** Old decisions are not news. */
const mostDecided = 10;

/** The caller's name as the vault writes it: the person, or a key without a person. */
function personOf({ id, userId }: Identity): string {
  return userId ?? id;
}
