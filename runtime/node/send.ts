import { Agent, type IncomingMessage, request } from 'node:http';
import type { LookupFunction } from 'node:net';

/** A request's outcome. */
export type Outcome = Answer | Failure;

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  /** `undefined` if the body is not JSON, or is larger than any vault response. */
  readonly json: unknown;
  /** How long the vault wants clients to wait before the next request; 0 if it doesn't say. */
  readonly retryAfterMs: number;
}

export interface Failure {
  readonly kind: 'failure';
  readonly code: 'CertificateInvalid' | 'Redirected' | 'Unreachable';
  /** Node's error code, such as `ECONNREFUSED`; empty if there is none. */
  readonly reason: string;
}

/** The message of the error that `fetch` throws. */
const redirected = 'unexpected redirect';

/** Larger than the vault's largest value, even with every character escaped. */
const largestAnswer = 2_097_152;

/** The request: a GET without a body, or a POST with a JSON body. */
export interface Sending {
  readonly token?: string | undefined;
  readonly body?: unknown;
}

type Headers = Readonly<Record<string, string>>;

interface Reply {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Sends one request. Never rejects: if the signal aborts, the outcome is a failure. */
export async function send(url: URL, { token, body }: Sending, signal: AbortSignal): Promise<Outcome> {
  const headers = {
    accept: 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const text = body === undefined ? undefined : JSON.stringify(body);
  try {
    const reply = await (url.protocol === 'http:' ? toThisMachine : overTls)(url, headers, text, signal);
    const answered = await textOf(reply);
    return {
      kind: 'answer',
      status: reply.status,
      json: parse(answered),
      retryAfterMs: waitOf(reply.retryAfter),
    };
  } catch (error) {
    return failureOf(error);
  }
}

async function overTls(
  url: URL,
  headers: Headers,
  body: string | undefined,
  signal: AbortSignal,
): Promise<Reply> {
  // Does not follow redirects, because the token must never reach another server.
  const sent = body === undefined ? { headers } : { headers, method: 'POST', body };
  const answer = await fetch(url, { ...sent, redirect: 'error', cache: 'no-store', signal });
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: answer.body };
}

/**
 * Plain HTTP is only allowed for names that refer to this machine (RFC 6761), so no name server is needed.
 */
const lookup: LookupFunction = (_name, _options, done) =>
  done(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);

/** Never uses a proxy, unlike `fetch`, which may send the token to one in plain text. */
const direct = new Agent({ keepAlive: true, autoSelectFamily: true, lookup });

async function toThisMachine(
  url: URL,
  headers: Headers,
  body: string | undefined,
  signal: AbortSignal,
): Promise<Reply> {
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    // After the response has started, an error also fails the body stream.
    const method = body === undefined ? 'GET' : 'POST';
    request(url, { method, headers, signal, agent: direct }, resolve).on('error', reject).end(body);
  });
  const { statusCode: status = 0 } = message;
  if (status >= 300 && status < 400) {
    message.destroy();
    throw new Error(redirected);
  }
  return { status, retryAfter: message.headers['retry-after'] ?? null, body: message };
}

/** Returns an empty string, and stops reading, if the body is larger than any vault response. */
async function textOf({ body }: Reply): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > largestAnswer) return '';
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Discards the parser's message, which would quote part of the response. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** HTTP allows a number of seconds or a date. */
function waitOf(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Math.max(Number.isNaN(ms) ? 0 : ms, 0);
}

/** Uses only Node's error code. */
function failureOf(error: unknown): Failure {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  const { code, message } = cause instanceof Error ? codeAndMessage(cause) : { code: '', message: '' };
  const failure = (kind: Failure['code']): Failure => ({ kind: 'failure', code: kind, reason: code });
  if (message === redirected) return failure('Redirected');
  return failure(ofCertificates.test(code) ? 'CertificateInvalid' : 'Unreachable');
}

const ofCertificates =
  /CERT|CRL|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/;

function codeAndMessage(cause: Error): { readonly code: string; readonly message: string } {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return { code: /^[A-Z][A-Z\d_]{1,60}$/.test(code) ? code : '', message: cause.message };
}
