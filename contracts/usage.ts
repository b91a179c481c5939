/** A place in code, as shown in reports. Lines start at 1. */
export interface CodePlace {
  readonly path: string;
  readonly line: number;
}

/** The reads in the code of one agent. */
export interface AgentCode {
  readonly agentId: string;
  readonly reads: readonly NamedRead[];
  /** Reads whose names are only known at run time. */
  readonly dynamic: readonly PatternRead[];
  /** Why the code may read more than this, in one sentence each. Empty if all of it was analyzed. */
  readonly gaps: readonly string[];
}

export interface NamedRead extends CodePlace {
  readonly secret: string;
}

export interface PatternRead extends CodePlace {
  /** `*` matches any text. */
  readonly pattern: string;
}

/** The analyzed code: that of agents, and that outside any agent's folder, which every agent may run. */
export interface AnalyzedCode {
  readonly agents: readonly AgentCode[];
  readonly shared: Pick<AgentCode, 'reads' | 'dynamic'>;
}

/** The access of agents, according to a vault or a snapshot. Contains no values. */
export interface KnownAccess {
  readonly agents: readonly KnownAccount[];
  readonly secrets: readonly GrantedSecret[];
}

interface KnownAccount {
  readonly agentId: string;
  readonly agentName: string;
  /** Whether `secrets` includes everything that exists; otherwise, no name can be called nonexistent. */
  readonly complete: boolean;
  readonly createdAt?: string | undefined;
}

export interface GrantedSecret {
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly createdAt?: string | undefined;
}

export interface Grant {
  readonly agentId: string;
  /** When the grant expires; absent if it does not expire. ISO 8601. */
  readonly until?: string | undefined;
}

/** The reads according to the audit log. Keys are made with {@link pairKey}. */
export interface ReadLog {
  /** When its newest entry was written, by the vault's clock: this program's clock may be wrong. ISO 8601. */
  readonly asOf: string;
  /** The position of its newest entry. */
  readonly lastEntry: number;
  /** The log is known from this time on. It proves nothing about the time before. ISO 8601. */
  readonly since: string;
  /** The last time that the agent read the secret. */
  readonly reads: ReadonlyMap<string, string>;
  /** The last time that the agent tried to read the secret, whether or not it succeeded. */
  readonly attempts: ReadonlyMap<string, string>;
  /** The last time since then that access was granted. */
  readonly grants: ReadonlyMap<string, string>;
}

/** Identifies an agent and a secret in one string. */
export function pairKey(agentId: string, secret: string): string {
  return JSON.stringify([agentId, secret]);
}

/**
 * `used`: granted, and the code reads it. `unused`: granted, and no code can read it. `maybe`: granted, and a
 * read whose name is only known at run time may read it. `missing`: the code reads it without access.
 * `nonexistent`: the code reads it, and the account has no secret with this name. `no-code`: granted to an agent
 * whose code was not given. `incomplete`: granted and not read by the analyzed part of the agent's code.
 * `unknown`: the code reads it, and the agent's access is unknown.
 */
export type UsageState =
  'used' | 'unused' | 'maybe' | 'missing' | 'nonexistent' | 'no-code' | 'incomplete' | 'unknown';

/** An agent and a secret that it can read, or that its code reads. */
export interface Usage {
  readonly agent: string;
  readonly secret: string;
  readonly state: UsageState;
  readonly granted: boolean;
  /** When the grant expires. ISO 8601. */
  readonly until?: string;
  /** Where the code reads the secret by name. */
  readonly places: readonly CodePlace[];
  /** Where the code chooses a name at run time that may be this one. Empty if it is read by name. */
  readonly maybe: readonly CodePlace[];
  /** The last read that the audit log shows. */
  readonly lastRead?: string;
  /** The agent has not tried to read the secret since this time, at least. Absent without an audit log. */
  readonly unreadSince?: string;
  /** Granted, not in the code, and not read for the whole period: access that can be revoked. */
  readonly isStale: boolean;
}

export interface UsageInput {
  readonly code: AnalyzedCode;
  readonly access: KnownAccess;
  readonly log?: ReadLog | undefined;
  /** Access that was not read for this many days is stale. Default: 90. Without a log, nothing is stale. */
  readonly unreadDays?: number;
  /** ISO 8601. */
  readonly now: string;
}
