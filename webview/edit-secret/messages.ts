import {
  isDeprecation,
  isEditDraft,
  type EditedSecret,
  type ToEditPanel,
} from '../../contracts/edit-secret-messages.ts';
import { isRecord } from '../../contracts/unknown-values.ts';
import { listOf, textOf, type UnknownRecord } from '../common/guards.ts';

/** The message, rebuilt from its known parts, or `undefined` if it is not one of ours. */
export function acceptToEditPanel(data: unknown): ToEditPanel | undefined {
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

function acceptOpen(data: UnknownRecord): ToEditPanel | undefined {
  const name = textOf(data['name']);
  const secret = secretOf(data['secret']);
  const otherNames = listOf(data['otherNames'], textOf);
  const { draft } = data;
  if (name === undefined || !secret || !otherNames) return undefined;
  return { type: 'open', name, secret, otherNames, ...(isEditDraft(draft) ? { draft } : {}) };
}

function acceptFailed(data: UnknownRecord): ToEditPanel | undefined {
  const message = textOf(data['message']);
  const field = data['field'];
  if (message === undefined) return undefined;
  return field === 'value' || field === 'replacement'
    ? { type: 'failed', message, field }
    : { type: 'failed', message };
}

function acceptConflict(data: UnknownRecord): ToEditPanel | undefined {
  const message = textOf(data['message']);
  const secret = secretOf(data['secret']);
  return message === undefined || !secret ? undefined : { type: 'conflict', message, secret };
}

function secretOf(data: unknown): EditedSecret | undefined {
  if (!isRecord(data)) return undefined;
  const { kind, version, deprecated } = data;
  const fields = listOf(data['fields'], textOf);
  const description = textOf(data['description']);
  if ((kind !== 'single' && kind !== 'key_value') || !fields || description === undefined) return undefined;
  if (typeof version !== 'number' || !isDeprecation(deprecated)) return undefined;
  const replacement = deprecated?.replacement;
  const known = deprecated && (replacement === undefined ? {} : { replacement });
  return { kind, fields, description, version, deprecated: known };
}
