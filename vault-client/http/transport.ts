import { parseJson } from '../../contracts/guards.ts';
import type { Problem } from '../../contracts/vault-api/problem.ts';
import { inEnglish, type Sentence, type Translate } from '../../contracts/words.ts';
import { checkAddress, checkKey, describeVault, theVault } from './endpoint.ts';
import { isProblem, ownWords } from './problem.ts';
import {
  failure,
  isKnownCode,
  VaultError,
  type VaultErrorCode,
  type VaultErrorDetails,
} from './vault-error.ts';

/** A function, so that the same user's key can be renewed while the client is in use. */
export type Key = string | (() => string);

export interface TransportOptions {
  /** Address of the vault, e.g. `http://127.0.0.1:8250`; plain HTTP only to this machine. */
  readonly url: string;
  /** Undefined before a user has signed in: only public routes can be called then. */
  readonly key?: Key;
  readonly fetch: Fetch;
  /** Timeout for one response, 10 seconds by default; the event stream has a limit for its own silence. */
  readonly timeoutMs?: number;
  /** Translates messages; English by default. */
  readonly translate?: Translate;
}

export interface Call {
  /** The user's action, as a verb phrase for messages: "list the secrets". */
  readonly action: Sentence;
  /** GET by default. */
  readonly method?: 'POST' | 'PATCH' | 'DELETE';
  /** Path segments below the vault's address, unencoded; sending encodes them. */
  readonly path: readonly string[];
  /** The action on the resource: `…:undelete`. */
  readonly verb?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** For calls that take longer than others. */
  readonly timeoutMs?: number;
}

/** Sends calls and turns every possible failure into a {@link VaultError}. */
export interface Transport {
  /** The response with its text; rejects for statuses other than 2xx and 304. */
  ask(call: Call): Promise<{ answer: FetchAnswer; text: string }>;
  /** The response with its body unread. `timeoutMs` limits the wait for it, not the reading. */
  open(call: Call): Promise<FetchAnswer>;
  fail(call: Call, code: VaultErrorCode, details?: VaultErrorDetails): VaultError;
}

export function createTransport(options: TransportOptions): Transport {
  const { translate = inEnglish, timeoutMs = 10_000 } = options;
  const fail: Transport['fail'] = (call, code, details) => {
    const where = describeVault(options.url) ?? translate(theVault);
    return new VaultError(code, translate(failure(call.action, where, code, details?.reason)), details);
  };

  return {
    fail,
    async ask(call) {
      const timeout = AbortSignal.timeout(call.timeoutMs ?? timeoutMs);
      const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
      try {
        const answer = await sendWithRetry(options, call, signal);
        const text = await answer.text();
        if (answer.status !== 304 && !isSuccess(answer)) throw refused(call, answer, text);
        return { answer, text };
      } catch (error) {
        throw failureOf(call, error, timeout.aborted);
      }
    },
    async open(call) {
      const timeout = new AbortController();
      const timer = setTimeout(() => timeout.abort(), call.timeoutMs ?? timeoutMs);
      const signal = call.signal ? AbortSignal.any([call.signal, timeout.signal]) : timeout.signal;
      try {
        const answer = await sendWithRetry(options, call, signal);
        if (!isSuccess(answer)) throw refused(call, answer, await answer.text());
        return answer;
      } catch (error) {
        throw failureOf(call, error, timeout.signal.aborted);
      } finally {
        clearTimeout(timer);
      }
    },
  };

  function refused(call: Call, answer: FetchAnswer, text: string): VaultError {
    const problem = parseProblem(text);
    const status = answer.status;
    if (!problem) return fail(call, 'BadAnswer', { status });
    const requestId = /^[\w.-]{1,64}$/.test(problem.requestId) ? { requestId: problem.requestId } : {};
    const reason = ownWords(problem, call.body);
    const details = { status, ...requestId, ...(reason !== undefined && { reason }) };
    return fail(call, codeOf(problem, status), details);
  }

  function failureOf(call: Call, error: unknown, timedOut: boolean): VaultError {
    if (error instanceof VaultError) return error;
    if (call.signal?.aborted) return fail(call, 'Aborted', { cause: error });
    return fail(call, timedOut ? 'TimedOut' : 'Unreachable', { cause: error });
  }
}

/** Reading twice is harmless, writing twice is not: only a GET is retried. */
async function sendWithRetry(
  options: TransportOptions,
  call: Call,
  signal: AbortSignal,
): Promise<FetchAnswer> {
  try {
    return await send(options, call, signal);
  } catch (error) {
    if (call.method !== undefined || signal.aborted || error instanceof VaultError) throw error;
    return send(options, call, signal);
  }
}

async function send(options: TransportOptions, call: Call, signal: AbortSignal): Promise<FetchAnswer> {
  const { translate = inEnglish } = options;
  const base = checkAddress(options.url, translate);
  const key = typeof options.key === 'function' ? options.key() : options.key;
  if (key !== undefined) checkKey(key, translate);
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  return options.fetch(addressOf(base, call, translate), {
    method: call.method ?? 'GET',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    ...(body === undefined ? {} : { body }),
    signal,
    // A redirect would send the key to a place other than the one the user chose.
    redirect: 'manual',
    cache: 'no-store',
  });
}

/** @throws VaultError `InvalidInput` for a segment that no URL can contain, such as `..`. */
function addressOf(base: URL, call: Call, translate: Translate): string {
  if (!call.path.every((part) => !/^\.{0,2}$|\p{Surrogate}/u.test(part))) {
    throw new VaultError('InvalidInput', translate(failure(call.action, base.host, 'InvalidInput')));
  }
  const path = call.path.map((part) => encodeURIComponent(part)).join('/');
  const url = new URL(call.verb === undefined ? path : `${path}:${call.verb}`, base);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  return url.href;
}

function isSuccess(answer: FetchAnswer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

function parseProblem(text: string): Problem | undefined {
  const value = parseJson(text);
  return isProblem(value) ? value : undefined;
}

/** A newer vault may have codes that this client does not know; the status still indicates the kind. */
function codeOf(problem: Problem, status: number): VaultErrorCode {
  if (isKnownCode(problem.code)) return problem.code;
  if (status === 401) return 'Unauthenticated';
  if (status === 403) return 'Forbidden';
  if (status === 404) return 'NotFound';
  if (status === 429) return 'TooManyRequests';
  if (status >= 500) return 'Unavailable';
  return status >= 400 ? 'InvalidInput' : 'BadAnswer';
}

/**
 * The part of `fetch` the client uses, so that the editor's, undici's and a test's all match. Rejects when
 * the connection fails or `signal` aborts.
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
  readonly cache: 'no-store';
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): ByteReader } | null;
  text(): Promise<string>;
}

export interface ByteReader {
  read(): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> | undefined }>;
  cancel(): Promise<void>;
}
