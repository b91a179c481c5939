import type { AccessDraft, ToAccessPanel } from '../../contracts/access-messages.ts';
import { evidenceOf } from '../common/evidence-guards.ts';
import { isRecord } from '../../contracts/unknown-values.ts';
import { agentOf, endsIn, listOf, textOf, type UnknownRecord } from '../common/guards.ts';

/** The message, rebuilt from its known parts, or `undefined` if it is not one of ours. */
export function acceptToAccessPanel(data: unknown): ToAccessPanel | undefined {
  if (!isRecord(data)) return undefined;
  switch (data['type']) {
    case 'open':
      return acceptOpen(data);
    case 'evidence':
      return acceptEvidence(data);
    case 'failed':
      return acceptFailed(data);
    case 'conflict':
      return acceptConflict(data);
    default:
      return undefined;
  }
}

function acceptOpen(data: UnknownRecord): ToAccessPanel | undefined {
  const name = textOf(data['name']);
  const agents = listOf(data['agents'], agentOf);
  const grantedAgentIds = listOf(data['grantedAgentIds'], textOf);
  const grantedBefore = listOf(data['grantedBefore'], textOf);
  const draft = draftIn(data['draft']);
  const evidence = listOf(data['evidence'], evidenceOf);
  const ends = endsIn(data);
  if (name === undefined || !agents || !grantedAgentIds || !draft || !ends) return undefined;
  if (data['evidence'] !== undefined && !evidence) return undefined;
  const more = { ...ends, ...(grantedBefore ? { grantedBefore } : {}), ...(evidence ? { evidence } : {}) };
  return { type: 'open', name, agents, grantedAgentIds, draft, ...more };
}

function draftIn(data: unknown): AccessDraft | undefined {
  if (!isRecord(data)) return undefined;
  const grant = listOf(data['grant'], textOf);
  const revoke = listOf(data['revoke'], textOf);
  return grant && revoke ? { grant, revoke } : undefined;
}

function acceptEvidence(data: UnknownRecord): ToAccessPanel | undefined {
  const evidence = listOf(data['evidence'], evidenceOf);
  return evidence && { type: 'evidence', evidence };
}

function acceptFailed(data: UnknownRecord): ToAccessPanel | undefined {
  const message = textOf(data['message']);
  return message === undefined ? undefined : { type: 'failed', message };
}

function acceptConflict(data: UnknownRecord): ToAccessPanel | undefined {
  const message = textOf(data['message']);
  const grantedAgentIds = listOf(data['grantedAgentIds'], textOf);
  const ends = endsIn(data);
  if (message === undefined || !grantedAgentIds || !ends) return undefined;
  return { type: 'conflict', message, grantedAgentIds, ...ends };
}
