/** What came of sending one request. */
export type Outcome = Answer | Failure;

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  /** `undefined` when the body is not JSON, or larger than any answer of a vault. */
  readonly json: unknown;
  /** How long the vault asks to wait before the next request. */
  readonly retryAfterMs: number;
}

export interface Failure {
  readonly kind: 'failure';
  readonly code: 'CertificateInvalid' | 'Redirected' | 'Unreachable';
  /** Node's code for the failure, such as `ECONNREFUSED`; empty when there is none. */
  readonly reason: string;
}

/** The largest value of a vault is smaller, with every character escaped. */
const largestAnswer = 2_097_152;

/** Sends one GET. Never rejects; when the signal aborts, the outcome is a failure. */
export async function send(url: URL, token: string, signal: AbortSignal): Promise<Outcome> {
  try {
    const answer = await fetch(url, {
      headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      // Another server must never see the token.
      redirect: 'error',
      cache: 'no-store',
      signal,
    });
    const text = await textOf(answer);
    return {
      kind: 'answer',
      status: answer.status,
      json: parse(text),
      retryAfterMs: waitOf(answer.headers.get('retry-after')),
    };
  } catch (error) {
    return failureOf(error);
  }
}

/** Empty when it is larger than any answer of a vault: the rest is not read. */
async function textOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream: AsyncIterable<Uint8Array> = body;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > largestAnswer) return '';
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** The parser's own message would quote from the answer. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date, as HTTP has it. */
function waitOf(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Math.max(Number.isNaN(ms) ? 0 : ms, 0);
}

/** Of the error nothing but Node's code is used. */
function failureOf(error: unknown): Failure {
  const cause = error instanceof Error ? error.cause : undefined;
  const { code, message } = cause instanceof Error ? codeAndMessage(cause) : { code: '', message: '' };
  const failure = (kind: Failure['code']): Failure => ({ kind: 'failure', code: kind, reason: code });
  if (message === 'unexpected redirect') return failure('Redirected');
  return failure(ofCertificates.test(code) ? 'CertificateInvalid' : 'Unreachable');
}

const ofCertificates =
  /CERT|CRL|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/;

function codeAndMessage(cause: Error): { readonly code: string; readonly message: string } {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return { code: /^[A-Z][A-Z\d_]{1,60}$/.test(code) ? code : '', message: cause.message };
}
