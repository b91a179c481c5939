import type { Place } from './lsp-messages.ts';

/** The client requests the changes of a folder's code, compared with a base. */
export interface ChangesParams {
  /** A folder on the server's disk, in a trusted workspace. */
  readonly folderUri: string;
  /** A branch, tag or commit; empty for the default branch. Untrusted: a workspace can set it. */
  readonly base: string;
}

/**
 * `absent`: nothing to compare, because there is no Git, no repository, or no base. `superseded`: a newer request
 * replaced this one. `failed`: `message` is a sentence for the user.
 */
export type ChangesResult =
  | { readonly state: 'compared'; readonly changes: BranchChanges; readonly branches: readonly string[] }
  | { readonly state: 'absent'; readonly branches?: readonly string[] }
  | { readonly state: 'superseded' }
  | { readonly state: 'failed'; readonly message: string };

/** The changes in the working tree since the merge base. Contains no values. */
export interface BranchChanges {
  readonly base: { readonly name: string; readonly commit: string };
  /** The folder whose files change when another branch is checked out; an absolute path. */
  readonly gitFolder: string;
  /** The names of agents by ID. */
  readonly agentNames: Readonly<Record<string, string>>;
  readonly needs: readonly NeededSecret[];
  readonly findings: readonly ChangedCode[];
  readonly dynamic: readonly DynamicName[];
  readonly suppressions: readonly AddedSuppression[];
  readonly gone: readonly UnneededSecret[];
  readonly catalog: readonly CatalogDifference[];
  /** Changed files that could not be analyzed. `check --diff` fails for them, and says why. */
  readonly notChecked: readonly ChangedPlace[];
}

/** A location in the code, and how it is displayed, such as `functions/pay.py:12`. */
export interface ChangedPlace {
  readonly place: Place;
  readonly label: string;
}

export interface NeededSecret extends ChangedPlace {
  readonly agentId: string;
  readonly name: string;
  /** `nonexistent`: the account has no such secret. `unknown`: the agent's catalog is unknown. */
  readonly access: 'granted' | 'missing' | 'nonexistent' | 'unknown';
}

/** A new finding. */
export interface ChangedCode extends ChangedPlace {
  readonly rule: string;
  readonly message: string;
}

export interface DynamicName extends ChangedPlace {
  readonly agentId: string;
  readonly patterns: readonly string[];
}

export interface AddedSuppression extends ChangedPlace {
  /** Empty if all rules are suppressed. */
  readonly rules: readonly string[];
  /** Empty if the author gave none. */
  readonly reason: string;
  /** The messages of the findings that it suppresses. */
  readonly suppressed: readonly string[];
}

/** The code that read the secret no longer exists, so there is only a label. */
export interface UnneededSecret {
  readonly agentId: string;
  readonly name: string;
  readonly label: string;
  readonly mayRevoke: boolean;
}

export interface CatalogDifference {
  readonly agentId: string;
  readonly name: string;
  readonly change: 'granted' | 'revoked' | 'created' | 'deleted' | 'deprecated' | 'changed';
}

/** Whether nothing changed that a reviewer would need to know. */
export function isUnchanged(changes: BranchChanges): boolean {
  const { needs, findings, dynamic, suppressions, gone, catalog, notChecked } = changes;
  return [needs, findings, dynamic, suppressions, gone, catalog, notChecked].every(
    ({ length }) => length === 0,
  );
}

/**
 * Whether the text can be passed to Git as the name of a commit. Git would read a text that starts with a hyphen
 * as an option.
 */
export function isRevision(text: string): boolean {
  return (
    text.length <= 256 && /^[\w/.@{}^~+#=%-]+$/.test(text) && !text.startsWith('-') && !text.includes('..')
  );
}
