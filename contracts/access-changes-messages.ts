import type { BranchChanges } from './changes.ts';
import { isInteger, isMessage, isObjectOf, isRecord, isOneOf } from './guards.ts';

/** What the signed-in user may do about a secret. */
export interface ChangeRights {
  readonly mayGrant: boolean;
  readonly mayRequest: boolean;
  readonly mayCreate: boolean;
}

/** What an agent was granted, compared with what its code reads. */
export interface AgentUsage {
  readonly agentId: string;
  readonly agentName: string;
  /** Names of secrets that are granted and read. */
  readonly used: readonly string[];
  /** Granted, but not read. Empty if the agent has reads with dynamic names or its code is still analyzed. */
  readonly unused: readonly string[];
  /** Read, but not granted. */
  readonly missing: readonly string[];
  /** Why `unused` can't be known. */
  readonly uncertain: boolean;
}

/** Extension host → Review Access Changes panel. */
export type ToChangesPanel =
  | {
      readonly type: 'show';
      readonly changes: BranchChanges;
      readonly agentNames: Readonly<Record<string, string>>;
      readonly rights: ChangeRights;
    }
  | { readonly type: 'usage'; readonly agents: readonly AgentUsage[] }
  /** There is nothing to compare; the message is a sentence. */
  | { readonly type: 'absent'; readonly message: string };

export const changeLists = ['needs', 'findings', 'dynamic', 'suppressions'] as const;
export type ChangeList = (typeof changeLists)[number];

/** Review Access Changes panel → extension host. Rows are named by their position in `changes`. */
export type FromChangesPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'refresh' }
  | { readonly type: 'choose-base' }
  | { readonly type: 'open-place'; readonly list: ChangeList; readonly index: number }
  /** What the user wants to do about a needed secret, or, for `revoke`, about one that is gone. */
  | {
      readonly type: 'act';
      readonly verb: 'grant' | 'request' | 'create' | 'revoke';
      readonly index: number;
    };

/** Validates incoming panel messages. */
export const isFromChangesPanel = isMessage<FromChangesPanel>({
  ready: isRecord,
  refresh: isRecord,
  'choose-base': isRecord,
  'open-place': isObjectOf({ list: isOneOf(...changeLists), index: isInteger }),
  act: isObjectOf({ verb: isOneOf('grant', 'request', 'create', 'revoke'), index: isInteger }),
});
