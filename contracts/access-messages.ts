import { isCounts, isMessage, isObjectOf, isRecord, isTexts } from './guards.ts';
import type { AgentEvidence } from './panel-evidence.ts';
import type { GrantEnd, PanelAgent } from './panel-agent.ts';

/** Grants and revokes that a person has ticked and not saved yet, as agent ids. */
export interface AccessDraft {
  readonly grant: readonly string[];
  readonly revoke: readonly string[];
}

/** Extension host → Access panel. */
export type ToAccessPanel =
  | {
      readonly type: 'open';
      readonly name: string;
      readonly agents: readonly PanelAgent[];
      readonly grantedAgentIds: readonly string[];
      /** When some of these grants end by themselves. */
      readonly ends?: readonly GrantEnd[];
      /** The list before someone else changed it, while a conflict is not settled. */
      readonly grantedBefore?: readonly string[];
      /** Ticked already: what was left unsaved, or what the person was sent here for. */
      readonly draft: AccessDraft;
      /** Absent until the code has been read. */
      readonly evidence?: readonly AgentEvidence[];
    }
  /** More of the code has been read, or it has changed. */
  | { readonly type: 'evidence'; readonly evidence: readonly AgentEvidence[] }
  | { readonly type: 'failed'; readonly message: string }
  /** Someone else saved first: the list as it is now; what the person ticked stays. */
  | {
      readonly type: 'conflict';
      readonly message: string;
      readonly grantedAgentIds: readonly string[];
      readonly ends?: readonly GrantEnd[];
    };

/** Access panel → extension host. */
export type FromAccessPanel =
  | { readonly type: 'ready' }
  /** What is ticked and not saved, after every change of it. */
  | ({ readonly type: 'draft' } & AccessDraft)
  | ({ readonly type: 'save' } & AccessDraft)
  /** Ids of places that the host has shown. */
  | { readonly type: 'open-places'; readonly ids: readonly number[] }
  | { readonly type: 'cancel' };

/** Also for a draft that the editor kept over a restart. */
export const isAccessDraft = isObjectOf<AccessDraft>({ grant: isTexts, revoke: isTexts });

/** Messages of a panel are checked on arrival. */
export const isFromAccessPanel = isMessage<FromAccessPanel>({
  ready: isRecord,
  cancel: isRecord,
  draft: isAccessDraft,
  save: isAccessDraft,
  'open-places': isObjectOf({ ids: isCounts }),
});
