import { parseJson } from '../../contracts/guards.ts';
import type { Problem } from '../../contracts/vault-api/problem.ts';
import { inEnglish, type Sentence, type Translate } from '../../contracts/words.ts';
import { checkAddress, checkKey, describeVault, theVault } from './endpoint.ts';
import { isProblem, ownEntries, ownWords } from './problem.ts';
import {
  failure,
  unanswered,
  isKnownCode,
  VaultError,
  type VaultErrorCode,
  type VaultErrorDetails,
} from './vault-error.ts';

/** Can be a function, so that a user's key can be renewed while the client is in use. */
export type Key = string | (() => string);

export interface TransportOptions {
  /** The vault's address, such as `http://127.0.0.1:8250`. Plain HTTP is only allowed for this machine. */
  readonly url: string;
  /** Undefined before a user has signed in. Only public routes can be called then. */
  readonly key?: Key;
  readonly fetch: Fetch;
  /** Timeout for one response, 10 seconds by default. The event stream has its own limit for silence. */
  readonly timeoutMs?: number;
  /** Translates messages; English by default. */
  readonly translate?: Translate;
}

export interface Call {
  /** The user's action as a verb phrase for messages, such as "list the secrets". */
  readonly action: Sentence;
  /** GET by default. */
  readonly method?: 'POST' | 'PATCH' | 'DELETE';
  /** For signing in and out, which change nothing in the account. */
  readonly ofSession?: boolean;
  /** Unencoded path segments below the vault's address. They are encoded when the request is sent. */
  readonly path: readonly string[];
  /** The action on the resource, such as `undelete` in `…:undelete`. */
  readonly verb?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Overrides the timeout for calls that take longer. */
  readonly timeoutMs?: number;
}

/** Sends calls, and turns every possible failure into a {@link VaultError}. */
export interface Transport {
  /** Returns the response with its text. Rejects for statuses other than 2xx and 304. */
  ask(call: Call): Promise<{ answer: FetchAnswer; text: string }>;
  /**
   * Returns the response without reading its body. `timeoutMs` limits the wait for the response, not the
   * reading.
   */
  open(call: Call): Promise<FetchAnswer>;
  fail(call: Call, code: VaultErrorCode, details?: VaultErrorDetails): VaultError;
}

export function createTransport(options: TransportOptions): Transport {
  const { translate = inEnglish, timeoutMs = 10_000 } = options;
  /** Until this time, other connections may be dead too. On the clock of `performance`. */
  let doubtfulUntil = 0;
  const fail: Transport['fail'] = (call, code, details) => {
    const where = describeVault(options.url) ?? translate(theVault);
    const isChange = call.method !== undefined && !call.ofSession;
    const reason = details?.reason ?? (isChange ? unanswered[code] : undefined);
    return new VaultError(code, translate(failure(call.action, where, code, reason)), details);
  };

  return {
    fail,
    async ask(call) {
      const timeout = AbortSignal.timeout(call.timeoutMs ?? timeoutMs);
      const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
      try {
        const attempt = async (own: AbortSignal): Promise<{ answer: FetchAnswer; text: string }> => {
          const answer = await sendWithRetry(options, call, own);
          return { answer, text: await answer.text() };
        };
        const isDoubtful = performance.now() < doubtfulUntil && isQuick(call);
        const { answer, text } = await (isDoubtful
          ? hedged(attempt, signal, timeoutMs * hangsAfter)
          : attempt(signal));
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
    const entries = ownEntries(problem, call.body);
    const details = { status, ...requestId, entries, ...(reason !== undefined && { reason }) };
    return fail(call, codeOf(problem, status), details);
  }

  function failureOf(call: Call, error: unknown, timedOut: boolean): VaultError {
    if (error instanceof VaultError) return error;
    if (call.signal?.aborted) return fail(call, 'Aborted', { cause: error });
    doubtfulUntil = performance.now() + timeoutMs * doubtfulFor;
    return fail(call, timedOut ? 'TimedOut' : 'Unreachable', { cause: error });
  }
}

/** Reads that are not expected to take long. */
function isQuick({ method, timeoutMs }: Call): boolean {
  return method === undefined && timeoutMs === undefined;
}

/** The part of the timeout after which an attempt counts as hanging. */
const hangsAfter = 0.15;
/** How long connections are suspected to be dead after a failure, as a multiple of the timeout. */
const doubtfulFor = 1.5;

/**
 * A connection can be dead without being closed, for example after the machine was asleep. If an attempt
 * hangs shortly after another request failed, a second attempt starts in parallel, and the first response is
 * used. A vault that is merely slow receives the request only once.
 */
async function hedged<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  patienceMs: number,
): Promise<T> {
  const over = new AbortController();
  const own = AbortSignal.any([signal, over.signal]);
  const first = attempt(own);
  const hangs = Promise.withResolvers<'hangs'>();
  const timer = setTimeout(() => hangs.resolve('hangs'), patienceMs);
  try {
    const isHanging = (await Promise.race([first, hangs.promise])) === 'hangs';
    // If both fail, the first error counts.
    return await (isHanging ? Promise.any([first, attempt(own)]).catch(() => first) : first);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

/** Retries only GET requests, because repeating a write could apply it twice. */
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
    // A redirect would send the key to a server that the user did not choose.
    redirect: 'manual',
    cache: 'no-store',
  });
}

/** @throws VaultError `InvalidInput` if a URL cannot contain a segment, such as `..` */
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

/**
 * A newer vault may return codes that this client doesn't know. The status still identifies the kind of
 * error.
 */
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
 * The part of `fetch` that the client uses, so that the editor's, undici's and a test's all match. Rejects if
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
