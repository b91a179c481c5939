import { open } from 'node:fs/promises';
import { toExported } from '../domain/audit/audit-log.ts';
import type { AuditRecord } from '../storage/records.ts';

/**
 * A file (mode 0600) with one line of JSON per entry. It is opened for each batch, so that it can be rotated
 * by renaming, and is on disk before the batch counts as sent.
 */
export function fileSink(path: string): AuditSink {
  return {
    name: path,
    async send(entries) {
      try {
        const file = await open(path, 'a+', 0o600);
        try {
          const { size } = await file.stat();
          const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
          // Terminates a line that a power failure cut short; its entry is sent again.
          const isTorn = bytesRead === 1 && buffer.toString('latin1') !== '\n';
          const lines = entries.map((entry) => `${JSON.stringify(toExported(entry))}\n`);
          await file.appendFile(`${isTorn ? '\n' : ''}${lines.join('')}`);
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        throw new SinkError(`The file ${path} cannot be written (${code}).`, { cause: error });
      }
    },
  };
}

/**
 * An address that receives entries as JSON lines in the body of a POST, and responds with 2xx once it has
 * them.
 */
export function httpSink(url: URL, token: string | undefined): AuditSink {
  const name = `${url.origin}${url.pathname}`;
  const headers = {
    'content-type': 'application/x-ndjson',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return {
    name,
    async send(entries, signal) {
      const body = entries.map((entry) => `${JSON.stringify(toExported(entry))}\n`).join('');
      const limited = AbortSignal.any([signal, AbortSignal.timeout(sinkMilliseconds)]);
      const status = await post(url, { headers, body, signal: limited }).catch((error: unknown) => {
        throw new SinkError(`${name} does not answer.`, { cause: error });
      });
      if (status < 200 || status > 299) throw new SinkError(`${name} answered ${String(status)}.`);
    },
  };
}

async function post(url: URL, init: Pick<RequestInit, 'body' | 'headers' | 'signal'>): Promise<number> {
  const answer = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
  await answer.body?.cancel();
  return answer.status;
}

/** A second destination for the audit log, which receives every entry soon after it was written. */
export interface AuditSink {
  /** For messages; never contains a credential. */
  readonly name: string;
  /**
   * Resolves once the sink has the entries, as far as can be determined. If it rejects, some of them may have
   * arrived; all are sent again.
   */
  send(entries: readonly AuditRecord[], signal: AbortSignal): Promise<void>;
}

/** The sink currently accepts no entries. The message is for the operator and contains no credential. */
export class SinkError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SinkError';
  }
}

/** Timeout for one batch. */
export const sinkMilliseconds = 10_000;
