import { isMessage, isObjectOf, isOneOf, isRecord, isText, isTexts } from './guards.ts';
import type { PanelAgent } from './panel-agent.ts';

/** A secret as listed in the panel: never its value. Times are ISO 8601. */
export interface ListedSecret {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly string[];
  readonly agentIds: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** To the hour; absent if no agent has read it. */
  readonly lastReadAt?: string;
  /** Present if the secret should no longer be used. */
  readonly deprecated?: object;
  readonly owner?: string;
  readonly labels?: readonly string[];
  /** Calendar dates. */
  readonly expiresOn?: string;
  readonly rotateBy?: string;
  readonly rotateEveryDays?: number;
  /** Present while the secret is deleted and can be restored, until `purgeAfter`. */
  readonly deletedAt?: string;
  readonly purgeAfter?: string;
}

/** Which secrets code in this workspace reads, by name. */
export interface CodeNames {
  readonly used: readonly string[];
  /** Code that chooses a name at run time may read them. */
  readonly maybe: readonly string[];
  /** False while code is still being analyzed. */
  readonly complete: boolean;
}

const shownKinds = ['all', 'ungranted', 'unused', 'unread', 'stale', 'due', 'deprecated', 'deleted'] as const;

/** What the panel shows, and in which order. An empty string does not limit it. */
export interface SecretsView {
  readonly filter: string;
  readonly show: (typeof shownKinds)[number];
  readonly owner: string;
  readonly label: string;
  readonly order: 'name' | 'newest' | 'changed' | 'read' | 'agents';
  readonly layout: 'cards' | 'list';
  /** The names of the selected secrets. */
  readonly selected: readonly string[];
}

/** Also validates what the editor restores after a window reload. */
export const isSecretsView = isObjectOf<SecretsView>({
  filter: isText,
  show: isOneOf(...shownKinds),
  owner: isText,
  label: isText,
  order: isOneOf('name', 'newest', 'changed', 'read', 'agents'),
  layout: isOneOf('cards', 'list'),
  selected: isTexts,
});

/** Extension host → Secrets panel. */
export type ToSecretsPanel =
  | {
      readonly type: 'secrets';
      readonly agents: readonly PanelAgent[];
      readonly secrets: readonly ListedSecret[];
      /** What the user's role allows. */
      readonly mayWrite: boolean;
      readonly mayChangeAccess: boolean;
      /** What the panel showed before its tab was hidden or the window was reloaded. */
      readonly view?: SecretsView | undefined;
    }
  | { readonly type: 'code'; readonly code: CodeNames }
  | { readonly type: 'failed'; readonly message: string };

/** What can be done with one secret; each opens the form that exists for it. */
const secretActions = ['show', 'edit', 'rotate', 'access', 'history', 'copy', 'restore'] as const;
export type SecretAction = (typeof secretActions)[number];

/** What can be done with several secrets; the host asks for one confirmation for all of them. */
const bulkActions = ['grant', 'revoke', 'upkeep', 'deprecate', 'delete', 'restore'] as const;
export type BulkAction = (typeof bulkActions)[number];

/** Secrets panel → extension host. */
export type FromSecretsPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'draft'; readonly view: SecretsView }
  | { readonly type: 'act'; readonly action: SecretAction; readonly name: string }
  | { readonly type: 'act-on-all'; readonly action: BulkAction; readonly names: readonly string[] }
  /** Reads are not announced. */
  | { readonly type: 'read-again' };

/** Validates incoming panel messages. */
export const isFromSecretsPanel = isMessage<FromSecretsPanel>({
  ready: isRecord,
  draft: isObjectOf({ view: isSecretsView }),
  act: isObjectOf({ action: isOneOf(...secretActions), name: isText }),
  'act-on-all': isObjectOf({ action: isOneOf(...bulkActions), names: isTexts }),
  'read-again': isRecord,
});
