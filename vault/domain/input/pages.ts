import { ProblemError } from '../../errors/errors.ts';
import type { PageRequest, Storage, View } from '../../storage/storage.ts';
import { requireText } from './texts.ts';

const defaultLimit = 100;
const largestLimit = 1000;

/** The query parameters of every list. */
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
  requireText(after, 'The cursor');
  return { limit, after };
}

/** Reads one item more than fits on a page, to find out whether there is another page. */
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

/** One page of two lists that are both sorted by the bytes of their keys. */
export function mergePages<T>(
  one: readonly T[],
  other: readonly T[],
  limit: number,
  keyOf: (item: T) => string,
): readonly T[] {
  const keyed = [...one, ...other].map((item) => ({ item, key: Buffer.from(keyOf(item)) }));
  return keyed
    .toSorted((a, b) => Buffer.compare(a.key, b.key))
    .slice(0, limit)
    .map(({ item }) => item);
}

/** A paginated list. */
type List<T> = (page: PageRequest) => Promise<readonly T[]>;

const rowsAtOnce = 500;

/** Every row of a list, ordered by id. */
export function eachOf<T extends { readonly id: string }>(list: List<T>): AsyncGenerator<T> {
  return eachBy(list, ({ id }) => id);
}

/** Every row of a list, ordered by key. */
export async function* eachBy<T>(list: List<T>, keyOf: (row: T) => string): AsyncGenerator<T> {
  for (let after: string | undefined; ;) {
    const rows = await list({ after, limit: rowsAtOnce });
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < rowsAtOnce || last === undefined) return;
    after = keyOf(last);
  }
}

/** A list that reads each page separately, so that rows can change in between. */
export function looked<T>(
  { storage }: { readonly storage: Pick<Storage, 'look'> },
  list: (view: View, page: PageRequest) => Promise<readonly T[]>,
): List<T> {
  return (page) => storage.look((view) => list(view, page));
}
