import { type CancellationToken, ResponseError } from 'vscode-jsonrpc';
import type { Log } from './log.ts';

/**
 * Wraps every request: a canceled one is answered as canceled; one that fails is logged and answered with
 * `fallback`, so that an error never costs the editor more than one answer.
 */
export function guard<P, R>(
  log: Log,
  name: string,
  fallback: R,
  answer: (params: P) => R | Promise<R>,
): (params: P, token: CancellationToken) => Promise<R | ResponseError> {
  return async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    try {
      const result = await answer(params);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      log.warn(failureOf(name, error));
      return fallback;
    }
  };
}

/** Like `guard`, for work without an answer: notifications and background work. */
export function guardNotification<P>(
  log: Log,
  name: string,
  take: (params: P) => void | Promise<void>,
): (params: P) => Promise<void> {
  return async (params) => {
    try {
      await take(params);
    } catch (error) {
      log.warn(failureOf(name, error));
    }
  };
}

/** The protocol's `RequestCancelled`. */
const requestCancelled = -32_800;

function cancelled(): ResponseError {
  return new ResponseError(requestCancelled, 'The request was cancelled.');
}

function failureOf(name: string, error: unknown): string {
  return `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
