import { isCounts, isMessage, isObjectOf, isOneOf, isRecord, isText } from './guards.ts';
import type { HistoryVersion } from './history-messages.ts';
import type { AgentEvidence } from './panel-evidence.ts';
import type { PanelAgent } from './panel-agent.ts';
import type { Upkeep } from './upkeep.ts';

/** An agent that can read the secret. */
export interface SecretReader extends PanelAgent {
  /** When its grant expires; ISO 8601. */
  readonly until?: string;
}

/** The content of the page about a secret; never its value. Times are ISO 8601. */
export interface SecretFacts {
  readonly kind: 'single' | 'key_value';
  readonly description: string;
  readonly fields: readonly string[];
  readonly readers: readonly SecretReader[];
  readonly createdAt: string;
  /** A name if known, otherwise an ID; absent if the vault does not provide it. */
  readonly createdBy?: string;
  readonly updatedAt: string;
  readonly updatedBy?: string;
  /** Present if the secret should no longer be used. */
  readonly deprecated?: { readonly replacement?: string };
  /** Owner, labels and dates; properties that are not recorded are absent. */
  readonly upkeep: Upkeep;
  readonly deletedAt?: string;
  readonly purgeAfter?: string;
  /** Newest first; empty for a deleted secret. */
  readonly versions: readonly HistoryVersion[];
}

/** A pending access request for the secret. */
export interface SecretRequest {
  readonly id: string;
  readonly agentName: string;
  readonly requestedBy: string;
  readonly reason: string;
  readonly createdAt: string;
  readonly mayDecide: boolean;
  /** Who gave the first of two approvals. */
  readonly approvedBy?: string;
}

/**
 * The newest read; without an agent, the audit log no longer has it, and only the hour is known. `null` if no read
 * is known.
 */
export type LastRead = { readonly at: string; readonly agent?: string } | null;

const secretPageActions = [
  'copy-name',
  'copy-snippet',
  'edit',
  'rotate',
  'duplicate',
  'deprecate',
  'upkeep',
  'access',
  'copy-access',
  'history',
  'delete',
  'restore',
] as const;
/** Each runs the command that the sidebar or the palette offers. */
export type SecretPageAction = (typeof secretPageActions)[number];

/** Extension host → Secret panel. */
export type ToSecretPage =
  | {
      readonly type: 'show';
      readonly name: string;
      readonly facts: SecretFacts;
      readonly requests: readonly SecretRequest[];
      /** What the user's role allows for the secret in its current state. */
      readonly actions: readonly SecretPageAction[];
      /** All agents of the account. */
      readonly agents: readonly PanelAgent[];
    }
  /** Absent if the user's role does not allow it, or the log did not respond. */
  | { readonly type: 'last-read'; readonly lastRead?: LastRead }
  /** `complete` is false while code is still being analyzed. */
  | { readonly type: 'evidence'; readonly evidence: readonly AgentEvidence[]; readonly complete: boolean }
  | { readonly type: 'failed'; readonly message: string };

/** Secret panel → extension host. */
export type FromSecretPage =
  | { readonly type: 'ready' }
  | { readonly type: 'refresh' }
  | { readonly type: 'act'; readonly action: SecretPageAction }
  | { readonly type: 'decide'; readonly id: string; readonly decision: 'approve' | 'decline' }
  | { readonly type: 'open-places'; readonly ids: readonly number[] };

/** Validates incoming panel messages. */
export const isFromSecretPage = isMessage<FromSecretPage>({
  ready: isRecord,
  refresh: isRecord,
  act: isObjectOf({ action: isOneOf(...secretPageActions) }),
  decide: isObjectOf({ id: isText, decision: isOneOf('approve', 'decline') }),
  'open-places': isObjectOf({ ids: isCounts }),
});
