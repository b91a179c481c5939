import { isCounts, isMessage, isObjectOf, isRecord, isTexts } from './guards.ts';
import type { AgentEvidence } from './panel-evidence.ts';
import type { GrantEnd, PanelAgent } from './panel-agent.ts';

/** Grants and revocations that are selected but not yet saved, as agent IDs. */
export interface AccessDraft {
  readonly grant: readonly string[];
  readonly revoke: readonly string[];
}

interface Deprecation {
  /** The name of the secret to use instead. */
  readonly replacement?: string;
}

/** Extension host → Access panel. */
export type ToAccessPanel =
  | {
      readonly type: 'open';
      readonly name: string;
      readonly agents: readonly PanelAgent[];
      readonly grantedAgentIds: readonly string[];
      /** Expiry of the grants that expire. */
      readonly ends?: readonly GrantEnd[];
      /** Present if the secret should no longer be used. */
      readonly deprecated?: Deprecation;
      /** The access list before someone else changed it; present while a conflict is unresolved. */
      readonly grantedBefore?: readonly string[];
      /**
       * The initial selection: either an unsaved draft, or the change for which the user opened the panel.
       */
      readonly draft: AccessDraft;
      /** Absent until the code has been analyzed. */
      readonly evidence?: readonly AgentEvidence[];
    }
  /** Someone else changed the list or deprecated the secret. The host sends it only while nothing is selected. */
  | {
      readonly type: 'list';
      /** Absent if they are the same. */
      readonly agents?: readonly PanelAgent[];
      readonly grantedAgentIds: readonly string[];
      readonly ends?: readonly GrantEnd[];
      readonly deprecated?: Deprecation;
    }
  /** More code has been analyzed, or the code has changed. */
  | { readonly type: 'evidence'; readonly evidence: readonly AgentEvidence[] }
  /** The secret was deleted elsewhere; an empty text means that it was restored. */
  | { readonly type: 'deleted'; readonly text: string }
  /** The current list, while a change to the one on display is unsaved. */
  | { readonly type: 'elsewhere'; readonly grantedAgentIds: readonly string[] }
  | { readonly type: 'failed'; readonly message: string }
  /** Someone else saved first. Contains the current list; the user's selection is preserved. */
  | {
      readonly type: 'conflict';
      readonly message: string;
      readonly grantedAgentIds: readonly string[];
      readonly ends?: readonly GrantEnd[];
    };

/** Access panel → extension host. */
export type FromAccessPanel =
  | { readonly type: 'ready' }
  /** Sent after every change: the unsaved selection. */
  | ({ readonly type: 'draft' } & AccessDraft)
  | ({ readonly type: 'save' } & AccessDraft)
  /** IDs of locations that the host sent to the panel. */
  | { readonly type: 'open-places'; readonly ids: readonly number[] }
  | { readonly type: 'cancel' };

/** Also validates drafts that the editor restores after a restart. */
export const isAccessDraft = isObjectOf<AccessDraft>({ grant: isTexts, revoke: isTexts });

/** Validates incoming panel messages. */
export const isFromAccessPanel = isMessage<FromAccessPanel>({
  ready: isRecord,
  cancel: isRecord,
  draft: isAccessDraft,
  save: isAccessDraft,
  'open-places': isObjectOf({ ids: isCounts }),
});
