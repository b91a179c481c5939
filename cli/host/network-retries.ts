interface Failure {
  readonly statusCode?: number;
  readonly headers?: unknown;
}

interface Sent {
  readonly method?: string;
  readonly headers?: unknown;
}

const mostRetries = 2;
const longestWait = 3_000;
const shortestWait = 200;

/**
 * The milliseconds to wait before a request is repeated, or undefined to keep the response. A write is never
 * repeated, because the server may have applied it. A wait that would exceed the limit is left to the user.
 * The vault's client itself repeats a read whose connection failed.
 */
export function waitBeforeRetry(
  error: Error & Failure,
  attempt: number,
  { method }: Sent,
  now: number,
): number | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (attempt > mostRetries || error.statusCode === undefined) return undefined;
  const asked = retryAfter(error.headers, now);
  if (asked !== undefined) {
    return asked <= longestWait && [429, 502, 503, 504].includes(error.statusCode) ? asked : undefined;
  }
  // Without that header, 503 means that the vault is sealed, and 429 that the limit will not reset soon.
  return [502, 504].includes(error.statusCode) ? shortestWait * 2 ** (attempt - 1) : undefined;
}

/** `Retry-After` contains seconds or a date. */
function retryAfter(headers: unknown, now: number): number | undefined {
  const value: unknown =
    typeof headers === 'object' && headers !== null ? Reflect.get(headers, 'retry-after') : undefined;
  if (typeof value !== 'string') return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
