import { Agent, type IncomingMessage, request } from 'node:http';
import type { LookupFunction } from 'node:net';

/** The outcome of a request. */
export type Outcome = Answer | Failure;

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  /** `undefined` if the body is not JSON, or larger than any response of a vault. */
  readonly json: unknown;
  /** How long to wait before the next request, if the vault asks for it. */
  readonly retryAfterMs: number;
}

export interface Failure {
  readonly kind: 'failure';
  readonly code: 'CertificateInvalid' | 'Redirected' | 'Unreachable';
  /** Node's code for the failure, such as `ECONNREFUSED`; empty if there is none. */
  readonly reason: string;
}

/** As named by `fetch`. */
const redirected = 'unexpected redirect';

/** The largest value of a vault is smaller, even with every character escaped. */
const largestAnswer = 2_097_152;

/** The request: a GET without a body, a POST of JSON with one. */
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

/** Sends one request. Never rejects; if the signal aborts, the outcome is a failure. */
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
  // Another server must never see the token.
  const sent = body === undefined ? { headers } : { headers, method: 'POST', body };
  const answer = await fetch(url, { ...sent, redirect: 'error', cache: 'no-store', signal });
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: answer.body };
}

/** Every name allowed over plain HTTP refers to this machine (RFC 6761), regardless of any name server. */
const lookup: LookupFunction = (_name, _options, done) =>
  done(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);

/**
 * Uses no proxy, regardless of the environment: unlike `fetch`, which would send it the token in plain text.
 */
const direct = new Agent({ keepAlive: true, autoSelectFamily: true, lookup });

async function toThisMachine(
  url: URL,
  headers: Headers,
  body: string | undefined,
  signal: AbortSignal,
): Promise<Reply> {
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    // A failure after the response has started also fails its body.
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

/** Empty if it is larger than any response of a vault: the rest is not read. */
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

/** The parser's own message would quote part of the response. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date, as specified by HTTP. */
function waitOf(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Math.max(Number.isNaN(ms) ? 0 : ms, 0);
}

/** Only Node's code is used from the error. */
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
