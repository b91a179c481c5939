import { type CancellationToken, ResponseError } from 'vscode-jsonrpc';
import type { Log } from './log.ts';

/**
 * Wraps every request handler. A canceled request gets the error for cancellation; a failed one is logged and
 * gets `fallback`, so an error never affects more than one response.
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

/** Like `guard`, for work without a response: notifications and background work. */
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
