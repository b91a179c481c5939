import { isInteger, isMessage, isObjectOf, isRecord } from './guards.ts';

/** A version of a secret's value, without the value. */
export interface HistoryVersion {
  readonly version: number;
  readonly createdAt: string;
  /** Who made it: a name where one is known, else an id. */
  readonly createdBy: string;
  /** Whether agents read this one. */
  readonly current: boolean;
  readonly fields: readonly string[];
}

/** What the vault decided about the secret, as the audit log has it. */
export interface HistoryEvent {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly decision: 'allowed' | 'denied' | 'failed';
  readonly version?: number;
  /** Names of agents where they are known, else ids. */
  readonly agent?: string;
  readonly granted: readonly string[];
  readonly revoked: readonly string[];
}

/** Extension host → History panel. */
export type ToHistoryPanel =
  | {
      readonly type: 'open';
      readonly name: string;
      /** Newest first. */
      readonly versions: readonly HistoryVersion[];
      readonly mayRestore: boolean;
      readonly mayAudit: boolean;
    }
  /** The next page of events, newest first; the `first` one takes the place of all that were shown. */
  | {
      readonly type: 'events';
      readonly events: readonly HistoryEvent[];
      readonly more: boolean;
      readonly first: boolean;
    }
  /** What the vault says by now; `restored` when the person has just restored one of them. */
  | { readonly type: 'versions'; readonly versions: readonly HistoryVersion[]; readonly restored: boolean }
  | { readonly type: 'failed'; readonly message: string }
  /** The person thought better of it. */
  | { readonly type: 'kept' };

/** History panel → extension host. */
export type FromHistoryPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'more' }
  | { readonly type: 'restore'; readonly version: number };

/** Messages of a panel are checked on arrival. */
export const isFromHistoryPanel = isMessage<FromHistoryPanel>({
  ready: isRecord,
  more: isRecord,
  restore: isObjectOf({ version: isInteger }),
});
