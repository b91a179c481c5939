import type { AuditRecord } from '../storage/records.ts';

/** A second place for the audit log, which gets every entry soon after it was written. */
export interface AuditSink {
  /** For people; never with a credential in it. */
  readonly name: string;
  /**
   * Resolves when the place has the entries, as far as it can tell. When it rejects, some of them may be
   * there; all are sent again.
   */
  send(entries: readonly AuditRecord[], signal: AbortSignal): Promise<void>;
}

/** A place that takes no entries now. The message is for the operator and holds no credential. */
export class SinkError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SinkError';
  }
}

/** How long a place may take for what it is sent at once. */
export const sinkMilliseconds = 10_000;
