import { isRecord, isTextRecord, isTexts } from './unknown-values.ts';
import type { PanelAgent } from './panel-agent.ts';
import { limits, type SecretKind } from './secret.ts';

/** Extension host → Create panel. */
export type ToCreatePanel =
  | {
      readonly type: 'open';
      readonly agents: readonly PanelAgent[];
      readonly selectedAgentIds: readonly string[];
      /** Names in use, so that a duplicate is seen while typing. */
      readonly takenNames: readonly string[];
      readonly name: string;
      readonly kind: SecretKind;
      readonly fields: readonly string[];
      readonly description?: string;
      /** The form comes back with what was typed before. */
      readonly edited?: boolean;
      /** Where the text stands that becomes the value, or the texts that become `fields`: the host has them, the form never does. */
      readonly literal?: string;
    }
  /** The form stays as it is; `field` says which input to blame, if one. */
  | { readonly type: 'failed'; readonly message: string; readonly field?: 'name' | 'value' };

/** What was typed in the Create panel, without values. */
export interface CreateDraft {
  readonly name: string;
  readonly description: string;
  /** Names of the rows; none for a single value. */
  readonly fields: readonly string[];
  readonly agentIds: readonly string[];
  /** Whether something of this would be lost with the form. */
  readonly edited: boolean;
}

/** Create panel → extension host. `create` is the one message of this panel that carries a value. */
export type FromCreatePanel =
  | { readonly type: 'ready' }
  | {
      readonly type: 'create';
      readonly name: string;
      readonly description: string;
      readonly kind: SecretKind;
      readonly value: string | Readonly<Record<string, string>>;
      readonly agentIds: readonly string[];
      /** The values are texts that the host has; `value` is empty then. */
      readonly literal?: true;
    }
  /** After each change. `typed`: a value stands in the form. */
  | { readonly type: 'draft'; readonly draft: CreateDraft; readonly typed: boolean }
  | { readonly type: 'cancel' };

/** A message of the panel, checked on arrival: a panel is a stranger. */
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
  return isTexts(fields) && isTexts(agentIds) && typeof edited === 'boolean';
}

function isDraftMessage({ draft, typed }: Record<string, unknown>): boolean {
  return isCreateDraft(draft) && typeof typed === 'boolean';
}

function isCreate({ name, description, kind, value, agentIds, literal }: Record<string, unknown>): boolean {
  if (literal !== undefined && (literal !== true || !isEmpty(value))) return false;
  if (typeof name !== 'string' || typeof description !== 'string' || !isTexts(agentIds)) return false;
  if (kind === 'single') return typeof value === 'string';
  return kind === 'key_value' && isFields(value);
}

function isEmpty(value: unknown): boolean {
  return value === '' || (isRecord(value) && Object.keys(value).length === 0);
}

function isFields(value: unknown): boolean {
  return isTextRecord(value) && Object.keys(value).length <= limits.fields;
}
