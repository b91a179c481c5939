import type { Right, Role } from '../../contracts/vault-api/identity.ts';
import type { AccountRecord } from '../storage/records.ts';

/** Who asks, as the credential says; nothing in a request can change it. */
export interface Caller {
  /** The token's id; the actor of the audit log. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly account: AccountRecord;
  /** The one agent that an `agent` token speaks for. */
  readonly agentId: string | null;
  readonly rights: readonly Right[];
  readonly expiresAt: string;
  /** What the token is found by; lets long answers ask whether it still counts. */
  readonly tokenDigest: Buffer;
  readonly requestId: string;
}
