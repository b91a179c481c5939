import { isMessage, isObjectOf, isOneOf, isRecord, isText } from './guards.ts';
import type { PanelAgent } from './panel-agent.ts';
import type { ShownEvent } from './shown-event.ts';

/** As in the vault's response. */
export interface Verdict {
  readonly intact: boolean;
  /** The number of unchanged entries, counting from the first. */
  readonly entries: number;
  readonly checkpoints: number;
  readonly fault?: { readonly seq: number; readonly what: string };
  readonly pruned?: Pruned;
}

/** Entries that exist only in the vault's archive: 1 to this one. */
export interface Pruned {
  readonly through: number;
  readonly lastAt: string;
}

/** The events to show. Only `views` and `all` contain events in which someone only viewed something. */
const eventKinds = [
  'activity',
  'secrets',
  'access',
  'reads',
  'people',
  'agents',
  'environment',
  'vault',
  'views',
  'all',
] as const;
export type EventKind = (typeof eventKinds)[number];

const outcomes = ['any', 'allowed', 'denied', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** A number of hours until now, or dates. */
const periods = ['any', '1h', '24h', '168h', '720h', 'dates'] as const;
export type Period = (typeof periods)[number];

/** The filter of the panel. An empty string does not limit it. */
export interface AuditView {
  readonly kind: EventKind;
  readonly outcome: Outcome;
  /** The ID of a user or a token; see {@link AuditPerson.key}. */
  readonly who: string;
  /** A secret's full name. */
  readonly secret: string;
  readonly agentId: string;
  readonly period: Period;
  /** For `dates`: ISO 8601. `until` is the first moment that is not included. */
  readonly since: string;
  readonly until: string;
}

export const isAuditView = isObjectOf<AuditView>({
  kind: isOneOf(...eventKinds),
  outcome: isOneOf(...outcomes),
  who: isText,
  secret: isText,
  agentId: isText,
  period: isOneOf(...periods),
  since: isText,
  until: isText,
});

/** A possible actor: a user, or a token that belongs to no user. */
export interface AuditPerson {
  /** The vault's filter, and the ID. */
  readonly key: `userId ${string}` | `actorId ${string}`;
  readonly name: string;
}

const exportFormats = ['csv', 'json'] as const;
export type AuditFormat = (typeof exportFormats)[number];

/** Extension host → Audit Log panel. */
export type ToAuditPanel =
  | {
      readonly type: 'open';
      readonly view: AuditView;
      readonly people: readonly AuditPerson[];
      readonly agents: readonly PanelAgent[];
      /** For suggestions; a deleted secret's name can be typed. */
      readonly secrets: readonly string[];
    }
  /** The next page of events, newest first. A page with `first` set replaces all events shown so far. */
  | {
      readonly type: 'events';
      readonly events: readonly ShownEvent[];
      readonly more: boolean;
      readonly first: boolean;
      /** Older entries exist only in the vault's archive. */
      readonly pruned?: Pruned;
    }
  /** Events that are newer than those on display. */
  | { readonly type: 'newer'; readonly events: readonly ShownEvent[] }
  | { readonly type: 'verdict'; readonly verdict: Verdict }
  | { readonly type: 'failed'; readonly message: string };

/** Audit Log panel → extension host. */
export type FromAuditPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'more' }
  | { readonly type: 'refresh' }
  | { readonly type: 'verify' }
  | { readonly type: 'view'; readonly view: AuditView }
  | { readonly type: 'show'; readonly name: string }
  | { readonly type: 'export'; readonly format: AuditFormat };

/** Validates incoming panel messages. */
export const isFromAuditPanel = isMessage<FromAuditPanel>({
  ready: isRecord,
  more: isRecord,
  refresh: isRecord,
  verify: isRecord,
  view: isObjectOf({ view: isAuditView }),
  show: isObjectOf({ name: isText }),
  export: isObjectOf({ format: isOneOf(...exportFormats) }),
});
