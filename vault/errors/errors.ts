import type { EntryProblem, ProblemCode } from '../../contracts/vault-api/problem.ts';

/**
 * A refusal reported to the caller. `detail` is one sentence for the user about what happened and what to do.
 * It never contains a value, or anything that the caller sent except names.
 */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, detail: string, retryAfter?: number) {
    super(detail);
    this.name = 'ProblemError';
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The code recorded in the audit log, which can be more specific than the one in the response. */
  get auditCode(): string {
    return this.code;
  }
}

/** A refusal of a request with several entries; its code is that of the first refused entry. */
export class RefusedEntries extends ProblemError {
  readonly entries: readonly EntryProblem[];

  constructor(code: ProblemCode, detail: string, entries: readonly EntryProblem[]) {
    super(code, detail);
    this.name = 'RefusedEntries';
    this.entries = entries;
  }
}

/** Why the vault cannot start, as a sentence for the person who started it. */
export class OperatorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperatorError';
  }
}
