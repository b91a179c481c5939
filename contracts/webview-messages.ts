import type { SecretKind } from './secret.ts';

/**
 * What panels and the extension host say to each other. Both sides treat the other as a stranger:
 * a message that a guard does not accept is dropped. Nothing sent to a panel contains a value.
 */
export interface PanelAgent {
  readonly agentId: string;
  readonly agentName: string;
}

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
    }
  /** The form stays as it is; `field` says which input to blame, if one. */
  | { readonly type: 'failed'; readonly message: string; readonly field?: 'name' | 'value' };

/** Create panel → extension host. `create` is the one message that ever carries a value. */
export type FromCreatePanel =
  | { readonly type: 'ready' }
  | {
      readonly type: 'create';
      readonly name: string;
      readonly description: string;
      readonly kind: SecretKind;
      readonly value: string | Readonly<Record<string, string>>;
      readonly agentIds: readonly string[];
    }
  | { readonly type: 'cancel' };

/** Extension host → Access panel. */
export type ToAccessPanel =
  | {
      readonly type: 'open';
      readonly name: string;
      readonly agents: readonly PanelAgent[];
      readonly grantedAgentIds: readonly string[];
      /** Checked when the panel opens, although not granted yet. */
      readonly preselectedAgentIds: readonly string[];
      /** Places of this workspace that read the secret, by agent; absent: not in the workspace. */
      readonly uses: Readonly<Record<string, number>>;
    }
  | { readonly type: 'failed'; readonly message: string }
  /** Somebody else saved first: the list as it is now; what the person ticked stays. */
  | {
      readonly type: 'conflict';
      readonly message: string;
      readonly grantedAgentIds: readonly string[];
    };

/** Access panel → extension host. */
export type FromAccessPanel =
  | { readonly type: 'ready' }
  | {
      readonly type: 'save';
      readonly grant: readonly string[];
      readonly revoke: readonly string[];
    }
  | { readonly type: 'cancel' };
