import type { Right } from '../../../contracts/vault-api/identity.ts';
import type { AccountRecord } from '../../storage/records.ts';
import type { CallerRole } from './rights.ts';

/** Where a request comes from. */
export interface Sender {
  readonly requestId: string;
  /** Network address of the sender; null within the vault itself. */
  readonly address: string | null;
}

/** The authenticated caller, derived from the credential alone; nothing else in a request can change it. */
export interface Caller extends Sender {
  /** Id of the token or sandbox session; the actor of the audit log. */
  readonly id: string;
  readonly name: string;
  readonly role: CallerRole;
  readonly account: AccountRecord;
  /** The one agent that an `agent` token speaks for. */
  readonly agentId: string | null;
  /** The person it speaks for; null for agents and for the first key of a vault. */
  readonly userId: string | null;
  readonly rights: readonly Right[];
  readonly expiresAt: string;
  /**
   * Digests by which the token can be found, newest first; long responses use them to check that it is still
   * valid.
   */
  readonly tokenDigests: readonly Buffer[];
  /** The verified MAC of the token's row: while the row has it, the token was neither revoked nor changed. */
  readonly tokenMac: Buffer;
  /** The same for the person that it speaks for. */
  readonly userMac: Buffer | null;
  /**
   * The caller was read from the cache: only work that checks again in its own transaction can rely on it.
   */
  readonly isRecalled?: true;
}
