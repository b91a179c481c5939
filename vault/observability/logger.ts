import { type Logger, pino } from 'pino';
import { LogDestination, type LogStream } from './log-destination.ts';

export interface VaultLog {
  readonly logger: Logger;
  /** Lines that were not consumed in time. */
  readonly dropped: () => number;
  /** Resolves when all lines are consumed, or after a short wait. */
  readonly flush: () => Promise<void>;
}

const longestFlushMs = 1_000;

/**
 * Lines contain only the fields that our own code lists; requests, responses and errors of the framework are
 * reduced to those.
 */
export function createLog(stream: LogStream): VaultLog {
  const destination = new LogDestination(stream, (dropped) => logger.warn({ dropped }, 'lines dropped'));
  const logger = createLogger(destination);
  return {
    logger,
    dropped: () => destination.dropped,
    flush: () => destination.flush(longestFlushMs),
  };
}

/** For callers that consume lines themselves, without delay. */
export function createLogOn(taker: { write(line: string): void }): VaultLog {
  return { logger: createLogger(taker), dropped: () => 0, flush: async () => undefined };
}

function createLogger(taker: { write(line: string): void }): Logger {
  const serializers = { req: () => undefined, res: () => undefined, err: nameOfError };
  return pino({ name: 'vault', base: null, serializers }, taker);
}

function nameOfError(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
