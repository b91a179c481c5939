import type { ProblemCode } from '../contracts/vault-api/problem.ts';

/** The vault's own codes, and what can happen on the way to it. */
export type VaultErrorCode = ProblemCode | 'Unreachable' | 'TimedOut' | 'BadAnswer' | 'Aborted';

export interface VaultErrorDetails {
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  /** The vault's id of the request, to be found in its log. */
  readonly requestId?: string;
  /** The vault's own sentence about the problem; it replaces the sentence for the code. */
  readonly reason?: string;
  /** What was thrown below; for a debugger, not for a person. */
  readonly cause?: unknown;
}

/**
 * The only error of the vault client. `message` is one or two sentences for the person: what failed,
 * where, what to do. Of the answer it holds at most the vault's own sentence about a request that it
 * refused; never a value and never the key.
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
