import type { ProblemCode } from '../contracts/vault-api/problem.ts';

/**
 * A refusal the caller is told about. `detail` is one sentence for the person: what and what to do;
 * never a value and nothing the caller sent but names.
 */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  /** After how many seconds the same request may succeed. */
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, detail: string, retryAfter?: number) {
    super(detail);
    this.name = 'ProblemError';
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** What the audit log says of it; some refusals say more there than to the one who is refused. */
  get auditCode(): string {
    return this.code;
  }
}

/** Why the vault does not start, as a sentence for the person who started it. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}
