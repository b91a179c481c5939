import type { ProblemCode } from '../contracts/vault-api/problem.ts';

/** The vault's own codes, and those for a failure to reach it. */
export type VaultErrorCode = ProblemCode | 'Unreachable' | 'TimedOut' | 'BadAnswer' | 'Aborted';

export interface VaultErrorDetails {
  /** HTTP status, if there was a response. */
  readonly status?: number;
  /** The vault's id of the request, to find it in the vault's log. */
  readonly requestId?: string;
  /** The vault's own sentence about the problem; it replaces the sentence for the code. */
  readonly reason?: string;
  /** The underlying error; for debugging, not for users. */
  readonly cause?: unknown;
}

/**
 * The only error of the vault client. `message` is one or two sentences for the user: what failed, where,
 * what to do. Of the response it contains at most the vault's own sentence about a rejected request; never a
 * value and never the key.
 */
export class VaultError extends Error {
  readonly code: VaultErrorCode;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(code: VaultErrorCode, message: string, details: VaultErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'VaultError';
    this.code = code;
    this.status = details.status;
    this.requestId = details.requestId;
  }
}
