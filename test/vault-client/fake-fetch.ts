import type { Fetch, FetchAnswer } from '../../vault-client/http/transport.ts';

export interface SentRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The behavior of a fake vault for one request: an answer, a broken connection, or silence until aborted. */
export type Reaction = Response | Error | 'hang';

/** Answers the requests in order; repeats the last reaction. */
export function fakeFetch(...reactions: readonly (Reaction | (() => Reaction))[]) {
  const sent: SentRequest[] = [];
  const fetch: Fetch = (url, { method, headers, body, signal }) => {
    const reaction = reactions[Math.min(sent.length, reactions.length - 1)] ?? new Error('nothing to say');
    sent.push({ url, method, headers, body });
    const now = typeof reaction === 'function' ? reaction() : reaction;
    if (now instanceof Response) return Promise.resolve<FetchAnswer>(now);
    if (now instanceof Error) return Promise.reject(now);
    return new Promise((_resolve, reject) => {
      if (signal.aborted) reject(new Error('aborted'));
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };
  return { fetch, sent };
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return Response.json(body, init);
}

export function problem(status: number, code: string, detail = 'A sentence'): Response {
  const body = { type: 'urn:x', title: 'T', status, detail, code, requestId: 'abc-1' };
  return json(body, { status, headers: { 'content-type': 'application/problem+json' } });
}

/** A stream that yields these chunks and then ends, breaks, or stays open. */
export function stream(chunks: readonly string[], end: 'end' | 'break' | 'stay' = 'end'): Response {
  const encoder = new TextEncoder();
  const left = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift();
      if (next !== undefined) controller.enqueue(encoder.encode(next));
      else if (end === 'end') controller.close();
      else if (end === 'break') controller.error(new Error('connection lost'));
      else return new Promise<void>(() => undefined);
      return undefined;
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}
