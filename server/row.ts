import type { CancellationToken, MessageConnection, NotificationType } from 'vscode-jsonrpc';
import { guard, guardNotification } from './guard.ts';
import type { Log } from './log.ts';
import type { ServerSession } from './server-session.ts';

/** Registers the handler of one message on a connection. */
export type Row = (connection: MessageConnection, session: ServerSession, log: Log) => void;

/**
 * `never` because each row declares its own parameter types, which the table cannot express; the protocol
 * guarantees them.
 */
export function request<R>(
  method: string,
  fallback: R,
  answer: (session: ServerSession, params: never) => R | Promise<R>,
): Row {
  return (connection, session, log) => {
    const handler: (params: never, token: CancellationToken) => Promise<unknown> = guard(
      log,
      method,
      fallback,
      (params: never) => answer(session, params),
    );
    connection.onRequest(method, handler);
  };
}

export function notification<P>(
  type: NotificationType<P>,
  take: (session: ServerSession, params: P) => void | Promise<void>,
): Row {
  return (connection, session, log) => {
    connection.onNotification(
      type,
      guardNotification(log, type.method, (params: P) => take(session, params)),
    );
  };
}
