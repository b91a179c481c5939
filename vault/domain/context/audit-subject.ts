import type { AuditAction } from '../../../contracts/audit-actions.ts';
import type { Right } from '../../../contracts/vault-api/identity.ts';

/**
 * The action or right that was decided on. A caller refused by a check that applies to every route is
 * recorded under the right alone.
 */
export type AuditedAction = AuditAction | Right | 'authenticated';

/** What the audit log can record about a decision. A name is set only once it is known to be valid. */
export interface AuditSubject {
  /** What the action turned out to be. */
  action: AuditedAction;
  secretName?: string;
  agentId?: string;
  /** Version of the secret or the keys; for `token.uses-refused`, the count. */
  version?: number;
  granted?: readonly string[];
  /** When the grant or the first approval expires. */
  until?: string;
  revoked?: readonly string[];
  /** Id of a changed secret, stored with its new revision; together they expose an older copy of its row. */
  secretId?: string;
  revision?: number;
  /** Id of the user, token, session or request that the action was about. */
  targetId?: string;
}
