import type { AuditAction } from '../../../contracts/audit-actions.ts';
import type { Right } from '../../../contracts/vault-api/identity.ts';

/** What was decided about: a caller who is refused for what a route asks of all is known by that alone. */
export type AuditedAction = AuditAction | Right | 'authenticated';

/** What the audit log can say of a decision. Names are set only once they are known to be names. */
export interface AuditSubject {
  /** What it turned out to be. */
  action: AuditedAction;
  secretName?: string;
  agentId?: string;
  /** Of the secret or the keys; of `token.uses-refused`, how many. */
  version?: number;
  granted?: readonly string[];
  /** When what is granted, or approved first, ends by itself. */
  until?: string;
  revoked?: readonly string[];
  /** Of a changed secret, with the revision it got: by them an older copy of its row is found. */
  secretId?: string;
  revision?: number;
  /** Id of the user, token, session or request that the action was about. */
  targetId?: string;
}
