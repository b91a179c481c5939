import { isFlag, isMessage, isObjectOf, isOneOf, isRecord, isText, isTextRecord, isTexts } from './guards.ts';
import type { PanelAgent } from './panel-agent.ts';
import { limits, type SecretKind } from './secret.ts';

/** Extension host → Create panel. */
export type ToCreatePanel =
  | {
      readonly type: 'open';
      readonly agents: readonly PanelAgent[];
      readonly selectedAgentIds: readonly string[];
      /** Names already in use, so that duplicates are detected while the user types. */
      readonly takenNames: readonly string[];
      /** Names of deleted secrets that can be restored; they cannot be used for a new secret. */
      readonly deletedNames?: readonly string[];
      readonly name: string;
      readonly kind: SecretKind;
      readonly fields: readonly string[];
      readonly description?: string;
      /** Identifies the form across reloads of the window. */
      readonly form?: string;
      /** Whether the form is restored with the user's earlier input. */
      readonly edited?: boolean;
      /**
       * Location of the string that becomes the value, or of the strings that become `fields`. Only the host
       * has these strings; the form never does.
       */
      readonly literal?: string;
    }
  /** The form keeps its contents; `field` identifies the invalid input, if any. */
  | { readonly type: 'failed'; readonly message: string; readonly field?: 'name' | 'value' };

/** What the user entered in the Create panel, without values. */
export interface CreateDraft {
  readonly name: string;
  readonly description: string;
  /** Field names of the rows; empty for a single value. */
  readonly fields: readonly string[];
  readonly agentIds: readonly string[];
  /** Whether closing the form would lose input. */
  readonly edited: boolean;
}

/** Create panel → extension host. `create` is this panel's only message that carries a value. */
export type FromCreatePanel =
  | { readonly type: 'ready' }
  | {
      readonly type: 'create';
      readonly name: string;
      readonly description: string;
      readonly kind: SecretKind;
      readonly value: string | Readonly<Record<string, string>>;
      readonly agentIds: readonly string[];
      /** The host takes the values from the literal, so `value` is empty. */
      readonly literal?: true;
    }
  /** Sent after each change. `typed` is true if the form contains a value. */
  | { readonly type: 'draft'; readonly draft: CreateDraft; readonly typed: boolean }
  /** Restores the deleted secret with this name instead of creating one. */
  | { readonly type: 'restore'; readonly name: string }
  /** Shows the page of the secret that already has this name. */
  | { readonly type: 'show'; readonly name: string }
  | { readonly type: 'cancel' };

/** Also validates drafts that the editor restores after a window reload. */
export const isCreateDraft = isObjectOf<CreateDraft>({
  name: isText,
  description: isText,
  fields: isTexts,
  agentIds: isTexts,
  edited: isFlag,
});

type Create = Extract<FromCreatePanel, { type: 'create' }>;

const isCreateParts = isObjectOf<Omit<Create, 'type'>>({
  name: isText,
  description: isText,
  kind: isOneOf('single', 'key_value'),
  value: (value): value is Create['value'] => isText(value) || isFields(value),
  agentIds: isTexts,
  literal: (value): value is true | undefined => value === undefined || value === true,
});

/** Validates incoming panel messages. */
export const isFromCreatePanel = isMessage<FromCreatePanel>({
  ready: isRecord,
  cancel: isRecord,
  restore: isObjectOf({ name: isText }),
  show: isObjectOf({ name: isText }),
  draft: isObjectOf({ draft: isCreateDraft, typed: isFlag }),
  create: (message): message is Create =>
    isCreateParts(message) &&
    isText(message.value) === (message.kind === 'single') &&
    (message.literal === undefined || isEmpty(message.value)),
});

function isEmpty(value: unknown): boolean {
  return value === '' || (isRecord(value) && Object.keys(value).length === 0);
}

function isFields(value: unknown): value is Record<string, string> {
  return isTextRecord(value) && Object.keys(value).length <= limits.fields;
}
