import type { BranchChanges } from './changes.ts';
import { isInteger, isMessage, isObjectOf, isRecord, isOneOf } from './guards.ts';

/** The actions that the signed-in user can take for a secret. */
export interface ChangeRights {
  readonly mayGrant: boolean;
  readonly mayRequest: boolean;
  readonly mayCreate: boolean;
}

/** An agent's granted access, compared with what its code reads. */
export interface AgentUsage {
  readonly agentId: string;
  readonly agentName: string;
  /** Names of secrets that are granted and read. */
  readonly used: readonly string[];
  /** Granted, but not read. */
  readonly unused: readonly string[];
  /** Read, but not granted. */
  readonly missing: readonly string[];
  /** Whether code with dynamic names, or code that is still being analyzed, may read other granted secrets. */
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
  /** The action that the user chose for a needed secret or, for `revoke`, for one that is no longer read. */
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
