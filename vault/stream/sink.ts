import type { AuditRecord } from '../storage/records.ts';

/** A second place for the audit log, which receives every entry soon after it was written. */
export interface AuditSink {
  /** For messages; never contains a credential. */
  readonly name: string;
  /**
   * Resolves once the place has the entries, as far as can be determined. If it rejects, some of them may be
   * there; all are sent again.
   */
  send(entries: readonly AuditRecord[], signal: AbortSignal): Promise<void>;
}

/** A place that currently accepts no entries. The message is for the operator and contains no credential. */
export class SinkError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SinkError';
  }
}

/** Timeout for one batch. */
export const sinkMilliseconds = 10_000;
