import type { Right } from '../../../contracts/vault-api/identity.ts';
import type { AccountRecord } from '../../storage/records.ts';
import type { CallerRole } from './rights.ts';

/** Where a request comes from, whoever sends it. */
export interface Sender {
  readonly requestId: string;
  /** Network address that the request came from; null within the vault itself. */
  readonly address: string | null;
}

/** Who asks, as the credential says; nothing in a request can change it. */
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
  /** What the token can be found by, the newest first; lets long answers ask whether it still counts. */
  readonly tokenDigests: readonly Buffer[];
  /** The verified MAC of the token's row: while the row bears it, nothing was revoked or changed. */
  readonly tokenMac: Buffer;
  /** The same of the person that it speaks for. */
  readonly userMac: Buffer | null;
  /** As it was a while ago: only work that looks again, in its own transaction, may obey it. */
  readonly isRecalled?: true;
}
