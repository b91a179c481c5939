import { isRecord, isStrings } from './message-guards.ts';
import { limits } from './secret.ts';
import type { CreateDraft, FromCreatePanel } from './webview-messages.ts';

/** Messages of a panel, checked on arrival: a panel is a stranger. */

export function isFromCreatePanel(message: unknown): message is FromCreatePanel {
  if (!isRecord(message)) return false;
  switch (message['type']) {
    case 'ready':
    case 'cancel':
      return true;
    case 'create':
      return isCreate(message);
    case 'draft':
      return isDraftMessage(message);
    default:
      return false;
  }
}

/** Also for what the editor kept over a reload of the window. */
export function isCreateDraft(draft: unknown): draft is CreateDraft {
  if (!isRecord(draft)) return false;
  const { name, description, fields, agentIds, edited } = draft;
  if (typeof name !== 'string' || typeof description !== 'string') return false;
  return isStrings(fields) && isStrings(agentIds) && typeof edited === 'boolean';
}

function isDraftMessage({ draft, typed }: Record<string, unknown>): boolean {
  return isCreateDraft(draft) && typeof typed === 'boolean';
}

function isCreate({ name, description, kind, value, agentIds, literal }: Record<string, unknown>): boolean {
  if (literal !== undefined && (literal !== true || !isEmpty(value))) return false;
  if (typeof name !== 'string' || typeof description !== 'string' || !isStrings(agentIds)) return false;
  if (kind === 'single') return typeof value === 'string';
  return kind === 'key_value' && isFields(value);
}

function isEmpty(value: unknown): boolean {
  return value === '' || (isRecord(value) && Object.keys(value).length === 0);
}

function isFields(value: unknown): boolean {
  if (!isRecord(value) || Array.isArray(value)) return false;
  const fields = Object.values(value);
  return fields.length <= limits.fields && isStrings(fields);
}
