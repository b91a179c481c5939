import type { HistoryVersion } from '../../contracts/history-messages.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type {
  SecretFacts,
  SecretPageAction,
  SecretReader,
  SecretRequest,
} from '../../contracts/secret-page-messages.ts';
import type { Right } from '../../contracts/vault-api/identity.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import type { Upkeep } from '../../contracts/upkeep.ts';
import { withoutUndefined } from '../../contracts/without-undefined.ts';
import { isOpen, type RequestRow } from '../session/request-rows.ts';

/**
 * The part of a secret's metadata that the page shows. Who changed it last is known only if that stored a
 * value.
 */
export function factsOf(
  secret: SecretMetadata,
  agents: readonly PanelAgent[],
  versions: readonly HistoryVersion[],
): SecretFacts {
  const { kind, description, fields, createdAt, updatedAt, deprecated, deletedAt, purgeAfter } = secret;
  const createdBy = versions.find(({ version }) => version === 1)?.createdBy;
  const updatedBy = versions.find((version) => version.createdAt === updatedAt)?.createdBy;
  return {
    kind,
    description,
    fields,
    readers: readersOf(secret, agents),
    createdAt,
    ...(createdBy !== undefined && { createdBy }),
    updatedAt,
    ...(updatedBy !== undefined && { updatedBy }),
    ...(deprecated && { deprecated }),
    upkeep: upkeepOf(secret),
    ...(deletedAt !== undefined && { deletedAt }),
    ...(purgeAfter !== undefined && { purgeAfter }),
    versions,
  };
}

function upkeepOf({ owner, labels, expiresOn, rotateEveryDays, rotateBy }: SecretMetadata): Upkeep {
  return withoutUndefined({ owner, labels, expiresOn, rotateEveryDays, rotateBy });
}

/** In the order of `agents`, followed by the IDs of unknown agents. */
function readersOf(
  { agentIds, ends = [] }: SecretMetadata,
  agents: readonly PanelAgent[],
): readonly SecretReader[] {
  const known = new Set(agents.map(({ agentId }) => agentId));
  const granted = new Set(agentIds);
  const until = new Map(ends.map((end) => [end.agentId, end.until]));
  const readers = [
    ...agents.filter(({ agentId }) => granted.has(agentId)),
    ...agentIds.filter((agentId) => !known.has(agentId)).map((agentId) => ({ agentId, agentName: agentId })),
  ];
  return readers.map((reader) => withEnd(reader, until.get(reader.agentId)));
}

function withEnd(reader: PanelAgent, until: string | undefined): SecretReader {
  return until === undefined ? reader : { ...reader, until };
}

/** The pending requests for the secret, oldest first, because they are decided in that order. */
export function requestsFor(name: string, rows: readonly RequestRow[]): readonly SecretRequest[] {
  return rows
    .filter((row) => isOpen(row) && row.request.secretName === name)
    .toSorted((one, other) => Date.parse(one.request.createdAt) - Date.parse(other.request.createdAt))
    .map(requestShown);
}

function requestShown({ request, agentName, mayDecide }: RequestRow): SecretRequest {
  const { id, requestedByName, reason, createdAt, firstApproval } = request;
  return {
    id,
    agentName,
    requestedBy: requestedByName,
    reason,
    createdAt,
    mayDecide,
    ...(firstApproval && { approvedBy: firstApproval.byName }),
  };
}

/** Users who can change nothing get no actions other than the history. */
export function actionsOn(
  { deletedAt }: Pick<SecretMetadata, 'deletedAt'>,
  may: (right: Right) => boolean,
): readonly SecretPageAction[] {
  const mayWrite = may('secrets:write');
  if (deletedAt !== undefined) return mayWrite ? ['restore'] : [];
  return [
    ...(mayWrite ? (['copy-snippet', 'copy-name', 'edit', 'upkeep', 'rotate', 'duplicate'] as const) : []),
    ...(may('access:write') ? (['access', 'copy-access'] as const) : []),
    ...(mayWrite ? (['deprecate', 'delete'] as const) : []),
    'history',
  ];
}
