import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, type ProblemCode, problems } from '../../contracts/vault-api/problem.ts';
import type { VaultApp } from './vault-app.ts';
import { IntegrityError } from '../crypto/index.ts';
import { ProblemError, RefusedEntries } from '../errors/errors.ts';
import { StorageError } from '../storage/storage.ts';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

declare module 'fastify' {
  interface FastifyReply {
    /** The code of the problem reported in this response. */
    problem: ProblemCode | null;
  }
}

/** Turns every error into a problem document; no other code in the vault sends error responses. */
export function addProblems(app: VaultApp): void {
  app.decorateReply('problem', null);
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answerProblem(new ProblemError('NotFound', 'The vault has no such route.'), request, reply),
  );
}

/** Handles requests that do not reach a route, such as one with a malformed URL. */
export function answerFrameworkError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('cache-control', 'no-store');
  answerProblem(error, request, reply);
}

/** The part of an error that clients can see. */
function describe(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StorageError) {
    return new ProblemError('Unavailable', 'The vault cannot reach its storage. Try again in a moment.');
  }
  if (error instanceof IntegrityError) {
    return new ProblemError(
      'InternalError',
      'The stored data is not what the vault wrote, because someone edited the database. Ask the operator to run: agent-secrets vault audit verify',
    );
  }
  const { code, statusCode, validation, validationContext } = isFrameworkError(error) ? error : {};
  if (validation) return new ProblemError('InvalidInput', describeValidation(validation, validationContext));
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new ProblemError('TooLarge', 'The request is larger than the vault accepts.');
  }
  if (statusCode !== undefined && statusCode < 500) {
    return new ProblemError('InvalidInput', 'The vault cannot read the request. Send JSON in UTF-8.');
  }
  return new ProblemError(
    'InternalError',
    "The vault failed. Look up the id of this request in the vault's log.",
  );
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = describe(error);
  reply.problem = problem.code;
  const { status, title } = problems[problem.code];
  if (status >= 500) logFailure(request, problem.code, error);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  const retryAfter = problem.retryAfter ?? (status === 503 ? 1 : undefined);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  const body: Problem = {
    type: `urn:agent-secrets:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    requestId: request.id,
    ...(problem instanceof RefusedEntries && { entries: [...problem.entries] }),
  };
  // Serialized here, so that no schema of a route can add or remove fields.
  reply.code(status).type('application/problem+json').serializer(JSON.stringify).send(body);
}

/**
 * The message of an unknown error can contain anything; its name, its locations in our code, and fixed
 * strings cannot.
 */
function logFailure(request: FastifyRequest, code: ProblemCode, error: unknown): void {
  // An expected error, such as a sealed vault, has no useful location in the code.
  if (error instanceof ProblemError) return request.log.warn({ requestId: request.id, code }, 'refused');
  const cause = error instanceof Error ? error : undefined;
  const frames = cause?.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  const isOurs = error instanceof StorageError || error instanceof IntegrityError;
  const stored = isOurs ? error.message : undefined;
  request.log.error(
    { requestId: request.id, code, error: cause?.name, stored, frames: frames.slice(0, 8) },
    'failed',
  );
}

interface FrameworkError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly validation?: readonly { readonly instancePath: string; readonly message?: string }[];
  readonly validationContext?: string;
}

/** All properties are optional, so every error qualifies. */
function isFrameworkError(error: unknown): error is FrameworkError {
  return error instanceof Error;
}

/** Describes which part is wrong and which schema rule it breaks; never what was sent. */
function describeValidation(
  validation: NonNullable<FrameworkError['validation']>,
  context = 'request',
): string {
  // If a value has several valid shapes, each fails for a different reason: the deepest error belongs to the
  // intended shape.
  const [first] = validation.toSorted((one, other) => depthOf(other) - depthOf(one));
  const [, field, index] = first?.instancePath.split('/') ?? [];
  const entry = index && /^\d{1,9}$/.test(index) ? `Entry ${String(Number(index) + 1)} of ` : '';
  const where = field && /^\w{1,40}$/.test(field) ? `${entry}${field} in the ${context}` : `The ${context}`;
  return `${where} ${first?.message ?? 'is not valid'}.`;
}

function depthOf({ instancePath }: { readonly instancePath: string }): number {
  return instancePath.split('/').length;
}

/**
 * Responds to bytes that are not a complete request with the usual problem document; does not repeat or log
 * what was sent.
 */
export function clientErrorAnswerer(newId: () => string): (error: Error, socket: Socket) => void {
  return (error, socket) => {
    const isReset = 'code' in error && error.code === 'ECONNRESET';
    if (isReset || socket.destroyed) return;
    if (socket.writable && socket.bytesWritten === 0) socket.write(answerOf(error, newId()));
    socket.destroySoon();
  };
}

/** For some expectations, Node itself sends an empty 417; here they are treated as ordinary requests. */
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
