import type { Endpoint } from './endpoint.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { AgentSecretsError } from './errors.ts';
import { type Asked, refusalOf, unavailable, unreachable } from './refusals.ts';
import { type Answer, type Outcome, send } from './send.ts';
import type { TokenSource } from './token-source.ts';

export interface Call<T> extends Asked {
  /** Unencoded path segments. They are encoded when the request is sent. */
  readonly segments: readonly string[];
  /** Undefined for calls without a token. */
  readonly token?: TokenSource;
  /** Creates the body for each attempt. Without it, the request is a GET. */
  readonly body?: () => Promise<unknown>;
  readonly isAnswer: (json: unknown) => json is T;
  readonly signal?: AbortSignal | undefined;
}

const repeatable: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const firstPauseMs = 100;

/**
 * Calls the vault and retries if that may help, but never beyond the deadline. Rejects with an
 * AgentSecretsError, the reason of the caller's signal, or whatever the caller's own token function throws.
 */
export async function ask<T>(endpoint: Endpoint, call: Call<T>): Promise<T> {
  const deadline = startDeadline(endpoint.timeoutMs, call.signal);
  try {
    const answer = await askUntil(deadline, endpoint, call);
    if (answer.status !== (call.body ? 201 : 200)) throw refusalOf(answer, endpoint, call);
    if (!call.isAnswer(answer.json)) throw unavailable('BadAnswer', endpoint, call);
    return answer.json;
  } catch (error) {
    if (error instanceof AgentSecretsError) throw error;
    call.signal?.throwIfAborted();
    throw deadline.isOver() ? unavailable('TimedOut', endpoint, call) : error;
  } finally {
    deadline.end();
  }
}

async function askUntil<T>(deadline: Deadline, endpoint: Endpoint, call: Call<T>): Promise<Answer> {
  const url = new URL(call.segments.map(encodeURIComponent).join('/'), endpoint.base);
  let token = call.token && (await deadline.bound(call.token.current()));
  let hasRenewed = false;
  for (let repeats = 0; ;) {
    const body = call.body && (await deadline.bound(call.body()));
    const outcome = await send(url, { token, body }, deadline.signal);
    // That the deadline passed or the caller canceled matters more than the resulting error.
    deadline.signal.throwIfAborted();
    if (outcome.kind === 'answer' && outcome.status === 401 && call.token && token && !hasRenewed) {
      hasRenewed = true;
      const rejected = token;
      token = await deadline.bound(call.token.renewed(token));
      if (token !== rejected) continue;
    }
    const pause = pauseBefore(repeats, outcome);
    if (pause === undefined || repeats === endpoint.retries || pause >= deadline.remainingMs()) {
      if (outcome.kind === 'answer') return outcome;
      throw unreachable(outcome, endpoint, call);
    }
    await deadline.sleep(pause);
    repeats += 1;
  }
}

/**
 * Adds full jitter, so that many processes don't retry at the same time. `undefined` if a retry would not
 * help.
 */
function pauseBefore(repeats: number, outcome: Outcome): number | undefined {
  const jitter = Math.random() * firstPauseMs * 2 ** repeats;
  if (outcome.kind === 'answer') {
    return repeatable.has(outcome.status) ? outcome.retryAfterMs + jitter : undefined;
  }
  return outcome.code === 'Unreachable' ? jitter : undefined;
}
