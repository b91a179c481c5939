import {
  isCount,
  isInteger,
  isListOf,
  isObjectOf,
  isOneOf,
  isText,
  optional,
  parseJson,
} from '../../contracts/guards.ts';
import type { CodePlace, Usage } from '../../contracts/usage.ts';

/** A plan of access changes, for review. As JSON, a stable contract. Contains no values and no keys. */
export interface AccessPlan {
  readonly kind: 'agent-secrets-access-plan';
  readonly version: 1;
  /** The vault and the account that the plan was made for. */
  readonly vault: string;
  readonly accountId: string;
  readonly accountName: string;
  /** ISO 8601. */
  readonly plannedAt: string;
  /** 0 if the audit log was not used. */
  readonly unreadDays: number;
  /** The audit log was known from this time on. Absent if it was not used. */
  readonly logSince?: string | undefined;
  /** The newest entry of the audit log that was taken into account. Absent if it was not used. */
  readonly lastEntry?: number | undefined;
  /** Sorted by secret, one for each. */
  readonly changes: readonly PlannedChange[];
}

export interface PlannedChange {
  readonly secret: string;
  /** The access list that the change is based on. */
  readonly etag: string;
  readonly revoke: readonly PlannedRevoke[];
  readonly grant: readonly PlannedGrant[];
}

export interface PlannedRevoke {
  readonly agent: string;
  /** When the grant expires automatically. */
  readonly until?: string | undefined;
  readonly unreadSince?: string | undefined;
}

export interface PlannedGrant extends CodePlace {
  readonly agent: string;
}

export type UntaggedChange = Omit<PlannedChange, 'etag'>;

export interface PlanOptions {
  /** Whether agents get access to the secrets that their code reads by name. */
  readonly grantUsed: boolean;
  /** Whether unused access is revoked even if the audit log was not used. */
  readonly byCodeOnly: boolean;
}

/** The changes that a report suggests, sorted by secret. The plan still needs the state of each access list. */
export function planOf(usages: readonly Usage[], options: PlanOptions): readonly UntaggedChange[] {
  const changes = new Map<string, { revoke: PlannedRevoke[]; grant: PlannedGrant[] }>();
  const changeOf = (secret: string) => {
    const change = changes.get(secret) ?? { revoke: [], grant: [] };
    changes.set(secret, change);
    return change;
  };
  for (const { agent, secret, state, until, unreadSince, places, isStale } of usages) {
    const [place] = places;
    if (isStale || (options.byCodeOnly && state === 'unused')) {
      changeOf(secret).revoke.push({
        agent,
        ...(until !== undefined && { until }),
        ...(unreadSince !== undefined && { unreadSince }),
      });
    } else if (options.grantUsed && state === 'missing' && place !== undefined) {
      changeOf(secret).grant.push({ agent, ...place });
    }
  }
  return [...changes]
    .map(([secret, { revoke, grant }]) => ({ secret, revoke, grant }))
    .toSorted((one, other) => (one.secret < other.secret ? -1 : 1));
}

/** Reads a plan file. Undefined if it is not one. */
export function readPlan(text: string): AccessPlan | undefined {
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  return isPlan(value) && hasEachSecretOnce(value) ? value : undefined;
}

/** A second change of the same list would be based on a state that the first one replaces. */
function hasEachSecretOnce({ changes }: AccessPlan): boolean {
  return new Set(changes.map(({ secret }) => secret)).size === changes.length;
}

const isPlan = isObjectOf<AccessPlan>({
  kind: isOneOf('agent-secrets-access-plan'),
  version: (value): value is 1 => value === 1,
  vault: isText,
  accountId: isText,
  accountName: isText,
  plannedAt: isTime,
  unreadDays: (value): value is number => isInteger(value) && value >= 0,
  logSince: optional(isText),
  lastEntry: optional((value): value is number => isInteger(value) && value >= 0),
  changes: isListOf(
    isObjectOf<PlannedChange>({
      secret: isText,
      etag: isText,
      revoke: isListOf(
        isObjectOf<PlannedRevoke>({ agent: isText, until: optional(isText), unreadSince: optional(isText) }),
      ),
      grant: isListOf(isObjectOf<PlannedGrant>({ agent: isText, path: isText, line: isCount })),
    }),
  ),
});

function isTime(value: unknown): value is string {
  return isText(value) && !Number.isNaN(Date.parse(value));
}
