import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Answers in place of a vault. */
export interface StandIn {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
  close(): Promise<void>;
}

export type Answer = (response: ServerResponse) => void;

/** Gives each answer once, in order, and repeats the last one. */
export function startStandIn(...answers: readonly Answer[]): Promise<StandIn> {
  return listen('http', createServer, answers);
}

/** The same over TLS; both are PEM texts. */
export function startSecureStandIn(
  identity: { readonly cert: string; readonly key: string },
  ...answers: readonly Answer[]
): Promise<StandIn> {
  return listen('https', (listener) => createSecureServer(identity, listener), answers);
}

async function listen(
  scheme: string,
  create: (listener: RequestListener) => Server,
  answers: readonly Answer[],
): Promise<StandIn> {
  const requests: IncomingMessage[] = [];
  const server = create((request, response) => {
    requests.push(request);
    answers[Math.min(requests.length, answers.length) - 1]?.(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `${scheme}://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => response.writeHead(status, headers).end(text);
}

export const reading = (value: unknown): Answer =>
  answer(200, { name: 'stripe', kind: 'single', version: 1, value });

export function problem(status: number, code: string, headers?: Record<string, string>): Answer {
  return answer(status, { status, code, title: code, detail: 'A sentence.', requestId: 'req_1' }, headers);
}
