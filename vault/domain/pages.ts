import { ProblemError } from '../errors.ts';
import type { PageRequest } from '../storage/storage.ts';

const defaultLimit = 100;
const largestLimit = 1000;

/** Query of every list. */
export interface PageQuery {
  readonly limit?: string;
  readonly cursor?: string;
}

/** @throws ProblemError `InvalidInput` */
export function toPageRequest(query: PageQuery): PageRequest {
  const limit = query.limit === undefined ? defaultLimit : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > largestLimit) {
    throw new ProblemError('InvalidInput', `The limit must be from 1 to ${String(largestLimit)}.`);
  }
  const after = query.cursor === undefined ? undefined : Buffer.from(query.cursor, 'base64url').toString();
  return { limit, after };
}

/** Asks for one item more than a page holds, to learn whether there is another page. */
export async function readPage<T>(
  page: PageRequest,
  list: (page: PageRequest) => Promise<readonly T[]>,
  keyOf: (item: T) => string,
): Promise<{ items: readonly T[]; nextCursor?: string }> {
  const found = await list({ ...page, limit: page.limit + 1 });
  const items = found.slice(0, page.limit);
  const last = items.at(-1);
  if (found.length <= page.limit || last === undefined) return { items };
  return { items, nextCursor: Buffer.from(keyOf(last)).toString('base64url') };
}
