import { open } from 'node:fs/promises';
import { toExported } from '../domain/audit/audit-log.ts';
import { type AuditSink, SinkError } from './sink.ts';

/**
 * A file with one line of JSON per entry (0600). It is opened for each batch, so that it can be rotated by
 * renaming, and is on disk before the batch counts as sent.
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
