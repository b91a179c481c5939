import { type Guard, parseJson } from '../../contracts/guards.ts';
import type { Call, Transport } from './transport.ts';

/** Fetches one response, which must match the guard. */
export async function fetchJson<T>(transport: Transport, guard: Guard<T>, call: Call): Promise<T> {
  const { answer, text } = await transport.ask(call);
  const value = parseJson(text);
  if (!guard(value)) throw transport.fail(call, 'BadAnswer', { status: answer.status });
  return value;
}

/** Sends a call whose response has no body. */
export async function fetchNothing(transport: Transport, call: Call): Promise<void> {
  await transport.ask(call);
}

/** Fetches all pages. */
export async function fetchPages<P extends { nextCursor?: string }, T>(
  transport: Transport,
  guard: Guard<P>,
  itemsOf: (page: P) => readonly T[],
  call: Call,
): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const page of followPages(transport, guard, call)) {
    for (const item of itemsOf(page)) items.push(item);
  }
  return items;
}

/** Requests each page when it is needed. Rejects a repeated cursor, which would loop forever. */
export async function* followPages<P extends { nextCursor?: string }>(
  transport: Transport,
  guard: Guard<P>,
  call: Call,
): AsyncGenerator<P> {
  const seen = new Set<string>();
  let query = call.query ?? {};
  for (;;) {
    const page = await fetchJson(transport, guard, { ...call, query });
    yield page;
    if (page.nextCursor === undefined) return;
    if (seen.has(page.nextCursor)) throw transport.fail(call, 'BadAnswer');
    seen.add(page.nextCursor);
    query = { ...call.query, cursor: page.nextCursor };
  }
}
