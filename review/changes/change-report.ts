import type { ReportedFinding, ReportedPosition } from '../findings/reported.ts';

/**
 * The effects of a change: the access that it needs, and the findings that it adds. As JSON, a stable
 * contract. Every list is sorted by path and position, and contains nothing that was there before the change.
 */
export interface ChangeReport {
  readonly base: ComparedState;
  /** The names of the agents whose code was compared, by ID. */
  readonly agents: Readonly<Record<string, string>>;
  /** Access that the changed code needs, one entry for each agent and secret that it did not read before. */
  readonly needs: readonly NeededAccess[];
  readonly new: readonly ReportedFinding[];
  /** New reads whose names are only known at run time, so `needs` cannot list what they read. */
  readonly dynamic: readonly DynamicRead[];
  /** New comments and settings that suppress findings: a change must not silence its own finding unseen. */
  readonly suppressions: readonly NewSuppression[];
  /** Secrets that an agent's code no longer reads. */
  readonly gone: readonly GoneAccess[];
  /**
   * The changes in the catalog snapshot, if `--catalog` names a committed file. If the catalog comes from a vault,
   * those in every committed snapshot.
   */
  readonly catalog: readonly CatalogChange[];
}

/** The state that the change is compared with: the merge base. */
export interface ComparedState {
  /** As the user named it. */
  readonly name: string;
  /** The full hash of the merge base. */
  readonly commit: string;
}

/** `nonexistent` if the account has no secret with this name; `unknown` without a catalog of the agent. */
export type NeededAccessState = 'granted' | 'missing' | 'nonexistent' | 'unknown';

export interface NeededAccess {
  /** The agent's id. */
  readonly agent: string;
  readonly secret: string;
  readonly access: NeededAccessState;
  /** The closest existing name, if the secret does not exist and a name is close. */
  readonly suggestion?: string;
  /** Where the secret is read first. */
  readonly path: string;
  readonly line: number;
}

export interface DynamicRead extends ReportedPosition {
  readonly agent: string;
  /** Possible names, with `*` for each part that is only known at run time; empty if nothing is known. */
  readonly patterns: readonly string[];
  /** The secrets that it may read. Absent if no part of the name is known, or the agent has no catalog. */
  readonly matching?: MatchingSecrets;
}

export interface MatchingSecrets {
  /** The first few: those without access, then the others, each by name. */
  readonly secrets: readonly Pick<NeededAccess, 'access' | 'secret'>[];
  /** The number of further ones. */
  readonly more: number;
}

export interface NewSuppression extends ReportedPosition {
  readonly by: SuppressionOrigin;
  /** The suppressed rules; empty if all rules are suppressed. */
  readonly rules: readonly string[];
  /** As the author wrote it; empty if there is none. */
  readonly reason: string;
  /** The findings that it suppresses. */
  readonly suppressed: readonly ReportedFinding[];
}

/** What suppresses findings. Only a comment is written in the code that it suppresses. */
export type SuppressionOrigin = 'comment' | 'settings' | 'baseline' | 'catalog';

export interface GoneAccess {
  readonly agent: string;
  readonly secret: string;
  /** Where the secret was last read, in the base. */
  readonly path: string;
  readonly line: number;
  /** False if the agent has reads with dynamic names, which may still read the secret. */
  readonly mayRevoke: boolean;
}

export interface CatalogChange {
  readonly agent: string;
  readonly secret: string;
  readonly change: 'granted' | 'revoked' | 'created' | 'deleted' | 'deprecated' | 'changed';
}
