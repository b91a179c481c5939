import type {
  AccessRequestRecord,
  AccountRecord,
  AgentRecord,
  AuditRecord,
  CheckpointRecord,
  EndRecord,
  EnvironmentSecretRecord,
  EventRecord,
  IdempotencyRecord,
  KeyRecord,
  SandboxSessionRecord,
  SecretRecord,
  SegmentRecord,
  TokenRecord,
  UserRecord,
  VersionRecord,
  WorkloadIdentityRecord,
} from '../../../../vault/storage/records.ts';

/** Everything that is stored. Records never change, so copying the maps is a full copy. */
export interface State {
  vaultId: string | undefined;
  knownTime: string | undefined;
  readonly keys: Map<string, KeyRecord>;
  readonly accounts: Map<string, AccountRecord>;
  readonly agents: Map<string, AgentRecord>;
  readonly secrets: Map<string, SecretRecord>;
  readonly versions: Map<string, VersionRecord>;
  readonly users: Map<string, UserRecord>;
  readonly tokens: Map<string, TokenRecord>;
  readonly identities: Map<string, WorkloadIdentityRecord>;
  readonly sessions: Map<string, SandboxSessionRecord>;
  readonly ends: Map<string, EndRecord>;
  readonly environment: Map<string, EnvironmentSecretRecord>;
  readonly requests: Map<string, AccessRequestRecord>;
  readonly idempotency: Map<string, IdempotencyRecord>;
  readonly audit: AuditRecord[];
  readonly checkpoints: CheckpointRecord[];
  readonly segments: Map<number, SegmentRecord>;
  snapshot: readonly Buffer[];
  readonly events: (EventRecord & { readonly accountId: string })[];
}

export function emptyState(): State {
  return {
    vaultId: undefined,
    knownTime: undefined,
    keys: new Map(),
    accounts: new Map(),
    agents: new Map(),
    secrets: new Map(),
    versions: new Map(),
    users: new Map(),
    tokens: new Map(),
    identities: new Map(),
    sessions: new Map(),
    ends: new Map(),
    environment: new Map(),
    requests: new Map(),
    idempotency: new Map(),
    audit: [],
    checkpoints: [],
    segments: new Map(),
    snapshot: [],
    events: [],
  };
}

export function copyOf(state: State): State {
  return {
    vaultId: state.vaultId,
    knownTime: state.knownTime,
    keys: new Map(state.keys),
    accounts: new Map(state.accounts),
    agents: new Map(state.agents),
    secrets: new Map(state.secrets),
    versions: new Map(state.versions),
    users: new Map(state.users),
    tokens: new Map(state.tokens),
    identities: new Map(state.identities),
    sessions: new Map(state.sessions),
    ends: new Map(state.ends),
    environment: new Map(state.environment),
    requests: new Map(state.requests),
    idempotency: new Map(state.idempotency),
    audit: [...state.audit],
    checkpoints: [...state.checkpoints],
    segments: new Map(state.segments),
    snapshot: state.snapshot,
    events: [...state.events],
  };
}

export function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

/** Compares by UTF-8 bytes, which differs from the order of JavaScript strings. */
export function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** Returns a page of items, ordered by `nameOf`. */
export function pageOf<T>(
  all: Iterable<T>,
  nameOf: (one: T) => string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): readonly T[] {
  return [...all]
    .filter((one) => after === undefined || byBytes(nameOf(one), after) > 0)
    .toSorted((one, other) => byBytes(nameOf(one), nameOf(other)))
    .slice(0, limit);
}

/** Whether every given property matches. Undefined ones are ignored. */
export function fits<T extends object>(one: T, wanted: Partial<T>): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => value === undefined || Reflect.get(one, name) === value,
  );
}
