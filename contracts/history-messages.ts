import { isInteger, isMessage, isObjectOf, isOneOf, isRecord } from './guards.ts';
import type { ShownEvent } from './shown-event.ts';

/** A version of a secret, without the value. */
export interface HistoryVersion {
  readonly version: number;
  readonly createdAt: string;
  /** The creator's name if known, otherwise an ID. */
  readonly createdBy: string;
  /** Whether agents read this version. */
  readonly current: boolean;
  readonly fields: readonly string[];
}

/**
 * The events to show. `activity` is everything except that someone viewed the secret, its access list or its
 * history; `refused` is what was denied or failed.
 */
export const historyFilters = ['activity', 'changes', 'reads', 'refused', 'all'] as const;
export type HistoryFilter = (typeof historyFilters)[number];

/** Extension host → History panel. */
export type ToHistoryPanel =
  | {
      readonly type: 'open';
      readonly name: string;
      /** Newest first. */
      readonly versions: readonly HistoryVersion[];
      readonly mayRestore: boolean;
      readonly mayAudit: boolean;
      readonly filter: HistoryFilter;
    }
  /** The next page of events, newest first. A page with `first` set replaces all events shown so far. */
  | {
      readonly type: 'events';
      readonly events: readonly ShownEvent[];
      readonly more: boolean;
      readonly first: boolean;
    }
  /** The current versions; `restored` is set if the user has just restored one of them. */
  | { readonly type: 'versions'; readonly versions: readonly HistoryVersion[]; readonly restored: boolean }
  | { readonly type: 'failed'; readonly message: string }
  /** The user canceled. */
  | { readonly type: 'kept' };

/** History panel → extension host. */
export type FromHistoryPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'more' }
  | { readonly type: 'refresh' }
  /** Opens the audit log of the account with the events about the secret. */
  | { readonly type: 'audit-log' }
  | { readonly type: 'filter'; readonly filter: HistoryFilter }
  | { readonly type: 'restore'; readonly version: number };

/** Validates incoming panel messages. */
export const isFromHistoryPanel = isMessage<FromHistoryPanel>({
  ready: isRecord,
  more: isRecord,
  refresh: isRecord,
  'audit-log': isRecord,
  filter: isObjectOf({ filter: isOneOf(...historyFilters) }),
  restore: isObjectOf({ version: isInteger }),
});
