import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Problem, type ProblemCode, problems } from '../../contracts/vault-api/problem.ts';

/**
 * Responds to bytes that are not a complete request with a problem document like any other; does not repeat
 * or log what was sent.
 */
export function clientErrorAnswerer(newId: () => string): (error: Error, socket: Socket) => void {
  return (error, socket) => {
    const isReset = 'code' in error && error.code === 'ECONNRESET';
    if (isReset || socket.destroyed) return;
    if (socket.writable && socket.bytesWritten === 0) socket.write(answerOf(error, newId()));
    socket.destroySoon();
  };
}

/** Node itself answers some expectations with an empty 417; here they are treated as ordinary requests. */
export function answerExpectations(server: Pick<Server, 'on' | 'emit'>): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function answerOf(error: Error, requestId: string): string {
  const code = 'code' in error && error.code === 'HPE_HEADER_OVERFLOW' ? 'TooLarge' : 'InvalidInput';
  const body = JSON.stringify(problemOf(code, requestId));
  const head = [
    `HTTP/1.1 ${String(problems[code].status)} ${code}`,
    'Connection: close',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Content-Type: application/problem+json',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    `X-Request-Id: ${requestId}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function problemOf(code: ProblemCode, requestId: string): Problem {
  const { status, title } = problems[code];
  const type = `urn:agent-secrets:problem:${code}`;
  return { type, title, status, detail: details[code] ?? title, code, requestId };
}

const details: Partial<Record<ProblemCode, string>> = {
  InvalidInput: 'The vault cannot read the request, or it did not arrive completely.',
  TooLarge: 'The headers of the request are larger than the vault accepts.',
};
