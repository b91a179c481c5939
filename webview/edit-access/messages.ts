import type { ToAccessPanel } from '../../contracts/webview-messages.ts';
import { agentOf, countsOf, isRecord, listOf, textOf, type UnknownRecord } from '../common/guards.ts';

/** The message, rebuilt from its known parts, or `undefined` if it is not one of ours. */
export function acceptToAccessPanel(data: unknown): ToAccessPanel | undefined {
  if (!isRecord(data)) return undefined;
  switch (data['type']) {
    case 'open':
      return acceptOpen(data);
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
  const preselectedAgentIds = listOf(data['preselectedAgentIds'], textOf);
  const uses = countsOf(data['uses']);
  if (name === undefined || !agents || !grantedAgentIds || !preselectedAgentIds || !uses) return undefined;
  return { type: 'open', name, agents, grantedAgentIds, preselectedAgentIds, uses };
}

function acceptFailed(data: UnknownRecord): ToAccessPanel | undefined {
  const message = textOf(data['message']);
  return message === undefined ? undefined : { type: 'failed', message };
}

function acceptConflict(data: UnknownRecord): ToAccessPanel | undefined {
  const message = textOf(data['message']);
  const grantedAgentIds = listOf(data['grantedAgentIds'], textOf);
  if (message === undefined || !grantedAgentIds) return undefined;
  return { type: 'conflict', message, grantedAgentIds };
}
