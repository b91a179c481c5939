import type { AgentUses } from '../../contracts/access-cell.ts';
import type { MatrixChange, MatrixSecret, ToMatrixPanel } from '../../contracts/matrix-messages.ts';
import { isRecord } from '../../contracts/unknown-values.ts';
import { agentOf, countsOf, endsIn, listOf, textOf, type UnknownRecord } from '../common/guards.ts';

/** The message, rebuilt from its known parts, or `undefined` if it is not one of ours. */
export function acceptToMatrixPanel(data: unknown): ToMatrixPanel | undefined {
  if (!isRecord(data)) return undefined;
  const { type } = data;
  switch (type) {
    case 'open':
      return acceptOpen(data);
    case 'secrets':
    case 'saved': {
      const secrets = listOf(data['secrets'], secretOf);
      return secrets && { type, secrets };
    }
    case 'uses': {
      const uses = listOf(data['uses'], usesOf);
      return uses && { type, uses };
    }
    case 'failed': {
      const message = textOf(data['message']);
      return message === undefined ? undefined : { type, message };
    }
    case 'conflict': {
      const message = textOf(data['message']);
      const secrets = listOf(data['secrets'], secretOf);
      return message === undefined || !secrets ? undefined : { type, message, secrets };
    }
    default:
      return undefined;
  }
}

function acceptOpen(data: UnknownRecord): ToMatrixPanel | undefined {
  const agents = listOf(data['agents'], agentOf);
  const secrets = listOf(data['secrets'], secretOf);
  const uses = listOf(data['uses'], usesOf);
  const draft = listOf(data['draft'], changeOf);
  if (!agents || !secrets || !uses || !draft) return undefined;
  const readOnly = data['readOnly'] === true;
  return { type: 'open', agents, secrets, uses, draft, ...(readOnly ? { readOnly } : {}) };
}

function secretOf(data: unknown): MatrixSecret | undefined {
  if (!isRecord(data)) return undefined;
  const name = textOf(data['name']);
  const agentIds = listOf(data['agentIds'], textOf);
  const ends = endsIn(data);
  return name === undefined || !agentIds || !ends ? undefined : { name, agentIds, ...ends };
}

function usesOf(data: unknown): AgentUses | undefined {
  if (!isRecord(data)) return undefined;
  const agentId = textOf(data['agentId']);
  const counts = countsOf(data['counts']);
  const patterns = listOf(data['patterns'], textOf);
  return agentId === undefined || !counts || !patterns ? undefined : { agentId, counts, patterns };
}

function changeOf(data: unknown): MatrixChange | undefined {
  if (!isRecord(data)) return undefined;
  const name = textOf(data['name']);
  const grant = listOf(data['grant'], textOf);
  const revoke = listOf(data['revoke'], textOf);
  return name === undefined || !grant || !revoke ? undefined : { name, grant, revoke };
}
