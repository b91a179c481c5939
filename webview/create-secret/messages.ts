import type { SecretKind } from '../../contracts/secret.ts';
import type { ToCreatePanel } from '../../contracts/create-secret-messages.ts';
import { isRecord } from '../../contracts/unknown-values.ts';
import { agentOf, listOf, textOf, type UnknownRecord } from '../common/guards.ts';

/** The message, rebuilt from its known parts, or `undefined` if it is not one of ours. */
export function acceptToCreatePanel(data: unknown): ToCreatePanel | undefined {
  if (!isRecord(data)) return undefined;
  if (data['type'] === 'open') return acceptOpen(data);
  return data['type'] === 'failed' ? acceptFailed(data) : undefined;
}

function acceptOpen(data: UnknownRecord): ToCreatePanel | undefined {
  const agents = listOf(data['agents'], agentOf);
  const selectedAgentIds = listOf(data['selectedAgentIds'], textOf);
  const takenNames = listOf(data['takenNames'], textOf);
  const name = textOf(data['name']);
  const kind = kindOf(data['kind']);
  const fields = listOf(data['fields'], textOf);
  if (!agents || !selectedAgentIds || !takenNames || !fields) return undefined;
  if (name === undefined || kind === undefined) return undefined;
  const literal = textOf(data['literal']);
  const description = textOf(data['description']);
  return {
    type: 'open',
    agents,
    selectedAgentIds,
    takenNames,
    name,
    kind,
    fields,
    ...(description === undefined ? {} : { description }),
    ...(data['edited'] === true ? { edited: true } : {}),
    ...(literal === undefined ? {} : { literal }),
  };
}

function acceptFailed(data: UnknownRecord): ToCreatePanel | undefined {
  const message = textOf(data['message']);
  const field = data['field'];
  if (message === undefined) return undefined;
  return field === 'name' || field === 'value'
    ? { type: 'failed', message, field }
    : { type: 'failed', message };
}

function kindOf(data: unknown): SecretKind | undefined {
  return data === 'single' || data === 'key_value' ? data : undefined;
}
